"""`gridwatch model`: build the training set, train, score, export and describe the detector's model."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from core.clock import SystemClock
from core.config.settings.detecting import ModelChoice, Precision
from core.errors import GridwatchError
from gridwatch.cli import model_data, model_train
from gridwatch.cli.config import JsonTarget
from gridwatch.cli.model_data import UNSEEN_SEED, DataFolder, data_at, renderer_there, say, start_weights
from gridwatch.cli.show import words, write_json

app = typer.Typer(
    no_args_is_help=True, help="Build the training set, train, score, export and describe the model."
)
app.add_typer(model_data.app, name="data")
app.command("train")(model_train.train)
app.command("blend")(model_train.blend)


@app.command("val")
def val_command(
    folder: Annotated[Path, typer.Argument(metavar="MODEL", help="Model folder.")],
    data: Annotated[Path, typer.Option(help="YAML of any YOLO data set.")],
    json_out: JsonTarget = None,
    part: Annotated[
        str | None, typer.Option(help="val, test or train. Default: the first that exists.")
    ] = None,
    precision: Annotated[
        Precision, typer.Option(help="As `model.precision` of the settings.")
    ] = ModelChoice().precision,
) -> None:
    """Score a model folder on a YOLO data set, through the runtime that the service uses."""
    from gridwatch.workbench.model.card_text import span
    from gridwatch.workbench.model.val import validate

    report = validate(folder, data, part=part, precision=precision)
    if json_out is not None:
        write_json(json_out, report.as_json())
    tell = partial(words(json_out).print, markup=False)
    mean = report.mean
    for name, one in report.per_class.items():
        tell(
            f"{name:12} AP50 {one.ap50:.3f} {span(one.ap50_ci95)}  "
            f"AP50-95 {one.ap50_95:.3f} {span(one.ap50_95_ci95)}  {one.boxes} boxes"
        )
    tell(
        f"{'mean':12} AP50 {mean.map50:.3f} {span(mean.map50_ci95)}  "
        f"AP50-95 {mean.map50_95:.3f} {span(mean.map50_95_ci95)}  {report.pictures} pictures"
    )
    if report.false_per_100_clean is not None:
        tell(
            f"false heaps per 100 of {report.clean_pictures} clean pictures: {report.false_per_100_clean:.1f}"
        )


@app.command("export")
def export_command(  # noqa: PLR0913, PLR0917 - every option of a command is an argument
    weights: Annotated[Path, typer.Argument(help="Checkpoint (.pt) of a training run.")],
    folder: Annotated[Path, typer.Argument(help="Model folder to write.")],
    version: Annotated[str, typer.Option(help="Version of the weights.")],
    name: Annotated[str, typer.Option()] = "gridwatch-street",
    source: Annotated[
        str, typer.Option(help="Where the weights come from.")
    ] = "trained by `gridwatch model train`",
    side: Annotated[int, typer.Option(help="Side of the input, pixels.")] = 640,
    confidence: Annotated[float, typer.Option(min=0.01, max=0.99)] = 0.25,
    iou: Annotated[
        float, typer.Option(min=0.1, max=1.0, help="Overlap that makes two boxes one thing.")
    ] = 0.6,
    facts: Annotated[
        Path | None, typer.Option(help="JSON file with facts of the training for the card.")
    ] = None,
    threshold: Annotated[list[str] | None, typer.Option(help="Threshold of one class: waste=0.35")] = None,
    faint: Annotated[
        list[str] | None, typer.Option(help="From where boxes of a class are handed to rules: waste=0.2")
    ] = None,
) -> None:
    """Export a checkpoint to ONNX and write the model folder's model.yaml."""
    from pydantic import ValidationError

    from detectors.model import Thresholds
    from gridwatch.workbench.model.export import export

    try:
        thresholds = Thresholds(
            confidence=confidence,
            iou=iou,
            per_class=dict(_threshold(one) for one in threshold or []),
            faint=dict(_threshold(one) for one in faint or []),
        )
    except ValidationError as error:
        raise GridwatchError(f"--threshold, --faint: {error.errors()[0]['msg']}") from error
    training = _facts(facts) if facts else {}
    path = export(
        weights,
        folder,
        name=name,
        version=version,
        source=source,
        side=side,
        thresholds=thresholds,
        training=training,
    )
    typer.echo(str(path))


@app.command("quantize")
def quantize_command(
    folder: Annotated[Path, typer.Argument(metavar="MODEL", help="Model folder with .onnx weights.")],
    data: Annotated[Path, typer.Option(help="YAML of the data set whose train part calibrates.")],
    pictures: Annotated[int, typer.Option(min=32, help="Calibration pictures, evenly taken.")] = 300,
) -> None:
    """Write an INT8 twin (OpenVINO) into a model folder, calibrated on pictures of the train part."""
    from gridwatch.workbench.model.labels import read_data_set
    from gridwatch.workbench.model.quantize import quantize

    listed = read_data_set(data, needed=("train",)).parts.get("train", ())
    if not listed:
        raise GridwatchError(f"{data}: has no picture in `train`, on which the ranges are measured")
    step = max(1, len(listed) // pictures)
    typer.echo(str(quantize(folder, listed[::step][:pictures], say=say)))


@app.command("card")
def card_command(
    folder: Annotated[Path, typer.Argument(metavar="MODEL", help="Model folder.")],
    data_folder: DataFolder = None,
    beside: Annotated[
        list[Path] | None,
        typer.Option(help="Another export of the same weights (a model folder), to compare."),
    ] = None,
    rendered: Annotated[int, typer.Option(min=0, help="Rendered pictures to look for false heaps on.")] = 240,
) -> None:
    """Measure a model folder and write its CARD.md and card.json."""
    from gridwatch.workbench.model import card
    from gridwatch.workbench.model.teacher import Teacher

    data = data_at(data_folder)
    renderer = renderer_there() if rendered else None
    with TemporaryDirectory(prefix="gridwatch-card-") as place:
        if renderer is not None:
            say(f"rendering {rendered} pictures")
            renderer(Path(place), rendered, UNSEEN_SEED)
        figures = card.measure(
            folder,
            data,
            teacher=Teacher(start_weights(data), confidence=0.5),
            clock=SystemClock(),
            beside=beside or [],
            rendered=Path(place) if renderer is not None else None,
            say=say,
        )
    card.write(folder, figures)
    typer.echo(str(folder / card.CARD))


def _facts(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise GridwatchError(f"--facts {path}: is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise GridwatchError(f'--facts {path}: expected an object, such as {{"epochs": 12}}')
    return found


def _threshold(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    try:
        least = float(value)
    except ValueError:
        least = float("nan")
    if not name or not 0 < least < 1:
        raise GridwatchError(f"--threshold {text}: expected a class and a number below 1, such as waste=0.35")
    return name, least
