"""`gridwatch dataset`: labelled pictures out of what operators said."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridwatch.cli.config import ConfigFolder, JsonTarget
from gridwatch.cli.show import words, write_json
from gridwatch.cli.who import login, writable

if TYPE_CHECKING:
    from gridwatch.workbench.feedback.export import Exported

app = typer.Typer(help="Labelled pictures out of what operators said.", no_args_is_help=True)


@app.callback()
def dataset() -> None:
    """Labelled pictures out of what operators said."""


@app.command("from-incidents")
def from_incidents(  # noqa: PLR0913, PLR0917 - every option of a command is an argument
    target: Annotated[Path, typer.Option("--out", help="Folder to write to; new or empty.")],
    config: ConfigFolder = Path("configs"),
    since: Annotated[
        str | None, typer.Option(help="Verdicts since then: 2026-11-01, or 2026-11-01T08:00+08:00.")
    ] = None,
    by_people: Annotated[
        bool, typer.Option("--by-people", help="Leave out what only later looks have confirmed.")
    ] = False,
    teacher: Annotated[
        Path | None, typer.Option(help="COCO weights (.pt) that label persons and vehicles.")
    ] = None,
    base: Annotated[
        Path | None, typer.Option(help="data.yaml of a set to train on together with this one.")
    ] = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="Raw pictures, persons unmasked; needs --reason.")
    ] = False,
    reason: Annotated[str | None, typer.Option(help="Why the pictures are needed; recorded.")] = None,
    who: Annotated[str | None, typer.Option(help="Who exports; recorded. Default: your login.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Pictures at most.")] = 5000,
    json: JsonTarget = None,
) -> None:
    """Make a YOLO data set of incidents that operators confirmed or rejected; the service may be running.

    Pictures are masked unless --raw is given. Every picture that is read is recorded beside the evidence.
    """
    from alerts.evidence import EvidenceStore
    from core.clock import SystemClock
    from detectors.model import read_model
    from gridwatch.cli.progress import track
    from gridwatch.configuration.loader import load
    from gridwatch.workbench.feedback.album import VIEWS, Album, ViewLog
    from gridwatch.workbench.feedback.claims import label_by
    from gridwatch.workbench.feedback.export import Material, export
    from gridwatch.workbench.feedback.masker import opened_masker
    from gridwatch.workbench.feedback.reading import read_cases, reading_only
    from gridwatch.workbench.feedback.since import since as instant
    from gridwatch.workbench.feedback.verdicts import By
    from gridwatch.workbench.model.teacher import Teacher

    if raw and not (reason or "").strip():
        raise typer.BadParameter("--raw lets faces leave: say why with --reason; it is recorded")
    configuration = load(config)
    settings = configuration.settings
    folder = configuration.model_folder()
    names = read_model(folder).spec.classes
    trusted = [by for by in By if not (by_people and by is By.LOOKS)]
    with reading_only(settings.storage.url, os.environ) as reader:
        cases, around = read_cases(reader, instant(since, settings.district.timezone), trusted)
    evidence = Path(settings.storage.evidence)
    views = ViewLog(
        evidence / VIEWS,
        who=writable(who or f"login:{login()}"),
        why=f"dataset from-incidents{' --raw' if raw else ''}: {writable(reason or 'training data, masked')}",
        clock=SystemClock(),
    )
    with ExitStack() as stack:
        mask = None if raw else stack.enter_context(opened_masker(folder, settings.model))
        done = export(
            Material(
                cases=cases,
                around=around,
                label_of=label_by(dict(configuration.profiles), names),
                names=names,
            ),
            Album(EvidenceStore(evidence, max_bytes=0), views, mask),
            target,
            masked=not raw,
            teacher=Teacher(teacher) if teacher else None,
            base=base,
            limit=limit,
            progress=stack.enter_context(track("incidents", len(cases))),
        )
    if json is not None:
        write_json(json, done.as_json())
    for line in _told(done, alone=base is None):
        words(json).print(line, markup=False)


def _told(done: Exported, *, alone: bool) -> list[str]:
    boxes = ", ".join(f"{count} {name}" for name, count in done.boxes.items()) or "none"
    lines = [
        f"{done.pictures} pictures of {done.cases} incidents and {done.cameras} cameras",
        f"boxes: {boxes}; pictures without any: {done.empty}",
        *(f"left out: {count} ({reason})" for reason, count in done.left_out.items()),
    ]
    if alone and not all(done.parts.values()):
        lines.append("one part is empty: pictures of two cameras are needed, or --base to train on together")
    return [*lines, str(done.yaml)]
