"""What the pages say about the operators' load is what the code does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml

from alerts.load import rank
from api.models.silence import SilenceIn
from core.config.settings.load import Load
from core.config.settings.root import Settings
from core.words.load import WORDS
from gridwatch.load.metrics import HELD_BY

DOCS = Path(__file__).parents[2] / "docs"
OPERATORS, ADMINISTRATORS = (
    (DOCS / f"{name}.md").read_text(encoding="utf-8") for name in ("operators", "administrators")
)


def test_the_settings_of_the_page_are_accepted_and_all_there() -> None:
    """What an administrator copies works, shows every key, and the defaults that it names are the defaults."""
    block = next(
        b for b in re.findall(r"```yaml\n(.*?)```", ADMINISTRATORS, re.DOTALL) if b.startswith("load:")
    )
    given = yaml.safe_load(block)
    made = Settings.model_validate({"district": {"name": "x", "code": "990101"}, **given}).load
    assert given["load"].keys() == Load.model_fields.keys()
    examples = {"shifts": made.shifts, "important": made.important}
    assert made == Load().model_copy(update=examples)


def test_the_request_of_the_page_is_accepted() -> None:
    """Weather declared over a street."""
    (body,) = re.findall(r"/silences\" -d '(.*?)'", ADMINISTRATORS, re.DOTALL)
    assert SilenceIn.model_validate(json.loads(body)).kind == "weather"


def test_the_points_of_the_operators_page_are_those_of_the_formula() -> None:
    """Of 100, by five questions, in both languages."""
    most = {
        "severity": max(rank.SEVERITY.values()), "certainty": rank.OBSERVED, "age": rank.OVERDUE,
        "repeats": rank.REPEATS, "place": rank.PLACE,
    }  # fmt: skip
    assert sum(most.values()) == 100
    chinese = ("严重程度", "可信度", "时间", "重复", "位置")
    for (name, points), word in zip(most.items(), chinese, strict=True):
        assert f"{name} {points:g}" in OPERATORS
        assert f"{word} {points:g}" in OPERATORS


def test_everything_that_holds_back_has_words_and_is_on_the_pages() -> None:
    """In the console's words, too."""
    console = (DOCS.parent / "api" / "console" / "src" / "pages" / "inbox" / "words.ts").read_text(
        encoding="utf-8"
    )
    for by in HELD_BY:
        assert f"load.held.{by}" in WORDS
        told = re.findall(rf"heldBy: named\({{.*?{by}: \"(.*?)\"", console)
        assert len(told) == 2
        assert told[0] in OPERATORS
