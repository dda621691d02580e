"""Reasons: every code is told in both languages, with the same facts."""

from __future__ import annotations

import re
import string

import pytest

from core.reason import WORDS, Reason
from core.words.names import LABELS

_FIELDS = string.Formatter()


def fields(words: str) -> set[str]:
    """The facts that a sentence is filled with; `name_en` is the English form of `name`."""
    return {name.removesuffix("_en") for _, name, _, _ in _FIELDS.parse(words) if name}


@pytest.mark.parametrize("code", sorted(WORDS))
def test_every_sentence_is_told_in_both_languages(code: str) -> None:
    """Chinese in the Chinese one, none in the English one, and no fact of which the other knows nothing."""
    english, chinese = WORDS[code]
    assert re.search(r"[\u4e00-\u9fff]", chinese)
    assert not re.search(r"[\u4e00-\u9fff]", english)
    assert fields(chinese) <= fields(english) | {"label"}, "the Chinese sentence needs a fact more"


def test_facts_fill_the_sentence() -> None:
    """In the language asked for; labels are translated too."""
    reason = Reason(code="dwell.present", facts={"label": "waste", "zone": "gate"})
    assert "waste" in reason.tell("en")
    assert LABELS["waste"][1] in reason.tell("zh")


def test_nothing_is_lost() -> None:
    """A missing fact is shown as missing, an unknown code by itself, a person's words as they are."""
    assert "?zone" in Reason(code="dwell.present", facts={"label": "waste"}).tell()
    assert "no.such" in Reason(code="no.such", facts={"a": 1}).tell()
    assert Reason.text("it was {me}").tell("zh") == "it was {me}"


def test_keys_in_facts_are_told_by_their_names() -> None:
    """Kinds of zones, classes and the zone that nobody has drawn; a name that a person gave stays as it is."""
    kinds = Reason(code="rule.no_zone", facts={"rule": "r", "kinds": "plaza, quay"})
    assert "(广场、quay)" in kinds.tell("zh")
    assert "(plaza, quay)" in kinds.tell("en")
    assert "行人、小汽车" in Reason(code="opinion.unknown_class", facts={"classes": "person, car"}).tell("zh")
    drawn = Reason(code="dwell.present", facts={"label": "waste", "zone": "东门, 南侧"})
    assert "东门, 南侧" in drawn.tell("zh")
    assert "平台状态:处置完毕" in Reason(
        code="life.platform", facts={"status": "handled", "case": "", "note": ""}
    ).tell("zh")
    whole = Reason(code="dwell.present", facts={"label": "waste", "zone": "画面"})
    assert whole.tell("en").endswith("is still in the picture")
    unnamed = Reason(code="dwell.present", facts={"label": "waste", "zone": "picture"})
    assert (unnamed.tell("en"), unnamed.tell("zh")) == (
        "a heap of waste is still in the whole picture",
        "垃圾堆仍在全画面",
    )
