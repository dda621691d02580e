"""One look at one zone for a rule that counts: from a number to what is said of it."""

from __future__ import annotations

from dataclasses import replace

from core.config.profile import CountRule, CrowdRule
from core.reason import Reason
from core.sighting import Finding
from detectors.rules.common import Json, Look, Said, Step, facts, group_box, too_long_ago
from detectors.rules.spell import Reading, Spell, advance


def judge(
    rule: CrowdRule | CountRule,
    state: Json,
    look: Look,
    reading: Reading,
    *,
    limit: int,
    low: int,
    label: str,
    shed: int = 0,
    area_m2: float | None = None,
) -> Step:
    """Advance the zone's spell by `reading` and tell it in the words of the rule's kind.

    `area_m2` is the zone's ground where density is what counts; it is told then.
    """
    word = rule.kind
    said: list[Said] = []
    spell = spell_of(state)
    if spell is not None and not spell.confirmed and too_long_ago(spell.looked_at, look.at, rule.over_s):
        stale = Reason(code=f"{word}.stale", facts=facts(look, gap_s=look.at - spell.looked_at))
        said.append(_say(spell, Finding.DROPPED, stale, None))
        spell = None
    fresh = spell is None
    if reading is Reading.OVER:
        spell = _remembering(spell, look)
    if spell is None:
        return Step(state={"spell": None}, said=tuple(said))
    was_confirmed = spell.confirmed
    spell, finding = advance(rule, spell, reading, look.at, fresh=fresh)
    told = facts(
        look, label=label, count=len(look.found), limit=limit, low=low, shed=shed, hits=spell.hits,
        k=rule.k, over_s=rule.over_s,
        age_s=look.at - (spell.low_at if finding is Finding.CLEARED else spell.first_at),
    )  # fmt: skip
    if area_m2 is not None:
        told |= {"area_m2": round(area_m2, 1), "density": round(len(look.found) / area_m2, 3)}
    code = _code(
        word, finding, first=not was_confirmed, fresh=fresh, capped=shed > 0, dense=area_m2 is not None
    )
    said.append(_say(spell, finding, Reason(code=code, facts=told), len(look.found)))
    ended = finding in {Finding.CLEARED, Finding.DROPPED}
    return Step(state={"spell": None if ended else spell.to_json()}, said=tuple(said))


def spell_of(state: Json) -> Spell | None:
    """Return what a state remembers."""
    row = state.get("spell")
    return None if row is None else Spell.from_json(row)


def _remembering(spell: Spell | None, look: Look) -> Spell:
    confidence = float(look.found.scores.mean()) if len(look.found) else 0.0
    box = group_box(look.found)
    if spell is None:
        return Spell(
            number=look.new_number(), first_at=look.at, looked_at=look.at, confidence=confidence, box=box
        )
    return replace(spell, confidence=confidence, box=box)


def _code(word: str, finding: Finding, *, first: bool, fresh: bool, capped: bool, dense: bool) -> str:
    capped = capped and word == "crowd"
    if finding is Finding.PRESENT:
        told = f"{word}.confirmed" if first else f"{word}.present"
        return f"{told}_capped" if capped else f"{told}_density" if dense else told
    if finding is Finding.CANDIDATE:
        told = f"{word}.candidate" if fresh else f"{word}.waiting"
        return f"{told}_density" if dense else told
    return f"{word}.{finding.value}"


def _say(spell: Spell, finding: Finding, reason: Reason, count: int | None) -> Said:
    return Said(
        number=spell.number,
        finding=finding,
        reason=reason,
        confidence=spell.confidence,
        since=spell.first_at,
        box=spell.box,
        count=count,
    )
