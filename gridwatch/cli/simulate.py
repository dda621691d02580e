"""`gridwatch simulate`: a district in a box, to point a Gridwatch at."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import Annotated

import typer

from gridwatch.cli.show import out


def simulate(
    folder: Annotated[Path, typer.Option("--out", help="Where to write its configs folder.")] = Path(
        "var/simulated"
    ),
    seed: Annotated[int, typer.Option(help="Another seed, another district.")] = 0,
    seconds: Annotated[float, typer.Option(help="Length of the script.")] = 3600.0,
    port: Annotated[int, typer.Option(help="Port of the cameras; 0 takes a free one.")] = 0,
    login: Annotated[bool, typer.Option(help="Whether the cameras ask for a login.")] = True,
) -> None:
    """Serve simulated cameras and a grid platform until Ctrl-C; write a configs folder that points at them."""
    asyncio.run(_simulate(folder, seed, seconds, port, login))


async def _simulate(folder: Path, seed: int, seconds: float, port: int, login: bool) -> None:
    from core.clock import SystemClock
    from gridwatch.demo.folder import DemoSecrets, write_demo_folder
    from gridwatch.simulator.running import SimulatedDistrict
    from gridwatch.simulator.script import demo_script

    keys = DemoSecrets.fresh()
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    district = SimulatedDistrict(
        demo_script(seed=seed, seconds=seconds),
        clock=SystemClock(),
        secret=keys.platform,
        callback_secret=keys.callback,
        login=keys.login if login else None,
        port=port,
    )
    out.print("Rendering the district ...")
    await asyncio.to_thread(district.warm)
    async with district:
        streams = district.cameras.streams
        configs = write_demo_folder(
            folder,
            seed=seed,
            seconds=seconds,
            http_port=district.cameras.port,
            rtsp_port=streams.port if streams else 0,
            platform_url=district.platform.url,
            secrets=keys,
        )
        out.print(f"{len(district.script.cameras)} cameras at http://{district.cameras.host}", markup=False)
        out.print(f"In another terminal: gridwatch run -c {configs}", markup=False)
        await stop.wait()
