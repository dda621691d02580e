"""Which would-be alarms are the same on both sides. Pure.

Two alarms are one when they are of one camera and matter, stand at the same place of the picture (or, where one
has no place, in the same zone) and at the same time, give or take `TOGETHER`: a dwell that confirms a look later is
no disagreement. Each is used once; of several, those that were opened closest together are taken.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.geometry import Box
from gridwatch.shadow.trial import Side

TOGETHER = timedelta(minutes=30)
_IOU = 0.2
_SHARE = 0.5  # of the smaller box: a heap is seen as one box by one model and as two by the other


@dataclass(frozen=True, kw_only=True, slots=True)
class WouldBe:
    """One would-be alarm, of either side."""

    side: Side
    camera_id: str
    matter: str
    rule: str
    zone: str
    subject: str
    opened: datetime  # first look in which it stood, UTC
    last_seen: datetime
    ended: datetime | None  # when it was gone
    confidence: float
    count: int | None
    box: Box | None
    why: str  # in English


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """What both say and what only one of them says."""

    both: tuple[tuple[WouldBe, WouldBe], ...]  # live, candidate
    only_live: tuple[WouldBe, ...]
    only_candidate: tuple[WouldBe, ...]

    @property
    def share(self) -> float | None:
        """Alarms that both raise, of all that either raises (Jaccard); None where neither has raised any."""
        total = len(self.both) + len(self.only_live) + len(self.only_candidate)
        return len(self.both) / total if total else None

    @property
    def later_s(self) -> float | None:
        """Median of how much later the candidate was, in seconds; negative: earlier. None without a pair."""
        if not self.both:
            return None
        return statistics.median((cand.opened - live.opened).total_seconds() for live, cand in self.both)


def agreement(alarms: Sequence[WouldBe]) -> Agreement:
    """Pair the alarms of one trial."""
    groups: dict[tuple[str, str], dict[Side, list[WouldBe]]] = defaultdict(
        lambda: {Side.LIVE: [], Side.CANDIDATE: []}
    )
    for alarm in alarms:
        groups[alarm.camera_id, alarm.matter][alarm.side].append(alarm)
    both: list[tuple[WouldBe, WouldBe]] = []
    for group in groups.values():
        both += _paired(group[Side.LIVE], group[Side.CANDIDATE])
    paired = {id(one) for pair in both for one in pair}
    alone = sorted(
        (one for one in alarms if id(one) not in paired), key=lambda one: (one.opened, one.subject)
    )
    return Agreement(
        both=tuple(sorted(both, key=lambda pair: pair[0].opened)),
        only_live=tuple(one for one in alone if one.side is Side.LIVE),
        only_candidate=tuple(one for one in alone if one.side is Side.CANDIDATE),
    )


def _paired(live: Sequence[WouldBe], candidate: Sequence[WouldBe]) -> list[tuple[WouldBe, WouldBe]]:
    pairs = sorted(
        (abs((a.opened - b.opened).total_seconds()), i, j)
        for i, a in enumerate(live)
        for j, b in enumerate(candidate)
        if _together(a, b) and _same_place(a, b)
    )
    used_live: set[int] = set()
    used_candidate: set[int] = set()
    result = []
    for _, i, j in pairs:
        if i not in used_live and j not in used_candidate:
            used_live.add(i)
            used_candidate.add(j)
            result.append((live[i], candidate[j]))
    return result


def _together(a: WouldBe, b: WouldBe) -> bool:
    return a.opened - TOGETHER <= (b.ended or b.last_seen) and b.opened - TOGETHER <= (a.ended or a.last_seen)


def _same_place(a: WouldBe, b: WouldBe) -> bool:
    if a.box is None or b.box is None:
        return a.zone == b.zone
    return a.box.iou(b.box) >= _IOU or a.box.overlap(b.box) >= _SHARE
