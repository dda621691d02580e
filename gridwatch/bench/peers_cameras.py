"""`python -m gridwatch.bench.peers_cameras`: cameras that show recorded clips, as streams and as snapshots.

Each clip is encoded once, before the first line: a stream then costs copying, and hundreds of sessions leave the cores
to those that are measured. The login comes by environment, GRIDWATCH_SIM_LOGIN as user:password. The first line on
standard output says where it listens; then each JSON line on standard input is answered by one: {"do": "report"}, or
{"do": "dead", "cameras": [...]}: these accept connections and say nothing on them, streams under way included.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from core.frame import Image
from gridwatch.bench.cameras import names
from gridwatch.bench.stills import Stills, streets
from gridwatch.beside.spoken import asked, end_with_input, say
from gridwatch.loop import run as run_loop
from gridwatch.simulator.camera_server import CameraServer
from gridwatch.simulator.clips import Clip
from gridwatch.simulator.device import Device
from gridwatch.simulator.faults import Fault, FaultKind, Faults
from gridwatch.simulator.fleet import Fleet
from gridwatch.simulator.h264 import IDR, Encoder, nal_type
from gridwatch.simulator.login import login_from
from gridwatch.simulator.rtp import CLOCK_HZ, Packetiser, interleaved
from gridwatch.simulator.rtsp_server import RtspServer
from gridwatch.simulator.rtsp_session import Playing

SIZE = (1280, 720)  # of snapshots, pixels
_NEVER_S = 3600.0
_SOON_S = 0.01
_DRAIN_S = 10.0
_QUALITY = 82  # of the JPEGs
_STREETS = 3  # rendered where no clips are given


@dataclass(frozen=True, kw_only=True, slots=True)
class Film:
    """A clip made ready: it runs in a loop, and begins with a keyframe."""

    fps: int
    units: Sequence[Sequence[bytes]]  # NAL units, picture by picture
    jpegs: Sequence[bytes]  # one a second

    def key_at(self, second: float) -> int:
        """Return the number of the picture at or before `second` of the endless film that is a keyframe."""
        number = int(second * self.fps)
        while all(nal_type(unit) != IDR for unit in self.picture(number)):
            number -= 1
        return number

    def picture(self, number: int) -> Sequence[bytes]:
        """Return the NAL units of picture `number` of the endless film."""
        return self.units[number % len(self.units)]

    def jpeg(self, second: float) -> bytes:
        """Return what a snapshot shows at this second of the endless film."""
        return self.jpegs[int(second) % len(self.jpegs)]


def film(shown: Callable[[float], Image], *, seconds: int, fps: int, size: tuple[int, int]) -> Film:
    """Make a film of what `shown` shows, (h, w, 3) uint8 BGR by second; `size` is the stream's width and height."""
    encoder = Encoder(size, fps)
    units, jpegs = [], []
    for number in range(seconds * fps):
        image = shown(number / fps)
        units.append(encoder.encode(_scaled(image, size)))
        if number % fps == 0:
            jpeg = cv2.imencode(".jpg", _scaled(image, SIZE), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1]
            jpegs.append(jpeg.tobytes())
    return Film(fps=fps, units=units, jpegs=jpegs)


class FilmStreams(RtspServer):
    """Streams that were encoded beforehand, by camera id."""

    def __init__(self, films: Mapping[str, Film], fleet: Fleet, cameras: CameraServer) -> None:
        super().__init__(fleet, cameras.desk, cameras.guard)
        self._films = films

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # The dead still sleep when the server is closed, and asyncio prints a cancelled client's stack (3.11).
        with contextlib.suppress(asyncio.CancelledError):
            try:
                await super()._client(reader, writer)
            except RuntimeError:  # how uvloop says that the client has gone before it was answered
                if not writer.is_closing():
                    raise

    async def _flow(self, playing: Playing, writer: asyncio.StreamWriter) -> None:
        """Send pictures until cancelled, or until the client takes no more."""
        device, clock, shown = playing.device, self._fleet.clock, self._films[playing.device.id]
        packetiser = Packetiser(ssrc=playing.ssrc, first=playing.first)
        first = number = shown.key_at(self._fleet.now_s())
        due = clock.monotonic()
        try:
            while not writer.is_closing():  # uvloop does not take a write after that
                if self._fleet.fault(device.id, FaultKind.SILENT_RTSP) is None:
                    stamp = (number - first) * CLOCK_HZ // shown.fps
                    writer.write(
                        interleaved(packetiser.packets(shown.picture(number), stamp), playing.channel)
                    )
                    await asyncio.wait_for(writer.drain(), _DRAIN_S)
                # Readers know that a picture is complete when the next begins: the second one comes at once.
                due += _SOON_S if number == first else 1 / shown.fps
                number += 1
                await asyncio.sleep(max(0.0, due - clock.monotonic()))
        except (ConnectionError, TimeoutError):
            writer.transport.abort()


def main() -> None:
    """Serve until standard input ends."""
    end_with_input()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cameras", type=int, required=True)
    parser.add_argument("--clip", type=Path, action="append", default=[], help="rendered streets without")
    parser.add_argument("--clip-seconds", type=int, default=20, help="of each clip, then it begins again")
    parser.add_argument("--size", type=int, nargs=2, default=(640, 360), help="of the streams")
    parser.add_argument("--fps", type=int, default=15, help="of the streams")
    run_loop(_serve(parser.parse_args()))


async def _serve(arguments: argparse.Namespace) -> None:
    cv2.setNumThreads(1)
    login, size = login_from(os.environ), tuple(arguments.size)
    made = [
        film(shown, seconds=arguments.clip_seconds, fps=arguments.fps, size=size)
        for shown in _shown(arguments.clip, arguments.fps)
    ]
    films = {name: made[i % len(made)] for i, name in enumerate(names(arguments.cameras))}
    fleet = Fleet(Device(id=name, login=login, substream=size, fps=arguments.fps) for name in films)
    async with (
        CameraServer(
            fleet,
            lambda camera, second: films[camera].jpeg(second),
            streams=False,
            fresh_s=1.0,
            workers=1,
            own_hosts=True,
        ) as server,
        FilmStreams(films, fleet, server) as streams,
    ):
        say({"http": server.port, "rtsp": streams.port})
        async for question in asked():
            if question["do"] == "dead":
                fleet.faults = dead(question["cameras"])
            say({"cpu_s": time.process_time(), "sessions": streams.most_held})


def dead(cameras: Sequence[str]) -> Faults:
    """Return the faults of cameras that accept and say nothing."""
    return Faults(
        Fault(camera=camera, kind=kind, figure=figure)
        for camera in cameras
        for kind, figure in ((FaultKind.SLOW, _NEVER_S), (FaultKind.SILENT_RTSP, None))
    )


def _shown(clips: Sequence[Path], fps: int) -> list[Callable[[float], Image]]:
    if clips:
        return [Clip(path).picture for path in clips]
    rendered = streets(_STREETS, SIZE)
    stills = [
        Stills([street], change_share=0.0, every_s=1 / fps, seed=i) for i, street in enumerate(rendered)
    ]
    return [_decoded(still) for still in stills]


def _decoded(stills: Stills) -> Callable[[float], Image]:
    def picture(second: float) -> Image:
        image = cv2.imdecode(np.frombuffer(stills("street", second), np.uint8), cv2.IMREAD_COLOR)
        return np.asarray(image, np.uint8)

    return picture


def _scaled(image: Image, size: tuple[int, int]) -> Image:
    if (image.shape[1], image.shape[0]) == size:
        return image
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


if __name__ == "__main__":
    main()
