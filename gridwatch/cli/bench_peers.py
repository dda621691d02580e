"""`gridwatch bench peers`: beside programs that hold every stream open."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from gridwatch.cli.benching import Model, Plot, keep, measured, tell
from gridwatch.cli.config import JsonTarget

Size = tuple[int, int]


def peers(
    seconds: Annotated[float, typer.Option(help="Seconds of every measured time.", min=3)] = 10.0,
    clip: Annotated[
        list[Path] | None,
        typer.Option(help="A clip that cameras show; repeatable. Rendered streets without."),
    ] = None,
    size: Annotated[Size, typer.Option(help="Width and height of the streams.")] = (640, 360),
    fps: Annotated[int, typer.Option(help="Pictures a second of the streams.", min=1, max=30)] = 15,
    cameras: Annotated[
        int,
        typer.Option(help="Streams that a program holds; half as many before, for the slope.", min=4, max=64),
    ] = 8,
    fleet: Annotated[
        int, typer.Option(help="Cameras that Gridwatch alone looks at, each once in ten seconds.", min=1)
    ] = 80,
    inference_python: Annotated[
        Path, typer.Option(help="A Python that has Roboflow's `inference`, `openvino` and `pyyaml`.")
    ] = Path(sys.executable),
    model: Model = "models/default",
    plot: Plot = None,
    json: JsonTarget = None,
) -> None:
    """Cameras per core beside Ultralytics, Roboflow inference and OpenCV threads: same clips, weights, machine."""
    from gridwatch.bench.peers import PeersPlan, bench_peers, duration_s
    from gridwatch.bench.peers_figures import Absent

    clips = tuple(clip or ())
    if missing := [str(path) for path in clips if not path.is_file()]:
        raise typer.BadParameter(f"no such file: {', '.join(missing)}", param_hint="--clip")
    if any(side % 2 or side < 32 for side in size):
        raise typer.BadParameter("H.264 wants even numbers of pixels, at least 32", param_hint="--size")
    plan = PeersPlan(
        seconds=seconds,
        few=cameras // 2,
        many=cameras,
        fleet=max(fleet, cameras + 1),
        clips=clips,
        size=size,
        fps=fps,
        model=model,
        inference_python=str(inference_python),
    )
    found = measured(
        lambda progress: bench_peers(plan, progress=progress), "Comparing", duration_s(plan), level="error"
    )
    for name, one in {**found.gridwatch, **found.peers}.items():
        if isinstance(one, Absent):
            tell(json, f"{name}: not measured: {one.why}")
            continue
        cost = one.cost
        tell(
            json,
            f"{name}: {cost.cameras_per_core(1):.0f}, {cost.cameras_per_core(5):.0f},"
            f" {cost.cameras_per_core(60):.0f} cameras a core at a look each 1, 5, 60 s;"
            f" {1000 * cost.per_look_s(60):.0f} core-ms a look at 60 s; {one.mb_per_camera:.1f} MB a camera"
            f" ({one.what})",
        )
    for period in (60, 5, 1):
        if (ratio := found.ratio(period)) is not None:
            tell(json, f"the same work, a look each {period} s: {ratio:.1f} times the best of the others")
    if plot is not None:
        from gridwatch.bench.peers_plot import draw

        draw(found, plot)
    keep(json, found.to_json())
