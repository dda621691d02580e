"""Why something was or was not done: a code with facts, told in Chinese and English in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from core.words import WORDS

Language = Literal["zh", "en"]
Fact = str | int | float | bool | None

# What a fact named `label` or `by` is called: key -> (English, Chinese). An unknown key is told as it is.
LABELS: dict[str, tuple[str, str]] = {
    "person": ("a person", "行人"),
    "bicycle": ("a bicycle", "自行车"),
    "car": ("a car", "小汽车"),
    "motorcycle": ("a motorcycle", "摩托车"),
    "bus": ("a bus", "客车"),
    "truck": ("a truck", "货车"),
    "waste": ("a heap of waste", "垃圾堆"),
    "bin": ("a bin", "垃圾桶"),
    "overflow": ("an overflowing bin", "满溢垃圾桶"),
    "persons": ("persons", "人员"),
    "vehicles": ("vehicles", "车辆"),
    "bicycles": ("bicycles", "自行车"),
    "cars": ("cars", "小汽车"),
    "motorcycles": ("motorcycles", "摩托车"),
    "buses": ("buses", "客车"),
    "trucks": ("trucks", "货车"),
    "bins": ("bins", "垃圾桶"),
    "things": ("things", "物体"),
}
_LABELLED = ("label", "by")


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
        named = {
            key: LABELS[str(self.facts[key])][language == "zh"]
            for key in _LABELLED
            if str(self.facts.get(key)) in LABELS
        }
        return words[language == "zh"].format_map(_Lenient({**self.facts, **named}))


class _Lenient(dict[str, Fact]):
    def __missing__(self, key: str) -> str:
        return f"?{key}"
