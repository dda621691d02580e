"""`gridwatch model data`: build the training set, and draw a smaller one from it."""

from __future__ import annotations

import os
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import GridwatchError

if TYPE_CHECKING:
    from gridwatch.workbench.model.dataset import Renderer

app = typer.Typer(no_args_is_help=True, help="Training sets.")

DataFolder = Annotated[
    Path | None,
    typer.Option("--data-folder", help="Shared data folder. Default: $GRIDWATCH_DATA, else ../shared/data."),
]
_NAMED = "--data-folder or GRIDWATCH_DATA"
START = "weights/yolov8n_coco_dequant.pt"
SIMULATOR = "gridwatch.simulator.training"
DAYS = "gridwatch.simulator.day_training"
UNSEEN_SEED = 9001
"""Of rendered pictures that no training set holds (`data build --seed` takes others)."""


@app.command("build")
def data_build(
    out: Annotated[Path, typer.Argument(help="Folder to build the data set in; new or empty.")],
    data_folder: DataFolder = None,
    rendered: Annotated[int, typer.Option(min=0, help="Pictures rendered by the simulator.")] = 400,
    looks: Annotated[
        int, typer.Option(min=0, help="Looks rendered of scripted days, of seeds that are not scored.")
    ] = 0,
    heaps: Annotated[int, typer.Option(min=0, help="Pictures with a pasted heap of building waste.")] = 120,
    worse: Annotated[int, typer.Option(min=0, help="Pictures in bad weather or badly compressed.")] = 160,
    afar: Annotated[int, typer.Option(min=0, help="Pictures of four or nine in one: small things.")] = 80,
    confidence: Annotated[float, typer.Option(min=0.05, max=0.95, help="Of pseudo-labels.")] = 0.4,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many pictures of each source.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the rendered pictures.")] = 0,
) -> None:
    """Build a YOLO data set: garbage pictures (train part), persons and vehicles by pseudo-labels, rendered ones."""
    from gridwatch.workbench.model.dataset import build
    from gridwatch.workbench.model.extras import Extras
    from gridwatch.workbench.model.teacher import Teacher

    if seed == UNSEEN_SEED:
        what = f"{UNSEEN_SEED} is of the pictures that a card looks for false heaps on; take another"
        raise typer.BadParameter(what, param_hint="--seed")
    folder = data_at(data_folder)
    built = build(
        folder,
        out,
        teacher=Teacher(start_weights(folder), confidence=confidence),
        renderers=_renderers(rendered, looks),
        extras=Extras(heaps=heaps, worse=worse, afar=afar),
        limit=limit,
        seed=seed,
        progress=say,
    )
    typer.echo(f"{built.yaml}: " + ", ".join(f"{count} {part}" for part, count in built.parts.items()))
    typer.echo("boxes: " + ", ".join(f"{count} {name}" for name, count in built.boxes.items()))


@app.command("draw")
def data_draw(
    data: Annotated[Path, typer.Argument(help="YAML of a data set, as `data build` wrote it.")],
    out: Annotated[Path, typer.Option(help="YAML of the smaller set; its list of pictures goes beside it.")],
    take: Annotated[
        list[str],
        typer.Option(
            metavar="KIND=N", help="So many pictures, at random, whose names begin with KIND: heap=70."
        ),
    ],
    times: Annotated[
        int, typer.Option(min=1, max=100, help="How often an epoch shows each picture without a kind.")
    ] = 1,
    seed: Annotated[int, typer.Option(help="Of the drawing.")] = 0,
) -> None:
    """Draw a smaller training set, in balance: pictures without a kind are all taken, kinds that are not named none.

    gridwatch model data draw var/data/data.yaml --out var/data/mix.yaml --take heap=70 --take worse=80 --take sim=140
    """
    from gridwatch.workbench.model.draw import draw

    takes: dict[str, int] = {}
    for text in take:
        kind, _, count = text.partition("=")
        if not kind or not count.isdecimal() or len(count) > 9:
            raise typer.BadParameter(f"{text} is not KIND=N; write heap=70", param_hint="--take")
        takes[kind.lower()] = int(count)
    taken = draw(data, out, takes, times=times, seed=seed)
    typer.echo(f"{out}: " + ", ".join(f"{count} {kind or 'without a kind'}" for kind, count in taken.items()))


def say(text: str) -> None:
    """Say on the way what is going on, on stderr."""
    typer.echo(text, err=True)


def data_at(given: Path | None, named: str = _NAMED) -> Path:
    """Return the shared data folder: the given one, $GRIDWATCH_DATA, or the one beside the project.

    `named` says how one names it, or what is wanted of it.
    """
    folder = given or Path(os.environ.get("GRIDWATCH_DATA", "../shared/data"))
    if not folder.is_dir():
        raise GridwatchError(f"no shared data folder at {folder}: name it by {named}")
    return folder


def start_weights(data: Path, named: str = _NAMED) -> Path:
    """Return the COCO weights in the shared data folder; `named` says how one names that folder."""
    path = data / START
    if not path.is_file():
        raise GridwatchError(
            f"no starting weights at {path}: name them by {named}, the folder that holds {START}. Any COCO checkpoint "
            "of YOLOv8n that ultralytics loads will do under this name, such as its own yolov8n.pt "
            "(https://github.com/ultralytics/assets/releases)"
        )
    return path


def _renderers(rendered: int, looks: int) -> list[tuple[Renderer, int]]:
    """Return what draws, with how many; nothing where the simulator is not installed."""
    if not (rendered or looks) or (scattered := renderer_there()) is None:
        return []
    of_days: Renderer = import_module(DAYS).render_day_looks
    return [(draw, count) for draw, count in ((scattered, rendered), (of_days, looks)) if count]


def renderer_there() -> Renderer | None:
    """Return what draws training pictures, or None where the simulator is not installed."""
    if find_spec(SIMULATOR) is None:
        say("the simulator's renderer is not there: no rendered pictures")
        return None
    renderer: Renderer = import_module(SIMULATOR).render_training_set
    return renderer
