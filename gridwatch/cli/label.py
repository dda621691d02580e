"""`gridwatch label`: check labels, and carry them between files of other tools and ours."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import GridwatchError
from gridwatch.cli.config import JsonTarget
from gridwatch.cli.progress import track
from gridwatch.cli.show import complain, err, out, write_json

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from gridwatch.workbench.labels.boxes import Read
    from gridwatch.workbench.truth import TrueEvent

app = typer.Typer(
    no_args_is_help=True, help="Labels: what really happened, and boxes. Check, import, export."
)


class Format(StrEnum):
    """Files of labels."""

    COCO = "coco"  # boxes: COCO detection JSON
    CVAT = "cvat"  # boxes: CVAT for images 1.1
    YOLO = "yolo"  # boxes: data.yaml, images/, labels/
    CSV = "csv"  # events: a spreadsheet


TimeZone = Annotated[str, typer.Option("--timezone", help="Wall clock of a spreadsheet.")]


@app.command("check")
def check(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE", help="Events (.jsonl, .csv); boxes: YOLO folder or .yaml, COCO .json, CVAT .xml."
        ),
    ],
    json: JsonTarget = None,
    timezone: TimeZone = "Asia/Shanghai",
) -> None:
    """Read labels whole and tell every mistake, with its line and its cure; exit status 1 if there is one."""
    from gridwatch.workbench.labels.check import check as check_file

    zone = _zone(timezone)
    results = []
    for path in files:
        with track(path.name, 0) as progress:
            results.append(check_file(path, zone, progress=progress))
    if json is not None:
        rows = [
            {
                "file": str(one.path), "kind": one.kind, "ok": one.ok, "holds": one.holds,
                "problems": list(one.problems), "problems_not_told": one.more, "warnings": list(one.warnings),
            }
            for one in results
        ]  # fmt: skip
        write_json(json, {"ok": all(one.ok for one in results), "files": rows})
    if json is None or str(json) != "-":
        for one in results:
            out.print(f"{one.path}: {one.holds}", markup=False)
            for warning in one.warnings:
                out.print(f"  warning: {warning}", markup=False)
            if one.problems:
                complain("\n".join((*one.problems, *([f"... and {one.more} more"] if one.more else []))))
    if not all(one.ok for one in results):
        raise typer.Exit(1)


@app.command("import")
def import_labels(
    source: Annotated[Path, typer.Argument(metavar="SRC", help="File or folder of the other tool.")],
    from_: Annotated[Format, typer.Option("--from", help="What SRC is.")],
    target: Annotated[Path, typer.Option("--out", help="New folder; of events the truth file (.jsonl).")],
    pictures: Annotated[
        Path | None, typer.Option(help="Folder that file names begin in. Default: SRC's own.")
    ] = None,
    timezone: TimeZone = "Asia/Shanghai",
) -> None:
    """Make a YOLO data set of COCO, CVAT or YOLO boxes, or a truth file of a spreadsheet of events."""
    if from_ is Format.CSV:
        from gridwatch.workbench.labels.spreadsheet import read_spreadsheet
        from gridwatch.workbench.truth import write_truth

        _apart(source, target)
        events = read_spreadsheet(source, _zone(timezone))
        write_truth(target, events)
        out.print(f"{target}: {len(events)} events", markup=False)
        return
    from gridwatch.workbench.labels.yolo import pictures_of, write_yolo

    read = _read(source, from_)
    boxes = read.good()
    own = pictures_of(source) if from_ is Format.YOLO else source.parent
    with track("copying pictures", len(boxes.pictures)) as progress:
        path = write_yolo(target, boxes, source=pictures or own, progress=progress)
    _tell(path, read)


@app.command("export")
def export_labels(
    source: Annotated[
        Path, typer.Argument(metavar="SRC", help="YOLO folder or .yaml; of events the truth file.")
    ],
    to: Annotated[Format, typer.Option("--to", help="What to write.")],
    target: Annotated[Path, typer.Option("--out", help="File to write; of YOLO a new folder.")],
    timezone: TimeZone = "Asia/Shanghai",
    chinese: Annotated[bool, typer.Option("--chinese", help="Chinese headers in a spreadsheet.")] = False,
) -> None:
    """Write a YOLO data set's boxes as COCO, CVAT or another YOLO folder, or a truth file as a spreadsheet."""
    _apart(source, target)
    if to is Format.CSV:
        from gridwatch.workbench.labels.spreadsheet import write_spreadsheet
        from gridwatch.workbench.truth import read_truth

        events: tuple[TrueEvent, ...] = read_truth(source)
        write_spreadsheet(target, events, _zone(timezone), chinese=chinese)
        out.print(f"{target}: {len(events)} events", markup=False)
        return
    from gridwatch.workbench.labels.coco import write_coco
    from gridwatch.workbench.labels.cvat import write_cvat
    from gridwatch.workbench.labels.yolo import pictures_of, write_yolo

    read = _read(source, Format.YOLO)
    boxes = read.good()
    if to is Format.COCO:
        write_coco(target, boxes)
    elif to is Format.CVAT:
        write_cvat(target, boxes)
    else:
        write_yolo(target, boxes, source=pictures_of(source))
    _tell(target, read)


def _read(source: Path, kind: Format) -> Read:
    from gridwatch.workbench.labels.coco import read_coco
    from gridwatch.workbench.labels.cvat import read_cvat
    from gridwatch.workbench.labels.yolo import read_yolo

    if kind is Format.YOLO:
        with track("reading pictures", 0) as progress:
            return read_yolo(source, progress=progress)
    return read_coco(source) if kind is Format.COCO else read_cvat(source)


def _tell(target: Path, read: Read) -> None:
    boxes = sum(len(picture.labels) for picture in read.boxes.pictures)
    out.print(f"{target}: {len(read.boxes.pictures)} pictures, {boxes} boxes", markup=False)
    for kind, count in sorted(read.left_out.items()):
        err.print(f"left out: {count} {kind}, which are no boxes", markup=False)


def _apart(source: Path, target: Path) -> None:
    if target.exists() and source.exists() and target.samefile(source):
        raise GridwatchError(f"--out {target}: is the file that is read; name another one")


def _zone(name: str) -> ZoneInfo:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise GridwatchError(f"--timezone {name}: no such time zone; write it as Asia/Shanghai") from error
