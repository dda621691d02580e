"""What the rules remember of a camera between looks, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.geometry import Box
from detectors.rules import dwell
from detectors.rules.common import Json
from detectors.rules.level import spell_of

VERSION = 1
DISORDER_S = 120.0  # looks overtake each other by seconds; anything further back is a clock that was set

Subject = tuple[int, bool, float, float, Box | None]  # number, confirmed, confidence, first seen, place


class Memory:
    """A state that has been read. Hands out numbers; otherwise it is not changed."""

    def __init__(self, rules: dict[str, Json], next_number: int, last: tuple[str, float] | None) -> None:
        self.rules = rules
        self.next = next_number
        self._last = last

    @classmethod
    def of(cls, state: Mapping[str, Any] | None) -> Memory:
        """Read all of a state; KeyError, TypeError or ValueError when a part of it is something else."""
        if state is None:
            return cls({}, 1, None)
        if state["version"] != VERSION:
            raise ValueError(f"version {state['version']}, this program reads {VERSION}")
        rules: dict[str, Json] = {str(key): dict(entry) for key, entry in dict(state["rules"]).items()}
        for key, entry in rules.items():
            if "/" not in key or not {"kind", "matter", "zone_kind"} <= set(entry):
                raise ValueError(f"entry {key}")
            subjects_of(entry)
        look_id, when = state["last"]
        return cls(rules, int(state["next"]), (str(look_id), float(when)))

    def knows(self, look_id: str, at: float) -> bool:
        """Whether this look was decided on already, or overtaken by the last one."""
        if self._last is None:
            return False
        return look_id == self._last[0] or 0 < self._last[1] - at <= DISORDER_S

    def new_number(self) -> int:
        """Return the next subject's number."""
        self.next += 1
        return self.next - 1

    def of_rule(self, key: str, kind: str) -> Json:
        """Return what is remembered under "<rule>/<zone>"; nothing if the rule was of another kind then."""
        entry = self.rules.get(key, {})
        return entry if entry.get("kind") == kind else {}


def subjects_of(entry: Json) -> list[Subject]:
    """Return all that an entry remembers."""
    if entry["kind"] == "dwell":
        return [(t.number, t.confirmed, t.confidence, t.first_at, t.box) for t in dwell.things_of(entry)]
    spell = spell_of(entry)
    if spell is None:
        return []
    return [(spell.number, spell.confirmed, spell.confidence, spell.first_at, spell.box)]
