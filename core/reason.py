"""Why something was or was not done: a code with facts, told in Chinese and English in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Language = Literal["zh", "en"]
Fact = str | int | float | bool | None

# code -> (English, Chinese). Facts are filled in by name.
WORDS: dict[str, tuple[str, str]] = {
    "dwell.candidate": (
        "{label} first seen in {zone}; {k} of {n} looks over {over_s:.0f} s will confirm it",
        "{zone}首次发现{label},需在{over_s:.0f}秒内{n}次查看中至少{k}次确认",
    ),
    "dwell.waiting": (
        "{label} seen in {hits} of the last {looks} looks, for {age_s:.0f} s",
        "{label}在最近{looks}次查看中出现{hits}次,已持续{age_s:.0f}秒",
    ),
    "dwell.confirmed": (
        "{label} in {zone} in {hits} of {looks} looks over {age_s:.0f} s",
        "{zone}在{age_s:.0f}秒内{looks}次查看中{hits}次发现{label}",
    ),
    "dwell.present": ("{label} is still in {zone}", "{label}仍在{zone}"),
    "dwell.missed": (
        "{label} not seen in this look ({misses} of {clear_n} needed to call it cleared)",
        "本次查看未见{label}(已{misses}次,{clear_n}次后判定清除)",
    ),
    "dwell.cleared": ("{label} gone in {misses} looks in a row", "{label}连续{misses}次查看未见,已清除"),
    "dwell.dropped": (
        "{label} gone before it was confirmed ({hits} of {looks} looks)",
        "{label}在确认前消失({looks}次查看中{hits}次)",
    ),
    "crowd.candidate": ("{count} persons, limit {limit}", "{count}人,阈值{limit}人"),
    "crowd.confirmed": (
        "{count} persons in {zone} for {age_s:.0f} s, limit {limit}",
        "{zone}聚集{count}人,持续{age_s:.0f}秒,阈值{limit}人",
    ),
    "crowd.present": ("{count} persons in {zone}", "{zone}现有{count}人"),
    "crowd.missed": (
        "{count} persons, at or below the lower limit {low}",
        "{count}人,已不高于下限{low}人",
    ),
    "crowd.cleared": (
        "dispersed: {count} persons, at or below {low} for {age_s:.0f} s",
        "已疏散:{count}人,低于{low}人持续{age_s:.0f}秒",
    ),
    "crowd.dropped": ("{count} persons: back below the limit before it lasted", "{count}人:未持续即回落"),
    "count.candidate": ("{count} {label} in {zone}, limit {limit}", "{zone}内{label}{count},限值{limit}"),
    "count.confirmed": (
        "{count} {label} in {zone} for {age_s:.0f} s, limit {limit}",
        "{zone}内{label}{count},持续{age_s:.0f}秒,限值{limit}",
    ),
    "count.present": ("{count} {label} in {zone}", "{zone}内{label}{count}"),
    "count.missed": ("{count} {label} in {zone}, within the limit", "{zone}内{label}{count},未超限"),
    "count.cleared": ("{zone} is back within its limit", "{zone}已恢复正常"),
    "count.dropped": ("{zone}: over the limit for too short a time", "{zone}:超限时间过短"),
}


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
        return words[language == "zh"].format_map(_Lenient(self.facts))


class _Lenient(dict[str, Fact]):
    def __missing__(self, key: str) -> str:
        return f"?{key}"
