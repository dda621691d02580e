"""A provider's map: tiles on a loopback port, in the datum that it says, with what is there drawn into them."""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import cv2
import numpy as np

from core.frame import Image
from core.geo import Datum, LonLat

SIDE = 256  # pixels of a tile
PAPER, INK = (238, 242, 244), (0, 0, 0)  # BGR
REACH = 34  # pixels of the ring around a place: what the console draws there leaves it free
_TILE = re.compile(r"/(\d+)/(\d+)/(\d+)\.png")


@contextmanager
def serving(
    datum: Datum, *, places: Sequence[LonLat] = (), outlines: Sequence[Sequence[LonLat]] = ()
) -> Iterator[str]:
    """Serve until the block ends; yield the address with its places to fill in. Everything given is WGS-84."""

    class Tiles(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Answer one tile."""
            asked = _TILE.fullmatch(self.path)
            if asked is None:
                self.send_error(404)
                return
            z, x, y = map(int, asked.groups())
            png = cv2.imencode(".png", _tile(datum, (z, x, y), places, outlines))[1].tobytes()
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(png)

        def log_request(self, code: object = "-", size: object = "-") -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/{{z}}/{{x}}/{{y}}.png"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _tile(
    datum: Datum, tile: tuple[int, int, int], places: Sequence[LonLat], outlines: Sequence[Sequence[LonLat]]
) -> Image:
    picture = np.full((SIDE, SIDE, 3), PAPER, np.uint8)
    for outline in outlines:
        corners = np.array([_pixel(datum, tile, one) for one in outline], np.int32)
        cv2.polylines(
            picture, [corners], isClosed=True, color=(60, 60, 220), thickness=3, lineType=cv2.LINE_AA
        )
    for place in places:
        x, y = _pixel(datum, tile, place)
        if -99 < x < SIDE + 99 and -99 < y < SIDE + 99:
            cv2.circle(picture, (round(x), round(y)), REACH, INK, 4)
    return np.asarray(picture, np.uint8)


def _pixel(datum: Datum, tile: tuple[int, int, int], place: LonLat) -> tuple[float, float]:
    """Return where a place lies in a tile: Web Mercator of the datum's own degrees, as providers do it."""
    z, x, y = tile
    at = place.to(datum)
    world = SIDE * 2.0**z
    phi = math.radians(at.lat)
    east = (at.lon + 180) / 360 * world
    south = (1 - math.asinh(math.tan(phi)) / math.pi) / 2 * world
    return east - x * SIDE, south - y * SIDE
