"""Search over names, ids and codes: a plain walk over some thousands of short texts, best matches first. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from api.map.initials import initials


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing that can be found."""

    ref: str  # id or code
    texts: tuple[str, ...]  # lower case: reference, name, where it is
    short: tuple[str, ...]  # initials of the name
    whole: str  # all of it: most of what does not fit is told by one look into it


def entry(ref: str, name: str, *others: str) -> Entry:
    """Return what makes something findable by reference, name, initials of the name, and other texts."""
    texts = dict.fromkeys(text.lower() for text in (ref, name, *others) if text)
    short = initials(name)
    return Entry(ref=ref, texts=tuple(texts), short=short, whole="\n".join((*texts, *short)))


def find(
    entries: Iterable[Entry], asked: str, limit: int, *, fits: Callable[[str], bool] = lambda _: True
) -> tuple[Sequence[str], int]:
    """Return references, best first, and how many there are; every word must be found somewhere.

    A text that is the word comes before one that begins with it, one that holds it, and one whose initials do.
    """
    words = asked.lower().split()
    found = []
    for one in entries:
        if not all(word in one.whole for word in words):
            continue
        rank = _rank(one, words)
        if rank is not None and fits(one.ref):
            found.append((rank, one.ref))
    found.sort()
    return [ref for _, ref in found[:limit]], len(found)


def _rank(one: Entry, words: Sequence[str]) -> int | None:
    total = 0
    for word in words:
        rank = _of_word(one, word)
        if rank is None:
            return None
        total += rank
    return total if words else None


def _of_word(one: Entry, word: str) -> int | None:
    best: int | None = None
    for text in one.texts:
        if word in text:
            rank = 0 if text == word else 1 if text.startswith(word) else 2
            best = rank if best is None else min(best, rank)
    if best is None and len(word) > 1 and any(word in short for short in one.short):
        best = 4 - any(short.startswith(word) for short in one.short)
    return best
