"""Whether a candidate's scorecard is good enough to go live. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from core.errors import GridwatchError
from core.reason import Fact, Reason

F1, RECALL, RATE = "f1", "recall", "false_alarms_per_camera_day"
MAX_BYTES = 64_000_000  # a scorecard names every event and alarm; one of 200,000 of them is half of this
_DIGITS = 12  # of a hash that are shown
_LIVE, _CANDIDATE = ("live", "现行"), ("candidate's", "候选")
_RATE_NAME = ("false alarms a camera-day", "误报/路·日")
_MOST = 1e12  # events, camera-days, seconds: no day of any city has more
_SAME_DAYS = 0.02  # camera-days of two runs over the same looks may differ by this share


class BadScorecard(GridwatchError):
    """A file is no scorecard, or two of them cannot be compared."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """What a gate needs of a scorecard, as `gridwatch score --json` writes it. A figure of nothing is None."""

    f1: float | None
    recall: float | None
    false_per_day: float | None  # false alarms a camera and day
    events: int  # true events that could be found
    camera_days: float  # looked at
    within_s: Mapping[str, float] = field(
        default_factory=dict
    )  # time to alarm that counts as found, by matter
    model_sha256: str = ""  # of the weights that it is about; empty where it does not say
    model_told_by: str = ""  # what else decided which boxes were told; empty where it does not say
    profiles: frozenset[str] = frozenset()  # that it is about, as "street v4"; empty where it does not say

    def to_json(self) -> dict[str, float | None]:
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
        data = json.loads(_bytes(path))
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
        false_per_day=_figure(path, data, RATE, most=_MOST),
        events=int(_count(path, data, "events")),
        camera_days=_count(path, data, "camera_days"),
        within_s=_within(path, data),
        **_about(path, data),
    )


def strangers(
    live: Card, candidate: Card, *, kind: Literal["profile", "model"], replaces: str, name: str
) -> tuple[Reason, ...]:
    """Return which scorecards are of something else than what is promoted, or than what is live.

    Args:
        live: scorecard of what is live.
        candidate: scorecard of what is promoted.
        kind: what is promoted.
        replaces: what is live: a profile as "street v3", a model by the hash of its weights; "" where there is none.
        name: the same of what is promoted.
    """
    why = []
    for side, card, wanted in ((_LIVE, live, replaces), (_CANDIDATE, candidate, name)):
        known = card.profiles if kind == "profile" else {card.model_sha256} - {""}
        if known and wanted and wanted not in known:
            about = ", ".join(one if kind == "profile" else one[:_DIGITS] for one in sorted(known))
            shown = wanted if kind == "profile" else wanted[:_DIGITS]
            why.append(_said("of_another", side=side, wanted=shown, about=about[:60]))
    return tuple(why)


def run_otherwise(live: Card, candidate: Card, *, replaces: str, name: str) -> tuple[Reason, ...]:
    """Return which scorecards are of a model that told its boxes by other settings than the district's.

    Args:
        live: scorecard of what is live.
        candidate: scorecard of what is promoted.
        replaces: how the live model is run (`detectors.network.told_by`).
        name: the same of the model that is promoted; of a profile, of the live model again.
    """
    return tuple(
        _said("run_otherwise", side=side, wanted=wanted, about=card.model_told_by)
        for side, card, wanted in ((_LIVE, live, replaces), (_CANDIDATE, candidate, name))
        if card.model_told_by and wanted and card.model_told_by != wanted
    )


def refusals(live: Card, candidate: Card, margins: Margins) -> tuple[Reason, ...]:
    """Return why the candidate may not go live; empty when it may."""
    why = [*_of_other_looks(live, candidate)]
    for name, before, after, margin, sign in (
        (("F1", "F1"), live.f1, candidate.f1, margins.f1, 1),
        (("recall", "召回率"), live.recall, candidate.recall, margins.recall, 1),
        (_RATE_NAME, live.false_per_day, candidate.false_per_day, margins.false_per_day, -1),
    ):
        if before is None or after is None:
            sides = [side for side, value in ((_LIVE, before), (_CANDIDATE, after)) if value is None]
            both = (" and ".join(side[0] for side in sides), "和".join(side[1] for side in sides))
            why.append(_said("unknown", figure=name, side=both))
        elif (
            not (worse := sign * (before - after)) <= margin + 1e-9
        ):  # a margin that is no number lets nothing by
            why.append(_said("worse", figure=name, worse=worse, before=before, after=after, margin=margin))
    return tuple(why)


def _of_other_looks(live: Card, candidate: Card) -> Iterator[Reason]:
    """Yield what makes two scorecards incomparable."""
    if live.events != candidate.events or abs(live.camera_days - candidate.camera_days) > _SAME_DAYS * max(
        live.camera_days, candidate.camera_days
    ):
        yield _said(
            "other_looks",
            events=live.events,
            days=live.camera_days,
            other_events=candidate.events,
            other_days=candidate.camera_days,
        )
    for matter in sorted(live.within_s.keys() & candidate.within_s.keys()):
        before, after = live.within_s[matter], candidate.within_s[matter]
        if before != after:
            yield _said("other_limits", matter=matter, before=before, after=after)


def _said(code: str, **facts: Fact | tuple[str, str]) -> Reason:
    """Return a reason; a pair is a fact in English and Chinese."""
    told: dict[str, Fact] = {}
    for name, fact in facts.items():
        if isinstance(fact, tuple):
            told |= {f"{name}_en": fact[0], name: fact[1]}
        else:
            told[name] = fact
    return Reason(code=f"gate.{code}", facts=told)


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise BadScorecard(f"{path} is no scorecard: it is larger than {MAX_BYTES} bytes.")
    return content


def _figure(path: Path, data: Mapping[str, Any], key: str, *, most: float = 1.0) -> float | None:
    """Return a figure, or None where the scorecard says that there was nothing to measure it on."""
    if key not in data:
        raise BadScorecard(f"{path} is no scorecard: {key} is missing.")
    return None if data[key] is None else _number(path, key, data[key], most)


def _count(path: Path, data: Mapping[str, Any], key: str) -> float:
    if key not in data:
        raise BadScorecard(f"{path} is no scorecard: {key} is missing.")
    return _number(path, key, data[key], _MOST)


def _within(path: Path, data: Mapping[str, Any]) -> dict[str, float]:
    """Return T by matter; a scorecard that was written by hand may leave it out."""
    found = data.get("within_s", {})
    if not isinstance(found, Mapping):
        raise BadScorecard(f"{path}: within_s is {found!r:.200}; a scorecard has seconds by matter there.")
    return {matter: _number(path, f"within_s.{matter}", value, _MOST) for matter, value in found.items()}


def _about(path: Path, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the card is of; one that was written by hand may leave it out."""
    found = data.get("of", {})
    profiles = found.get("profiles", {}) if isinstance(found, Mapping) else None
    if not isinstance(profiles, Mapping):
        raise BadScorecard(
            f"{path}: of is {found!r:.200}; a scorecard has the model's hash and the profiles there."
        )
    return {
        "model_sha256": str(found.get("model_sha256", "")),
        "model_told_by": str(found.get("model_told_by", "")),
        "profiles": frozenset(f"{name} v{version}" for name, version in profiles.items()),
    }


def _number(path: Path, key: str, value: Any, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise BadScorecard(
            f"{path}: {key} is {value!r:.200}; a scorecard with events and looks has a number there."
        )
    return float(value)
