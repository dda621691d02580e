from __future__ import annotations

from alerts.load.rank import parts
from core.config.settings.load import Load
from tests.builders_load import NOON, STREET, item


def _points(**changes) -> dict[str, float]:
    return {part.name: part.points for part in parts(item(**changes), NOON, Load(important=(STREET,)))}


def test_the_formula_as_documented():
    """Every part of a severe incident that a person confirmed, came twice and is late; 100 are never passed."""
    worst = _points(
        severity="extreme",
        certainty="observed",
        overdue=True,
        reopened=9,
        reports=9,
        cameras=tuple("abcdefgh"),
    )
    assert worst == {"severity": 40, "certainty": 15, "age": 20, "repeats": 15, "place": 10}
    assert sum(worst.values()) == 100


def test_each_part_by_itself():
    """What the machine is sure of, how long it has waited, how often it came, where it is."""
    plain = _points(minutes=15, confidence=0.8)
    assert plain == {"severity": 5, "certainty": 8, "age": 5, "place": 7}
    assert _points(certainty="possible", confidence=0.3)["certainty"] == 3
    assert _points(used=0.5)["age"] == 7.5
    assert _points(used=3.0)["age"] == 15
    assert _points(minutes=600)["age"] == 10
    assert _points(recurs=True, reports=1)["repeats"] == 8
    assert "place" not in _points(grid="330109009")
    assert _points(grid="330109009", cameras=("a", "b", "c"))["place"] == 2
    assert _points(severity="urgent")["severity"] == 5


def test_parts_are_told_in_both_languages():
    """No code without its words."""
    every = [
        *parts(item(severity="extreme", overdue=True, reopened=1), NOON, Load()),
        *parts(item(certainty="observed", used=0.1, cameras=("a", "b")), NOON, Load()),
        *parts(item(certainty="possible", severity="urgent"), NOON, Load(important=("33",))),
    ]
    for part in every:
        for language in ("zh", "en"):
            assert "load." not in part.why.tell(language)
            assert "?" not in part.why.tell(language)
