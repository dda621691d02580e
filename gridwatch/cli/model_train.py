"""`gridwatch model train` and `blend`: weights out of pictures, and out of weights."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated

import typer

from core.clock import SystemClock
from gridwatch.cli.model_data import data_at, start_weights

_SHARE = re.compile(r"\d{1,9}(\.\d{1,9})?")


def train(  # noqa: PLR0913, PLR0917 - every option of a command is an argument
    data: Annotated[Path, typer.Option(help="YAML of the data set, as `data build` wrote it.")],
    out: Annotated[Path, typer.Option(help="Folder of the run.")] = Path("var/train/run"),
    start: Annotated[
        Path | None,
        typer.Option(
            "--from", help="Weights to start from. Default: the COCO weights of the shared data folder."
        ),
    ] = None,
    epochs: Annotated[int, typer.Option(min=1)] = 12,
    imgsz: Annotated[
        int, typer.Option(min=32, help="Side of the training pictures, a multiple of 32.")
    ] = 448,
    batch: Annotated[int, typer.Option(min=1)] = 16,
    freeze: Annotated[int, typer.Option(min=0, help="First layers that keep their weights.")] = 5,
    rate: Annotated[float, typer.Option(min=0.0, help="Learning rate.")] = 0.0006,
    last_rate: Annotated[float, typer.Option(min=0.0, max=1.0, help="Its share at the end.")] = 0.02,
    mosaic: Annotated[float, typer.Option(min=0.0, max=1.0, help="Share of pictures made of four.")] = 0.5,
    mixup: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Share of pictures laid over one another.")
    ] = 0.0,
    scale: Annotated[float, typer.Option(min=0.0, max=0.9, help="Zoom: from 1 - scale to 1 + scale.")] = 0.5,
    minutes: Annotated[
        float | None, typer.Option(help="Train for so many minutes instead of epochs.")
    ] = None,
    plain: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Last share of these minutes without mosaic.")
    ] = 0.0,
    hold: Annotated[
        float,
        typer.Option(min=0.0, help="Weight by which the training is held to what other weights see."),
    ] = 0.0,
    hold_to: Annotated[
        list[Path] | None,
        typer.Option(
            help="These weights; may be repeated: of a class that several know, the first decides. "
            "Default: the COCO weights of the shared data folder."
        ),
    ] = None,
    light: Annotated[
        bool, typer.Option("--light", help="Make the head cheaper first: its 3x3 convolutions in two parts.")
    ] = False,
    threads: Annotated[int, typer.Option(min=1)] = os.cpu_count() or 1,
    workers: Annotated[
        int, typer.Option(min=0, help="Processes that prepare pictures; with a GPU, one for each core.")
    ] = 0,
    device: Annotated[str, typer.Option(help="cpu, or the number of a GPU.")] = "cpu",
    seed: Annotated[int, typer.Option()] = 0,
) -> None:
    """Train with ultralytics; every epoch leaves a checkpoint in OUT/weights."""
    from gridwatch.workbench.model import train as training

    recipe = training.Recipe(
        epochs=epochs,
        imgsz=imgsz,
        batch=batch,
        freeze=freeze,
        lr0=rate,
        lrf=last_rate,
        mosaic=mosaic,
        mixup=mixup,
        scale=scale,
        close_mosaic=max(1, epochs // 4),
        minutes=minutes,
        plain=plain,
        hold=hold,
        light=light,
        threads=threads,
        workers=workers,
        device=device,
        seed=seed,
    )

    start = start or _coco("--from")
    known = (hold_to or [_coco("--hold-to")]) if hold else []
    trained = training.train(data, start, out, recipe, SystemClock(), known)
    typer.echo(f"best on dev: {trained.best}")
    for name, value in trained.metrics.items():
        typer.echo(f"{name}: {value:.4f}")


def blend(
    parts: Annotated[
        list[str],
        typer.Argument(metavar="FILE=SHARE...", help="Checkpoints of one network and their shares."),
    ],
    out: Annotated[Path, typer.Option(help="Checkpoint to write.")],
) -> None:
    """Mix trainings of one network; the weighted mean often keeps more and does better than each.

    gridwatch model blend var/train/a/weights/last.pt=0.65 models/default/gridwatch-street-0.7.0.pt=0.35 --out mix.pt
    """
    from gridwatch.workbench.model import blend as blending

    shares: dict[Path, float] = {}
    for text in parts:
        path, _, share = text.rpartition("=")
        if not path or not _SHARE.fullmatch(share):
            raise typer.BadParameter(f"{text} is not FILE=SHARE; write a.pt=0.5", param_hint="FILE=SHARE")
        if Path(path) in shares:
            raise typer.BadParameter(f"{path} stands there twice", param_hint="FILE=SHARE")
        shares[Path(path)] = float(share)
    typer.echo(blending.blend(shares, out))


def _coco(option: str) -> Path:
    named = f"{option}, or by GRIDWATCH_DATA"
    return start_weights(data_at(None, named), named)
