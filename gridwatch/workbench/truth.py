"""What really happened, as JSON Lines: an event a line, from the simulator, a labeller or an operator's verdicts.

    {"id": "e1", "matter": "construction_waste", "cameras": ["cam-01", "cam-02"],
     "start": "2026-01-01T08:00:00Z", "end": "2026-01-01T11:30:00Z",
     "zone": "pavement-left", "box": [0.41, 0.52, 0.48, 0.60], "count": 1,
     "place": {"lon": 120.25, "lat": 30.45, "datum": "WGS84"}, "tags": ["night"]}

`id`, `matter`, `cameras` and `start` are needed; the rest may be left out. `cameras` are those that can see it; for a
clip that is the name of its file without the ending. `box` is left, top, right, bottom, each a share of the picture of
the first camera; `count` is how many things or persons there were at most. Times are ISO 8601 with a zone, or seconds
from the start of the clip. An event without an end goes on to the end of what was looked at. Lines that are empty or
begin with `#` are passed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from core.errors import GridwatchError
from gridwatch.workbench.files import first_of, lines_of, text_of, write_whole
from gridwatch.workbench.true_event import CLIP_START, KnownTime, TrueEvent, by_start, parse_rows, told

__all__ = [
    "CLIP_START",
    "BadTruth",
    "KnownTime",
    "TrueEvent",
    "by_start",
    "check_truth",
    "parse_rows",
    "parse_truth",
    "read_truth",
    "read_truths",
    "told",
    "write_truth",
]


class BadTruth(GridwatchError):
    """A truth file is wrong; the message names the wrong lines with their keys and cures."""


def read_truth(path: Path) -> tuple[TrueEvent, ...]:
    """Read a truth file.

    Raises:
        BadTruth: naming the wrong lines, or that the file cannot be read.
    """
    events, problems = check_truth(path)
    if problems:
        raise BadTruth(first_of(problems, str(path)))
    return events


def check_truth(path: Path) -> tuple[tuple[TrueEvent, ...], list[str]]:
    """Return the events of a truth file and every mistake in it.

    Raises:
        BadTruth: the file cannot be read.
    """
    return parse_truth(text_of(path, BadTruth), str(path))


def read_truths(paths: Sequence[Path]) -> tuple[TrueEvent, ...]:
    """Read several truth files as one, first events first.

    Raises:
        BadTruth: as `read_truth`, or an id is in more than one file.
    """
    events: dict[str, TrueEvent] = {}
    for path in paths:
        for event in read_truth(path):
            if event.id in events:
                raise BadTruth(f"{path}: id: {event.id} is in an earlier file too; ids are unique")
            events[event.id] = event
    return tuple(by_start(events.values()))


def parse_truth(text: str, name: str = "truth") -> tuple[tuple[TrueEvent, ...], list[str]]:
    """Return the events of `text` and every mistake as `name:line: key: what is wrong; what to write`."""
    rows: list[tuple[str, Any]] = []
    problems: list[str] = []
    for number, line in lines_of(text):
        where = f"{name}:{number}"
        try:
            rows.append((where, json.loads(line)))
        except json.JSONDecodeError as error:
            problems.append(f"{where}: not JSON: {error.msg} at column {error.colno}; write one event a line")
        except (ValueError, RecursionError):  # a number of thousands of digits, thousands of brackets
            problems.append(f"{where}: nested too deeply, or a number without end; write one event a line")
    events, wrong = parse_rows(rows)
    return events, sorted([*problems, *wrong], key=lambda told: int(told[len(name) + 1 :].partition(":")[0]))


def write_truth(path: Path, events: Iterable[TrueEvent]) -> None:
    """Write events, first ones first."""
    lines = [json.dumps(told(event), ensure_ascii=False) for event in by_start(events)]
    write_whole(path, "".join(f"{line}\n" for line in lines))
