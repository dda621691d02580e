"""What the engineer's routes ask for; the wiring fills it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from alerts.store.base import Json
from core.errors import GridwatchError, NotFound


class WorkbenchOff(NotFound):
    """A folder that the settings do not name."""

    members: Mapping[str, object] = MappingProxyType({"absent": "workbench"})


class NotInFolder(NotFound):
    """Nothing of this name lies in the folder that `setting` names."""

    def __init__(self, name: str, setting: str) -> None:
        super().__init__(f"there is no {name!r} in `{setting}`")
        self.members = {"absent": name, "setting": setting}


class LabelsChanged(GridwatchError):
    """Somebody else has written the same file since it was read."""


class LabelsWrong(GridwatchError):
    """Lines that are no events; each mistake with its cure."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems[:5]))
        self.problems = tuple(problems)


class WorkbenchBook(Protocol):
    """Runs, truth, clips and candidates in the configured folders. Calls block."""

    def runs(self) -> Sequence[Json]:
        """Return every run, the newest first."""
        ...

    def run(self, name: str) -> Json:
        """Return one run with its alarms."""
        ...

    def picture(self, name: str, file: str) -> bytes:
        """Return a picture of a run."""
        ...

    def truths(self) -> Sequence[Json]:
        """Return every truth file."""
        ...

    def score(self, name: str, truth: str) -> Json:
        """Return the scorecard of a run, with the worst misses and false alarms in pictures."""
        ...

    def compare(self, a: str, b: str, truth: str) -> Json:
        """Return run B beside run A."""
        ...

    def sweeps(self) -> Sequence[str]:
        """Return every sweep, the newest first."""
        ...

    def sweep(self, name: str) -> Json:
        """Return what a sweep has tried and chosen."""
        ...

    def shadow(self) -> Sequence[Json]:
        """Return every trial of a candidate beside what is live, the latest first."""
        ...

    def shadow_picture(self, trial: str, side: str, subject: str) -> bytes:
        """Return the masked picture of a would-be alarm."""
        ...

    def candidates(self) -> Sequence[Json]:
        """Return what may be promoted."""
        ...

    def promotions(self) -> Sequence[Json]:
        """Return every promotion, the newest first."""
        ...

    def judge(self, candidate: str, live_run: str, candidate_run: str, truth: str) -> Json:
        """Return what would take the place of what, and what speaks against it."""
        ...

    def promote(
        self,
        candidate: str,
        live_run: str,
        candidate_run: str,
        truth: str,
        *,
        who: str,
        reason: str,
        force: bool,
    ) -> Json:
        """Make a candidate live where the gate or `force` lets it."""
        ...

    def undo(self, *, who: str, reason: str, force: bool) -> Sequence[Json]:
        """Put back what the last promotion replaced; return the promotions."""
        ...

    def clips(self) -> Sequence[Json]:
        """Return every clip and folder of stored looks."""
        ...

    def clip(self, name: str) -> Json:
        """Return one with its length or its looks."""
        ...

    def frame(self, name: str, at: float) -> bytes:
        """Return the picture at a second of a clip, or the look of that number, as JPEG."""
        ...

    def labels(self, name: str) -> tuple[Sequence[Json], str]:
        """Return the events of a clip as lines of its truth file, and the mark of this version."""
        ...

    def write_labels(self, name: str, lines: Sequence[Json], mark: str) -> str:
        """Write the events of a clip in place of the version with this mark; return the new mark."""
        ...
