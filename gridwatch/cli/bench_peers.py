"""`gridwatch bench peers`: beside programs that hold every stream open."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from gridwatch.cli.config import JsonTarget
from gridwatch.cli.progress import track
from gridwatch.cli.show import out, write_json
from gridwatch.loop import run as run_loop

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
    model: Annotated[str, typer.Option(help="Model folder.")] = "models/default",
    plot: Annotated[Path | None, typer.Option(help="Draw cameras per core here, .png or .svg.")] = None,
    json: JsonTarget = None,
) -> None:
    """Cameras per core beside Ultralytics, Roboflow inference and OpenCV threads: same clips, weights, machine."""
    from gridwatch.bench.peers import PeersPlan, bench_peers, duration_s
    from gridwatch.bench.peers_figures import Absent
    from gridwatch.logs import set_up

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
    set_up(level="error")
    with track("Comparing", duration_s(plan)) as progress:
        found = run_loop(bench_peers(plan, progress=progress))
    for name, one in {**found.gridwatch, **found.peers}.items():
        if isinstance(one, Absent):
            out.print(f"{name}: not measured: {one.why}", markup=False)
            continue
        cost = one.cost
        out.print(
            f"{name}: {cost.cameras_per_core(1):.0f}, {cost.cameras_per_core(5):.0f},"
            f" {cost.cameras_per_core(60):.0f} cameras a core at a look each 1, 5, 60 s;"
            f" {1000 * cost.per_look_s(60):.0f} core-ms a look at 60 s; {one.mb_per_camera:.1f} MB a camera"
            f" ({one.what})",
            markup=False,
        )
    for period in (60, 5, 1):
        if (ratio := found.ratio(period)) is not None:
            out.print(f"the same work, a look each {period} s: {ratio:.1f} times the best of the others")
    if plot is not None:
        from gridwatch.bench.peers_plot import draw

        draw(found, plot)
    if json is not None:
        write_json(json, found.to_json())
