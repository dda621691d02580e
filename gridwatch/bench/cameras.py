"""`python -m gridwatch.bench.cameras`: thousands of cameras with prepared pictures, a process of their own.

The login comes by environment, GRIDWATCH_SIM_LOGIN as user:password. The first line on standard output says where it
listens; then each JSON line on standard input is answered by one: {"do": "report"}, or {"do": "sample", "count": 8} for
some of the pictures. End of input ends it.
"""

from __future__ import annotations

import argparse
import base64
import os
import time

import cv2

from gridwatch.bench.stills import Stills, streets
from gridwatch.beside.spoken import asked, end_with_input, say
from gridwatch.loop import run as run_loop
from gridwatch.simulator.camera_server import CameraServer
from gridwatch.simulator.device import Device
from gridwatch.simulator.fleet import Fleet
from gridwatch.simulator.login import login_from


def main() -> None:
    """Serve until standard input ends."""
    end_with_input()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cameras", type=int, required=True)
    parser.add_argument("--period", type=float, required=True)
    parser.add_argument("--change-share", type=float, required=True)
    parser.add_argument("--size", type=int, nargs=2, default=(1280, 720))
    parser.add_argument("--streets", type=int, default=6, help="rendered; every camera shows one of them")
    parser.add_argument("--streams", action="store_true", help="serve RTSP as well")
    parser.add_argument("--seed", type=int, default=0)
    run_loop(_serve(parser.parse_args()))


async def _serve(arguments: argparse.Namespace) -> None:
    cv2.setNumThreads(1)
    login = login_from(os.environ)
    pictures = Stills(
        streets(arguments.streets, tuple(arguments.size), arguments.seed),
        change_share=arguments.change_share,
        every_s=arguments.period,
        seed=arguments.seed,
    )
    fleet = Fleet(Device(id=name, login=login) for name in names(arguments.cameras))
    # A picture is shown once: what is kept would be found again by nobody.
    async with CameraServer(
        fleet, pictures, streams=arguments.streams, fresh_s=arguments.period, workers=1, own_hosts=True
    ) as server:
        streams = server.streams
        say({"http": server.port, "rtsp": streams.port if streams else 0})
        async for question in asked():
            if question["do"] == "report":
                say(
                    {
                        "requests": server.requests,
                        "sessions": streams.most_held if streams else 0,
                        "cpu_s": time.process_time(),
                    }
                )
            elif question["do"] == "sample":
                shown = [pictures(name, 0.0) for name in names(question["count"])]
                say({"jpegs": [base64.b64encode(jpeg).decode() for jpeg in shown]})


def names(count: int) -> list[str]:
    """Return the ids of the cameras."""
    return [f"port-{number:05d}" for number in range(1, count + 1)]


if __name__ == "__main__":
    main()
