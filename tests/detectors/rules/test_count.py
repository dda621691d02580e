from __future__ import annotations

from typing import Any

from tests.builders_detectors import Row, Script

KERB = {
    "id": "kerb", "kind": "no_parking", "name": "East kerb",
    "polygon": [[0, 0.5], [1, 0.5], [1, 1], [0, 1]],
}  # fmt: skip


def rule(**changes: Any) -> dict[str, Any]:
    """Build a rule: no vehicle for more than 300 s, 2 looks; in no-parking zones only."""
    return {
        "id": "parking", "kind": "count", "matter": "illegal_parking", "classes": ["car", "truck"],
        "limit": 0, "k": 2, "over_s": 300, "clear_n": 2, "zone_kinds": ["no_parking"],
    } | changes  # fmt: skip


def vehicles(count: int) -> list[Row]:
    """Build that many cars in the zone."""
    return [("car", [0.1 * i, 0.6, 0.1 * i + 0.08, 0.7], 0.8) for i in range(count)]


def counts(script: Script, *numbers: int, period: float = 150) -> list[str]:
    """Look at these numbers of vehicles in turn; return the findings."""
    return script.findings(*((i * period, vehicles(number)) for i, number in enumerate(numbers)))


def test_over_the_limit_for_long_enough() -> None:
    """Candidate until 300 s have passed, present, missed once, cleared."""
    script = Script(rule(), zones=[KERB])
    assert counts(script, 1, 2, 1, 0, 0) == ["candidate", "candidate", "present", "missed", "cleared"]
    assert script.verdict is not None
    assert script.verdict.sightings[0].reason.tell("en") == "East kerb is back within its limit"


def test_confirmed_in_words() -> None:
    """How many of what, where, for how long, and what is allowed; in both languages."""
    script = Script(rule(limit=1), zones=[KERB])
    counts(script, 2, 3, 2)
    assert script.verdict is not None
    reason = script.verdict.sightings[0].reason
    assert reason.tell("en") == "2 vehicles in East kerb for 300 s, limit 1"
    assert reason.tell("zh") == "East kerb内车辆2,持续300秒,限值1"


def test_a_stop_to_unload_is_no_matter() -> None:
    """Gone at the next look: dropped."""
    script = Script(rule(), zones=[KERB])
    assert counts(script, 1, 0) == ["candidate", "dropped"]


def test_hovering_at_the_limit_is_reported_once() -> None:
    """2, 1, 2, 1 around a limit of 1, once confirmed, stays one subject: a single low look ends nothing."""
    script = Script(rule(limit=1), zones=[KERB])
    told = counts(script, 2, 2, 2, 1, 2, 1, 2, 1)
    assert told[2:] == ["present", "missed", "present", "missed", "present", "missed"]
    assert script.state is not None
    assert script.state["next"] == 2


def test_other_kinds_of_zone_are_not_its_business() -> None:
    """No zone of its kind: the note says so."""
    script = Script(rule(), zones=[KERB | {"kind": "plaza"}])
    assert counts(script, 5, 5, 5) == []
    assert script.notes == ["rule.no_zone"]


def test_shed_boxes_prove_no_emptiness() -> None:
    """Where boxes were shed, an empty zone is not known to be empty."""
    script = Script(rule(), zones=[KERB])
    counts(script, 1, 1, 1)
    assert script.look(450, shed=9) == [("1", "present")]
