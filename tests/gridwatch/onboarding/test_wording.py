from __future__ import annotations

import string

import pytest

from gridwatch.onboarding.wording import WORDS


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("kind", WORDS)
def test_every_fault_is_told_in_both_languages_by_the_same_facts(kind: str) -> None:
    """A Chinese sentence that asks for a fact which the English one has not would fail when it is told."""
    words = WORDS[kind]
    assert all((words.what, words.cure, words.what_zh, words.cure_zh))
    known = _names(words.what) | _names(words.cure)
    needed = {name.removesuffix("_zh") for name in _names(words.what_zh) | _names(words.cure_zh)}
    assert needed <= known
    assert not words.what.endswith(".")
    assert words.cure.endswith((".", "}"))
