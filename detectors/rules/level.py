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
) -> Step:
    """Advance the zone's spell by `reading` and tell it in the words of the rule's kind."""
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
    code = _code(word, finding, first=not was_confirmed, fresh=fresh, capped=shed > 0)
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


def _code(word: str, finding: Finding, *, first: bool, fresh: bool, capped: bool) -> str:
    if finding is Finding.PRESENT:
        told = "confirmed" if first else "present"
        return f"{word}.{told}_capped" if capped and word == "crowd" else f"{word}.{told}"
    if finding is Finding.CANDIDATE:
        return f"{word}.candidate" if fresh else f"{word}.waiting"
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
