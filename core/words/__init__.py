"""Every sentence that tells a reason, a module for each part of the work; `WORDS` is all of them."""

from __future__ import annotations

from core.words import life, load, looking, merging, opinions, rules

WORDS: dict[str, tuple[str, str]] = {
    **rules.WORDS,
    **life.WORDS,
    **load.WORDS,
    **merging.WORDS,
    **looking.WORDS,
    **opinions.WORDS,
}
