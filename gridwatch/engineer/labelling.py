"""The truth file of one clip: read with a mark of its version, written whole against that mark."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from pathlib import Path

from alerts.store.base import Json
from api.engineering import LabelsChanged, LabelsWrong

MOST_EVENTS = 5_000
_writing = threading.Lock()  # two engineers of one service; what is written is one rename


def read_labels(path: Path) -> tuple[list[Json], str]:
    """Return the events as lines of the file, and the mark of this version; none where there is no file yet.

    Raises:
        BadTruth: naming the wrong lines: they are to be mended in the file, and nothing is written over them.
    """
    from gridwatch.workbench.truth import read_truth, told

    if not path.exists():
        return [], mark_of(path)
    mark = mark_of(path)
    return [told(event) for event in read_truth(path)], mark


def write_labels(path: Path, lines: Sequence[Json], mark: str) -> str:
    """Write the events in place of the version with this mark; return the new mark.

    Raises:
        LabelsChanged: another version is there.
        LabelsWrong: a line is no event.
    """
    from gridwatch.workbench.true_event import parse_rows
    from gridwatch.workbench.truth import write_truth

    if len(lines) > MOST_EVENTS:
        raise LabelsWrong([f"{len(lines)} events; a clip has {MOST_EVENTS} at most"])
    events, problems = parse_rows((f"event:{number}", line) for number, line in enumerate(lines, start=1))
    if problems:
        raise LabelsWrong(problems)
    with _writing:
        if mark_of(path) != mark:
            raise LabelsChanged(
                f"{path.name} was changed since you have read it: load it again and repeat your change"
            )
        write_truth(path, events)
        return mark_of(path)


def mark_of(path: Path) -> str:
    """Return what tells one version of a file from another."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:32] if path.exists() else "none"
