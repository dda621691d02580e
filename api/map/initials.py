"""What a name is typed as by its initials: 新桥路 is found by xql. A character of several readings has several."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache

_MOST = 8  # readings of one name; more are hardly typed
_LONGEST = 40  # characters of a name that are read


def initials(name: str) -> tuple[str, ...]:
    """Return the ways in which a name is typed by initials; letters and digits stand for themselves."""
    found = [""]
    for letter in name.lower()[:_LONGEST]:
        if letter.isspace() or not letter.isalnum():
            continue
        readings = (letter,) if letter.isascii() else _of(letter)
        if readings:
            found = [before + reading for before in found for reading in readings][:_MOST]
    return tuple(found)


@lru_cache(maxsize=20_000)
def _of(letter: str) -> tuple[str, ...]:
    return _reader()(letter)


@lru_cache(maxsize=1)
def _reader() -> Callable[[str], tuple[str, ...]]:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # 45 MB that single characters do not need
    from pypinyin import Style, pinyin

    def read(letter: str) -> tuple[str, ...]:
        (readings,) = pinyin(letter, style=Style.FIRST_LETTER, heteronym=True, errors="ignore") or [[]]
        return tuple(reading for reading in dict.fromkeys(readings) if reading.isascii())

    return read
