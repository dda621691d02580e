from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
import yaml

from alerts.cap import meaning
from core.config.settings.offers import CapCategory
from core.incident import Status
from tests.builders_store import WASTE, incident

TABLES = Path(__file__).resolve().parents[3] / "configs" / "matters"


def test_every_shipped_matter_has_a_category() -> None:
    """What a shipped table knows is not "Other"; what a city adds is, until its settings say better."""
    for path in TABLES.glob("*.yaml"):
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))["rows"]:
            assert row["matter"] in meaning.CATEGORY, row["matter"]
    assert set(meaning.CATEGORY.values()) <= set(get_args(CapCategory))
    assert meaning.category("wild_boar", {}) == "Other"
    assert meaning.category("wild_boar", {"wild_boar": "Safety"}) == "Safety"


@pytest.mark.parametrize(
    ("severity", "told", "urgency"),
    [
        ("extreme", "Extreme", "Immediate"),
        ("severe", "Severe", "Immediate"),
        ("moderate", "Moderate", "Expected"),
        ("minor", "Minor", "Expected"),
        ("grave", "Unknown", "Unknown"),
    ],
)
def test_severity_is_the_tables(severity: str, told: str, urgency: str) -> None:
    """A word that CAP does not know is unknown, not guessed."""
    one = incident(matter=replace(WASTE, severity=severity))
    assert (meaning.severity(one), meaning.urgency(one)) == (told, urgency)


@pytest.mark.parametrize(
    ("status", "urgency", "response"),
    [
        (Status.OPEN, "Expected", "Execute"),
        (Status.CLOSED, "Past", "AllClear"),
        (Status.REJECTED, "Past", "None"),
    ],
)
def test_what_has_ended_asks_for_nothing(status: Status, urgency: str, response: str) -> None:
    """Nobody drives out to a heap that is gone."""
    one = incident(status=status)
    assert (meaning.urgency(one), meaning.response(one)) == (urgency, response)
