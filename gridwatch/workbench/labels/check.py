"""Every mistake of a label file, whatever its kind, with its place and its cure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from core.errors import GridwatchError
from gridwatch.workbench.labels.boxes import Read
from gridwatch.workbench.labels.coco import read_coco
from gridwatch.workbench.labels.cvat import read_cvat
from gridwatch.workbench.labels.spreadsheet import check_spreadsheet
from gridwatch.workbench.labels.yolo import read_yolo
from gridwatch.workbench.scoring.within import TABLE
from gridwatch.workbench.truth import TrueEvent, by_start, check_truth

_MANY = 1000  # mistakes told of one file: who has more has one, made often


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What a label file holds and what is wrong with it."""

    path: Path
    kind: str  # events | yolo | coco | cvat
    holds: str  # in words
    problems: tuple[str, ...]  # must be corrected
    warnings: tuple[str, ...]  # may be meant so
    more: int = 0  # problems beyond those told

    @property
    def ok(self) -> bool:
        """Whether it can be used."""
        return not self.problems


def kind_of(path: Path) -> str:
    """Return what kind of label file a name says: events, spreadsheet, yolo, coco or cvat.

    Raises:
        GridwatchError: none of them.
    """
    kinds = {
        ".jsonl": "events", ".csv": "spreadsheet", ".yaml": "yolo", ".yml": "yolo", ".json": "coco", ".xml": "cvat",
    }  # fmt: skip
    if path.is_dir():
        return "yolo"
    if path.suffix.lower() in kinds:
        return kinds[path.suffix.lower()]
    raise GridwatchError(
        f"{path}: not known what this is; events: .jsonl or .csv; boxes: a YOLO folder or .yaml, COCO .json, CVAT .xml"
    )


def check(path: Path, zone: ZoneInfo, *, progress: Callable[[float], None] = lambda _: None) -> Checked:
    """Read a label file whole and tell every mistake.

    Args:
        path: as `kind_of` tells them apart.
        zone: of times in a spreadsheet that name none.
        progress: told how many pictures of a YOLO set were read.

    Raises:
        GridwatchError: it cannot be told what kind of file it is.
    """
    kind = kind_of(path)
    try:
        if kind in {"events", "spreadsheet"}:
            events, problems = check_truth(path) if kind == "events" else check_spreadsheet(path, zone)
            cameras = {camera for event in events for camera in event.cameras}
            holds = f"{len(events)} events at {len(cameras)} cameras"
            return _checked(path, "events", holds, problems, _event_warnings(events))
        read = (
            {"coco": read_coco, "cvat": read_cvat}[kind](path)
            if kind != "yolo"
            else read_yolo(path, progress=progress)
        )
    except GridwatchError as error:
        return _checked(path, kind, "not readable", str(error).split("\n"), ())
    return _checked(path, kind, _holds(read), read.problems, _box_warnings(read))


def _checked(path: Path, kind: str, holds: str, problems: Sequence[str], warnings: Sequence[str]) -> Checked:
    unsaid = len(warnings) - _MANY
    return Checked(
        path=path,
        kind=kind,
        holds=holds,
        problems=tuple(problems[:_MANY]),
        warnings=(*warnings[:_MANY], *([f"and {unsaid} more warnings"] if unsaid > 0 else ())),
        more=max(0, len(problems) - _MANY),
    )


def _holds(read: Read) -> str:
    counts = Counter(label.name for picture in read.boxes.pictures for label in picture.labels)
    classes = ", ".join(f"{read.boxes.names[number]} {count}" for number, count in sorted(counts.items()))
    empty = sum(not picture.labels for picture in read.boxes.pictures)
    return f"{len(read.boxes.pictures)} pictures ({empty} without boxes), boxes: {classes or 'none'}"


def _box_warnings(read: Read) -> list[str]:
    warnings = [
        f"{count} {kind} are no boxes and are left out" for kind, count in sorted(read.left_out.items())
    ]
    used = {label.name for picture in read.boxes.pictures for label in picture.labels}
    unused = [name for number, name in read.boxes.names.items() if number not in used]
    return warnings + ([f"classes without a box: {', '.join(unused)}"] if unused and used else [])


def _event_warnings(events: Sequence[TrueEvent]) -> list[str]:
    unknown = sorted({event.matter for event in events} - set(TABLE))
    warnings = [
        f"matter {matter} has no time to alarm of its own: is it spelled as in the profiles? Else give --within"
        for matter in unknown
    ]
    groups: dict[tuple[str, str], list[TrueEvent]] = defaultdict(list)
    for event in by_start(events):
        for camera in sorted(event.cameras):
            groups[event.matter, camera].append(event)
    told = set()
    for (_, camera), group in groups.items():
        for first, second in pairwise(group):
            overlap = first.end is None or second.start < first.end
            apart = (first.place and second.place) or (first.box and second.box)
            if overlap and not apart and (first.id, second.id) not in told:
                told.add((first.id, second.id))
                warnings.append(
                    f"{first.id} and {second.id} are one matter at one time before {camera}, and neither box nor place "
                    "tells them apart: alarms are matched by time"
                )
    return warnings
