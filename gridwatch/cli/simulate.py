"""`gridwatch simulate`: a district in a box, to point a Gridwatch at; and a day of one, as stored looks."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import Annotated

import typer

from gridwatch.cli.config import JsonTarget
from gridwatch.cli.show import out, words, write_json

app = typer.Typer(help="A simulated district: served to be looked at, or a scripted day of it rendered.")


@app.callback(invoke_without_command=True)
def simulate(
    context: typer.Context,
    folder: Annotated[Path, typer.Option("--out", help="Where to write its configs folder.")] = Path(
        "var/simulated"
    ),
    seed: Annotated[int, typer.Option(help="Another seed, another district.")] = 0,
    seconds: Annotated[float, typer.Option(help="Length of the script.")] = 3600.0,
    port: Annotated[int, typer.Option(help="Port of the cameras; 0 takes a free one.")] = 0,
    login: Annotated[bool, typer.Option(help="Whether the cameras ask for a login.")] = True,
) -> None:
    """Serve simulated cameras and a grid platform until Ctrl-C; write a configs folder that points at them."""
    if context.invoked_subcommand is not None:
        return
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


@app.command("day")
def day(
    folder: Annotated[
        Path, typer.Option("--out", help="Folder to write to; a day begun in it is gone on with.")
    ],
    seed: Annotated[int, typer.Option(help="Another seed, another day of the same difficulty.")] = 0,
    hours: Annotated[float, typer.Option(help="Its length.", min=4, max=240)] = 24.0,
    every: Annotated[float, typer.Option(help="Seconds between two looks of a camera.", min=10)] = 300.0,
    size: Annotated[str, typer.Option(help="Width x height of the pictures.")] = "960x540",
    cameras: Annotated[int, typer.Option(help="How many cameras look.", min=1, max=200)] = 20,
    events: Annotated[int, typer.Option(help="How many things happen.", min=1, max=1000)] = 60,
    model: Annotated[Path | None, typer.Option(help="Model folder that its configs name.")] = None,
    workers: Annotated[int, typer.Option(help="Rendering processes; 0: one for every core.", min=0)] = 0,
    json: JsonTarget = None,
) -> None:
    """Render a scripted day as stored looks, with its configs and its truth: for `gridwatch replay` and scores."""
    from gridwatch.cli.progress import track
    from gridwatch.repository import REPOSITORY
    from gridwatch.workbench.day import Recipe, write_day

    width, height = _size(size)
    recipe = Recipe(
        seed=seed, hours=hours, every_s=every, width=width, height=height, cameras=cameras, events=events
    )
    with track("Rendering looks", int(hours * 3600 // every) * cameras) as progress:
        made = write_day(
            folder,
            recipe,
            matters=REPOSITORY / "configs" / "matters",
            model=model or REPOSITORY / "models" / "default",
            workers=workers,
            progress=lambda done, _of: progress(done),
        )
    summary = {
        "folder": str(made.folder), "looks": made.looks, "rendered": made.rendered, "events": made.events,
        "distractions": dict(made.distractions),
    }  # fmt: skip
    if json is not None:
        write_json(json, summary)
    words(json).print(
        f"{made.looks} looks ({made.rendered} rendered now), {made.events} events, "
        f"{len(made.distractions)} kinds of distraction in {made.folder}",
        markup=False,
    )
    words(json).print(f"Next: gridwatch replay {made.folder} --out <folder>", markup=False)


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (
        width.isdecimal() and height.isdecimal() and 64 <= int(width) <= 3840 and 64 <= int(height) <= 2160
    ):
        raise typer.BadParameter(
            f"{text!r}: write width x height in pixels, e.g. 960x540", param_hint="--size"
        )
    return int(width), int(height)
