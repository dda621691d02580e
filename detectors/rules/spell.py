"""A time during which something is over a limit: the machine under `crowd` and `count`.

A number that hovers at its limit must not be reported again and again (OpenNVR PR 395: 21 identical
alerts in 15 s). So it takes k looks over the limit spanning T to begin, and clear_n looks in a row at
or below a lower level to end; a look in between changes nothing but the patience with a candidate.

    none --over--> candidate --k looks over, T since the first--> confirmed --clear_n looks low--> cleared
                      '--low, or between for max(k, clear_n) looks, or nobody looked--> dropped
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any

from core.config.profile import CountRule, CrowdRule
from core.geometry import Box
from core.sighting import Finding


class Reading(Enum):
    """What one look says of the number."""

    OVER = auto()
    BETWEEN = auto()  # neither over the limit nor down at the lower level
    LOW = auto()
    UNSURE = auto()  # boxes were shed, so a low number proves nothing


@dataclass(frozen=True, kw_only=True, slots=True)
class Spell:
    """What is remembered of one zone while it is, or may be, over its limit."""

    number: int
    first_at: float  # seconds since 1970
    looked_at: float
    confidence: float  # mean score when last over
    box: Box | None  # around everything when last over
    hits: int = 1  # looks over the limit
    between: int = 0  # looks in a row that were neither
    lows: int = 0  # looks in a row at or below the lower level
    low_at: float = 0.0  # first of these
    confirmed: bool = False

    def to_json(self) -> list[Any]:
        """Return JSON types."""
        times = [self.first_at, self.looked_at, self.low_at]
        box = None if self.box is None else list(self.box.row)
        return [
            self.number, times, self.confidence, box, self.hits, self.between, self.lows, self.confirmed
        ]  # fmt: skip

    @classmethod
    def from_json(cls, row: Any) -> Spell:
        """Read what `to_json` wrote; ValueError, TypeError or KeyError when it is something else."""
        number, (first_at, looked_at, low_at), confidence, box, hits, between, lows, confirmed = row
        return cls(
            number=int(number),
            first_at=float(first_at),
            looked_at=float(looked_at),
            low_at=float(low_at),
            confidence=float(confidence),
            box=None if box is None else Box(x0=box[0], y0=box[1], x1=box[2], y1=box[3]),
            hits=int(hits),
            between=int(between),
            lows=int(lows),
            confirmed=bool(confirmed),
        )


def advance(
    rule: CrowdRule | CountRule, spell: Spell, reading: Reading, now: float, *, fresh: bool
) -> tuple[Spell, Finding]:
    """Return the spell after this look, and what the look says. `fresh`: it began with this look."""
    spell = replace(spell, looked_at=now)
    if spell.confirmed:
        return _while_confirmed(rule, spell, reading, now)
    if reading is Reading.LOW:
        return spell, Finding.DROPPED
    if reading is not Reading.OVER:
        spell = replace(spell, between=spell.between + 1)
        patience = max(rule.k, rule.clear_n)
        return spell, Finding.DROPPED if spell.between >= patience else Finding.CANDIDATE
    spell = replace(spell, hits=spell.hits + (not fresh), between=0)
    if spell.hits >= rule.k and now - spell.first_at >= rule.over_s:
        return replace(spell, confirmed=True), Finding.PRESENT
    return spell, Finding.CANDIDATE


def _while_confirmed(
    rule: CrowdRule | CountRule, spell: Spell, reading: Reading, now: float
) -> tuple[Spell, Finding]:
    if reading is not Reading.LOW:
        return replace(spell, lows=0), Finding.PRESENT
    spell = replace(spell, lows=spell.lows + 1, low_at=spell.low_at if spell.lows else now)
    clear_over_s = rule.clear_over_s if isinstance(rule, CrowdRule) else 0.0
    gone = spell.lows >= rule.clear_n and now - spell.low_at >= clear_over_s
    return spell, Finding.CLEARED if gone else Finding.MISSED
