"""What can be wrong with a ledger: a kind with facts; its words in two languages stand in `wording.py`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.errors import ConfigError
from core.reason import Fact, Language
from gridwatch.configuration.problem import Level
from gridwatch.onboarding.wording import WORDS

Facts = Mapping[str, Fact]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing wrong in one place of a ledger."""

    kind: str  # a key of wording.WORDS
    line: int | None = None  # 1-based line of the file or row of the sheet; None: the whole ledger
    column: str = ""  # header as the ledger writes it; "": the whole row
    facts: Facts = field(default_factory=dict)

    @property
    def level(self) -> Level:
        """An error keeps its row out; a warning does not."""
        return WORDS[self.kind].level

    @property
    def like(self) -> tuple[str, str, Fact]:
        """What faults have in common that are told together: one unknown word is one question, however often.

        What is wrong with the ledger as a whole is told each by itself.
        """
        return self.kind, self.column, self.facts.get("word") if self.line else self.what()

    def what(self, language: Language = "en") -> str:
        """Return what is wrong."""
        words = WORDS[self.kind]
        return (words.what if language == "en" else words.what_zh).format(**self.facts)

    def cure(self, language: Language = "en") -> str:
        """Return what to do about it."""
        words = WORDS[self.kind]
        return (words.cure if language == "en" else words.cure_zh).format(**self.facts)

    def told(self, ledger: str) -> str:
        """Return it as the checks of the configuration tell theirs: place, what, cure."""
        where = f"{ledger}:{self.line}" if self.line else ledger
        column = f" {self.column}:" if self.column else ""
        return f"{where}:{column} {self.what()}. {self.cure()}"


class BadLedger(ConfigError):
    """A ledger that cannot be read at all; carries why."""

    def __init__(self, ledger: str, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.told(ledger) for fault in faults))


def bad_lines(faults: Iterable[Fault]) -> set[int]:
    """Return the lines that an error keeps out."""
    return {fault.line for fault in faults if fault.line is not None and fault.level == "error"}


def by_kind(faults: Iterable[Fault]) -> dict[str, int]:
    """Return how many faults there are of each kind, most first."""
    return dict(Counter(fault.kind for fault in faults).most_common())


def shown(value: str, limit: int = 60) -> str:
    """Return a cell's text as a message quotes it: in one line, and no longer than it must be."""
    return repr(value if len(value) <= limit else value[: limit - 1] + "…")


def unspoken(faults: Iterable[Fault], passwords: Collection[str]) -> list[Fault]:
    """Return faults that quote no password: in a row that is shifted, one stands where a port should."""
    secret = {shown(password) for password in passwords} | set(passwords)

    def hidden(fault: Fault) -> Fault:
        if secret.isdisjoint(fault.facts.values()):
            return fault
        return replace(
            fault, facts={key: "***" if fact in secret else fact for key, fact in fault.facts.items()}
        )

    return [hidden(fault) for fault in faults]


def alike(faults: Iterable[Fault]) -> list[list[Fault]]:
    """Return faults by what they have in common: errors first, then by line."""
    groups: dict[tuple[str, str, Fact], list[Fault]] = {}
    for fault in sorted(faults, key=lambda fault: (fault.level != "error", fault.line or 0)):
        groups.setdefault(fault.like, []).append(fault)
    return list(groups.values())


def folded(faults: Sequence[Fault], each: int, most: int) -> list[tuple[Fault, list[int]]]:
    """Return faults to be told, errors first, with the lines of those that are alike and left out.

    Of those that are alike at most `each` are told, fewer where there would be more than `most` in all, but one of
    every kind; where words are the fault, one says it all.
    """
    groups = alike(faults)
    told: list[tuple[Fault, list[int]]] = []
    for times in range(each, 0, -1):
        told = [one for group in groups for one in _some(group, 1 if group[0].like[2] else times)]
        if len(told) <= most:
            break
    return told


def _some(group: Sequence[Fault], times: int) -> list[tuple[Fault, list[int]]]:
    others = [fault.line for fault in group[times:] if fault.line is not None]
    first = group[:times]
    return [(fault, []) for fault in first[:-1]] + [(first[-1], others)]
