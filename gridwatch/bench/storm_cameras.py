"""`python -m gridwatch.bench.storm_cameras`: cameras on which storms come and go, a process of their own.

The first line on standard output says where they listen. Then each JSON line on standard input is answered by one:

    {"do": "dark", "cameras": [...]}    their network drops everything: connections are not answered any more
    {"do": "slow", "cameras": [...], "seconds": 4}    answers take so long
    {"do": "well"}                      all of it is over
    {"do": "report"}                    {"requests": ..., "cpu_s": ...}
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import socket
import time

import cv2

from gridwatch.bench.cameras import names
from gridwatch.bench.stills import Stills, streets
from gridwatch.beside.spoken import asked, end_with_input, say
from gridwatch.simulator.camera_server import CameraServer
from gridwatch.simulator.device import Device
from gridwatch.simulator.faults import Fault, FaultKind, Faults
from gridwatch.simulator.fleet import Fleet


class DarkPort:
    """A port whose network may go dark: then a connection is neither taken nor refused, as behind a cut cable.

    A listening socket with a full queue does just that on Linux: what else comes is dropped.
    """

    def __init__(self, fleet: Fleet, pictures: Stills, period_s: float) -> None:
        self._fleet = fleet
        self._pictures = pictures
        self._period_s = period_s
        self._server: CameraServer | None = None
        self._wall: list[socket.socket] = []
        self.port = 0

    async def light(self) -> None:
        """Serve."""
        for one in self._wall:
            one.close()
        self._wall.clear()
        if self._server is None:
            server = CameraServer(
                self._fleet, self._pictures, port=self.port, streams=False, fresh_s=self._period_s, workers=1
            )
            self._server = await server.start()
            self.port = server.port

    async def dark(self) -> None:
        """Take nothing any more."""
        if self._server is None:
            return
        server, self._server = self._server, None
        await server.close()
        wall = socket.socket()
        wall.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        wall.bind(("127.0.0.1", self.port))
        wall.listen(0)
        self._wall = [wall]
        for _ in range(4):  # they fill the queue
            filler = socket.socket()
            filler.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                filler.connect(("127.0.0.1", self.port))
            self._wall.append(filler)

    async def close(self) -> None:
        """End both."""
        for one in self._wall:
            one.close()
        if self._server is not None:
            await self._server.close()


def main() -> None:
    """Serve until standard input ends."""
    end_with_input()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cameras", type=int, required=True)
    parser.add_argument("--period", type=float, required=True)
    asyncio.run(_serve(parser.parse_args()))


async def _serve(arguments: argparse.Namespace) -> None:
    cv2.setNumThreads(1)
    pictures = Stills(streets(1, (640, 360), 0), change_share=0.0, every_s=arguments.period, seed=0)
    fleet = Fleet(Device(id=name, login=None) for name in names(arguments.cameras))
    hanging = await asyncio.start_server(_never_answer, "127.0.0.1", 0)
    dark = DarkPort(fleet, pictures, arguments.period)
    await dark.light()
    async with (
        hanging,
        CameraServer(fleet, pictures, streams=False, fresh_s=arguments.period, workers=1) as server,
    ):
        rtsp = hanging.sockets[0].getsockname()[1]
        say({"http": server.port, "dark_http": dark.port, "rtsp": rtsp})
        async for question in asked():
            if question["do"] == "dark":
                await dark.dark()
            elif question["do"] == "slow":
                fleet.faults = Faults(
                    Fault(camera=name, kind=FaultKind.SLOW, figure=question["seconds"])
                    for name in question["cameras"]
                )
            elif question["do"] == "well":
                fleet.faults = Faults()
                await dark.light()
            say({"requests": server.requests, "cpu_s": time.process_time()})
    await dark.close()


async def _never_answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        await reader.read()  # until the other side gives up
    writer.close()


if __name__ == "__main__":
    main()
