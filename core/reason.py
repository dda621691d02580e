"""Why something was or was not done: a code with facts, told in Chinese and English in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from core.words import WORDS
from core.words.names import LABELS, STATUSES, ZONE_KINDS, ZONES, name_of, names_of

Language = Literal["zh", "en"]
Fact = str | int | float | bool | None

# Facts that are a key, or keys with commas, and what these are called.
_KEY = {"label": LABELS, "by": LABELS, "zone": ZONES, "status": STATUSES}
_KEYS = {"classes": LABELS, "kinds": ZONE_KINDS}


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """A code from WORDS (or free text under the code `text`) and the facts that fill it."""

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @classmethod
    def text(cls, words: str) -> Reason:
        """Wrap what a person wrote."""
        return cls(code="text", facts={"text": words})

    def tell(self, language: Language = "en") -> str:
        """Return the sentence; an unknown code is told by its code and facts, never lost."""
        if self.code == "text":
            return str(self.facts.get("text", ""))
        words = WORDS.get(self.code)
        if words is None:
            return f"{self.code} {dict(self.facts)}"
        return words[language == "zh"].format_map(_Lenient({**self.facts, **self._named(language)}))

    def _named(self, language: Language) -> dict[str, str]:
        told = {key: str(value) for key, value in self.facts.items()}
        one = {key: name_of(told[key], names, language) for key, names in _KEY.items() if key in told}
        many = {key: names_of(told[key], names, language) for key, names in _KEYS.items() if key in told}
        return one | many


class _Lenient(dict[str, Fact]):
    def __missing__(self, key: str) -> str:
        return f"?{key}"
