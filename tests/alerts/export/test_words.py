from __future__ import annotations

import re
from pathlib import Path

import pytest

from alerts.export.words import SEVERITY, STAGE, STATUS, Words, said
from core.case import Stage
from core.incident import Status


def test_every_value_has_its_words() -> None:
    """No status or stage is told by its internal name in a Chinese table."""
    assert {status.value for status in Status} <= STATUS.keys()
    assert {stage.value for stage in Stage} <= STAGE.keys()
    assert said(SEVERITY, "severe", "zh") == "严重"
    assert said(SEVERITY, "severe", "en") == "severe"
    assert said(SEVERITY, "unheard of", "zh") == "unheard of"


@pytest.mark.parametrize(("name", "words"), [("status", STATUS), ("severity", SEVERITY), ("stage", STAGE)])
def test_a_table_says_in_chinese_what_the_console_says(name: str, words: Words) -> None:
    """Whoever has both before him must not wonder whether they are two things."""
    console = (Path(__file__).parents[3] / "api/console/src/words/common.ts").read_text(encoding="utf-8")
    found = re.search(
        rf"^    {name}: named\({{(.*)}}\),$", console, re.MULTILINE
    )  # the Chinese ones come first
    assert found is not None
    shown = dict(re.findall(r'(\w+): "([^"]*)"', found[1]))
    assert {value: told[0] for value, told in words.items()} == {value: shown[value] for value in words}
