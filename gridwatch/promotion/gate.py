"""Whether a candidate's scorecard is good enough to go live. Pure."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import GridwatchError

F1, RECALL, RATE = "f1", "recall", "false_alarms_per_camera_day"
_SAME_DAYS = 0.02  # camera-days of two runs over the same looks may differ by this share


class BadScorecard(GridwatchError):
    """A file is no scorecard, or two of them cannot be compared."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """What a gate needs of a scorecard, as `gridwatch score --json` writes it."""

    f1: float
    recall: float
    false_per_day: float  # false alarms a camera and day
    events: int  # true events that could be found
    camera_days: float  # looked at

    def to_json(self) -> dict[str, float]:
        """Return what goes into the audit."""
        return {
            F1: self.f1,
            RECALL: self.recall,
            RATE: self.false_per_day,
            "events": self.events,
            "camera_days": self.camera_days,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Margins:
    """How much worse a candidate may be."""

    f1: float = 0.01
    recall: float = 0.01
    false_per_day: float = 0.01  # false alarms a camera and day


def read_card(path: Path) -> Card:
    """Read a scorecard.

    Raises:
        BadScorecard: it is none, with what is missing.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise BadScorecard(
            f"{path}: {error}. Write it by `gridwatch score RUN --truth ... --json {path}`."
        ) from None
    if not isinstance(data, Mapping):
        raise BadScorecard(f"{path} is no scorecard: it holds no JSON object.")
    if "a" in data and "b" in data:
        raise BadScorecard(f"{path} is a comparison; give the scorecard of one run.")
    return Card(
        f1=_figure(path, data, F1),
        recall=_figure(path, data, RECALL),
        false_per_day=_figure(path, data, RATE, most=math.inf),
        events=int(_figure(path, data, "events", most=math.inf)),
        camera_days=_figure(path, data, "camera_days", most=math.inf),
    )


def refusals(live: Card, candidate: Card, margins: Margins) -> tuple[str, ...]:
    """Return why the candidate may not go live; empty when it may."""
    why = []
    if live.events != candidate.events or abs(live.camera_days - candidate.camera_days) > _SAME_DAYS * max(
        live.camera_days, candidate.camera_days
    ):
        why.append(
            f"the scorecards are not of the same looks and truth: {live.events} events in {live.camera_days:.2f} "
            f"camera-days against {candidate.events} in {candidate.camera_days:.2f}"
        )
    for name, before, after, margin, worse in (
        ("F1", live.f1, candidate.f1, margins.f1, live.f1 - candidate.f1),
        ("recall", live.recall, candidate.recall, margins.recall, live.recall - candidate.recall),
        (
            "false alarms a camera-day", live.false_per_day, candidate.false_per_day, margins.false_per_day,
            candidate.false_per_day - live.false_per_day,
        ),
    ):  # fmt: skip
        if worse > margin + 1e-9:
            why.append(
                f"{name} is worse by {worse:.4f} ({before:.4f} to {after:.4f}), allowed are {margin:g}"
            )
    return tuple(why)


def _figure(path: Path, data: Mapping[str, Any], key: str, *, most: float = 1.0) -> float:
    value = data.get(key)
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not 0 <= value <= most
        or not math.isfinite(value)
    ):
        raise BadScorecard(
            f"{path}: {key} is {value!r}; a scorecard with events and looks has a number there."
        )
    return float(value)
