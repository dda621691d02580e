"""`gridwatch model curve`: how a training went."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def curve(
    runs: Annotated[
        list[Path],
        typer.Argument(metavar="RUN...", help="Folders of `model train`, each gone on from the last."),
    ],
    out: Annotated[Path, typer.Option(help="Picture to draw: .png, .svg or .pdf.")] = Path("training.png"),
) -> None:
    """Draw losses on the train part and AP on the dev part over minutes of training."""
    from gridwatch.workbench.model.curve import draw, read_curve

    if out.suffix.lower() not in {".png", ".svg", ".pdf"}:
        raise typer.BadParameter("give a file that ends in .png, .svg or .pdf", param_hint="--out")
    draw([read_curve(run) for run in runs], out)
    typer.echo(str(out))
