"""Which would-be alarms are the same on both sides. Pure.

Two alarms are one when they are of one camera and matter, stand at the same place of the picture (or, where one
has no place, in the same zone) and at the same time, give or take `TOGETHER`: a dwell that confirms a look later is
no disagreement. Each is used once; of several, those that were opened closest together are taken.
"""

from __future__ import annotations

import statistics
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.geometry import Box
from gridwatch.shadow.trial import Side

TOGETHER = timedelta(minutes=30)
STANDING = (
    512  # alarms of one side, camera and matter that stand at one time and are laid beside others; the latest
)
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
    why_zh: str  # in Chinese; "" where it was written before that was kept


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

    def by_matter(self) -> dict[str, Agreement]:
        """Return the same by matter, in order: alarms of two matters are never one."""
        told = {pair[0].matter for pair in self.both}
        told |= {one.matter for one in (*self.only_live, *self.only_candidate)}
        return {
            matter: Agreement(
                both=tuple(pair for pair in self.both if pair[0].matter == matter),
                only_live=tuple(one for one in self.only_live if one.matter == matter),
                only_candidate=tuple(one for one in self.only_candidate if one.matter == matter),
            )
            for matter in sorted(told)
        }


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
    used_live: set[int] = set()
    used_candidate: set[int] = set()
    result = []
    for _, i, j in sorted(_possible(live, candidate)):
        if i not in used_live and j not in used_candidate:
            used_live.add(i)
            used_candidate.add(j)
            result.append((live[i], candidate[j]))
    return result


def _possible(live: Sequence[WouldBe], candidate: Sequence[WouldBe]) -> Iterator[tuple[float, int, int]]:
    """Yield (seconds apart, live, candidate) of all that may be one: a walk through time, by what stands then.

    Who has opened later is laid beside what of the other side stands or has ended less than `TOGETHER` ago.
    """
    order = sorted(
        [(one.opened, 0, i) for i, one in enumerate(live)]
        + [(one.opened, 1, j) for j, one in enumerate(candidate)]
    )
    sides, stand = (live, candidate), (deque[int](maxlen=STANDING), deque[int](maxlen=STANDING))
    for opened, side, number in order:
        mine, others = sides[side][number], sides[1 - side]
        since = opened - TOGETHER
        still = [n for n in stand[1 - side] if since <= (others[n].ended or others[n].last_seen)]
        stand[1 - side].clear()
        stand[1 - side].extend(still)
        for other in still:
            if _same_place(mine, others[other]):
                i, j = (number, other) if side == 0 else (other, number)
                yield abs((live[i].opened - candidate[j].opened).total_seconds()), i, j
        stand[side].append(number)


def _same_place(a: WouldBe, b: WouldBe) -> bool:
    if a.box is None or b.box is None:
        return a.zone == b.zone
    return a.box.iou(b.box) >= _IOU or a.box.overlap(b.box) >= _SHARE
