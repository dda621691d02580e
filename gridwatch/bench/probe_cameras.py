"""`python -m gridwatch.bench.probe_cameras`: the cameras of the probe's bench, a process of their own.

The login comes by environment, GRIDWATCH_SIM_LOGIN as user:password. The first line on standard output says where it
listens and on which port nobody does; then each line on standard input is answered by one, what was done so far. End
of input ends it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import time

from gridwatch.bench.probe_fleet import draw_fleet, faults_of
from gridwatch.bench.probe_pictures import Shown
from gridwatch.beside.spoken import asked, end_with_input, say
from gridwatch.simulator.fleet import Fleet
from gridwatch.simulator.login import login_from
from gridwatch.simulator.onvif_hosts import OnvifHosts


def main() -> None:
    """Serve until standard input ends."""
    end_with_input()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cameras", type=int, required=True)
    parser.add_argument("--faults", type=float, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--pictures", action="store_true", help="serve snapshots too")
    asyncio.run(_serve(parser.parse_args()))


async def _serve(arguments: argparse.Namespace) -> None:
    drawn = draw_fleet(
        arguments.cameras,
        faults=arguments.faults,
        seed=arguments.seed,
        login=login_from(os.environ),
        pictures=arguments.pictures,
    )
    fleet = Fleet((one.device for one in drawn), faults=faults_of(drawn))
    hosts = {one.host: one.device.id for one in drawn}
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # held and not listened on: who connects to it is refused
        pictures = Shown(drawn, seed=arguments.seed) if arguments.pictures else None
        async with OnvifHosts(fleet, hosts, pictures=pictures) as served:
            say({"port": served.port, "closed_port": nobody.getsockname()[1]})
            async for _ in asked():
                say(
                    {
                        "requests": served.requests,
                        "connections": served.connections,
                        "cpu_s": time.process_time(),
                    }
                )


if __name__ == "__main__":
    main()
