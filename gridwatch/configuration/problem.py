"""One mistake in one file, told so that it can be mended without asking anybody."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from core.errors import ConfigError

Level = Literal["error", "warning"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """What is wrong, where, and what to do about it."""

    file: str  # path as the user gave it, relative where possible
    line: int | None  # 1-based; None when it is about the whole file
    key: str  # dotted path within the file, e.g. "cameras[3].access.host"
    what: str
    cure: str
    level: Level = "error"

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        key = f" {self.key}:" if self.key else ""
        return f"{where}:{key} {self.what}. {self.cure}"


def dotted(path: Sequence[str | int]) -> str:
    """Return `cameras[3].access.host` for `("cameras", 3, "access", "host")`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that a misspelt one probably meant."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return a cure that names the nearest known word, or `otherwise`."""
    guess = nearest(word, known)
    return f"Did you mean {guess}?" if guess else otherwise


class BadConfiguration(ConfigError):
    """A folder that cannot be used; carries every problem found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        errors = [problem for problem in problems if problem.level == "error"]
        super().__init__("\n".join(str(problem) for problem in errors))
