from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.config.settings.detecting import GateChoice
from core.detection import Detections
from core.frame import Frame
from core.look import LookReason
from detectors.gate import Gate
from detectors.rulebook import Verdict
from gridwatch.gating import Gating
from tests.builders import detections, frame

QUIET = Verdict(state={"rules": {}}, sightings=(), notes=())
FOUND = Verdict(state={"rules": {"waste/all": {"things": [1]}}}, sightings=(), notes=())
STREET = detections(("car", (0.1, 0.1, 0.2, 0.2), 0.8))


def gating(**changes: Any) -> Gating:
    """A gate that is on."""
    return Gating(GateChoice(mode="on").model_copy(update=changes))


def run(gate: Gating, look: Frame, verdict: Verdict = QUIET) -> Detections | None:
    """Ask, and let the detector run where it must; return what was recalled."""
    said = gate.ask(look, {"rules": {}})
    if said.recalled is None:
        gate.ran(look, said, STREET, verdict)
    return said.recalled


def test_off_asks_nobody_and_counts_nothing() -> None:
    """Without a gate every look goes to the detector."""
    gate = gating(mode="off")
    assert [run(gate, frame(seconds=s)) for s in range(3)] == [None] * 3
    assert not gate.counts


def test_a_street_at_rest_is_seen_once() -> None:
    """The second look recalls what the first one saw."""
    gate = gating()
    assert run(gate, frame()) is None
    assert run(gate, frame(seconds=60)) is STREET
    assert gate.counts == {"first": 1, "unchanged": 1}


@pytest.mark.parametrize(
    ("look", "state"),
    [
        (frame(seconds=60, reason=LookReason.CONFIRM), None),
        (frame(seconds=60, reason=LookReason.VERIFY), None),
        (frame(seconds=60, reason=LookReason.OPERATOR), None),
        (replace(frame(seconds=60), incident_id="inc_1"), None),
        (frame(seconds=60), FOUND.state),
    ],
)
def test_what_must_be_looked_at_is(look: Frame, state: dict[str, Any] | None) -> None:
    """Confirming and proving looks, an operator's, and all of a camera about which a rule remembers something."""
    gate = gating()
    run(gate, frame())
    assert gate.ask(look, state).recalled is None
    assert gate.counts["not_asked"] == 1


def test_pictures_with_something_in_them_are_not_compared_with() -> None:
    """A heap that was seen and is gone must not pass as known when another one lies there."""
    gate = gating()
    run(gate, frame())
    run(gate, frame(seconds=1), FOUND)  # recalled: the verdict is not asked for
    said = gate.ask(frame(seconds=2, reason=LookReason.CONFIRM), None)
    gate.ran(frame(seconds=2), said, STREET, FOUND)
    assert gate.ask(frame(seconds=60), None).gate is Gate.FIRST


def test_what_a_rule_is_unsure_of_is_looked_at_again() -> None:
    """The verdict's word reaches the gate."""
    gate = gating()
    assert run(gate, frame(), replace(QUIET, unsure=True)) is None
    assert run(gate, frame(seconds=60)) is None
    assert gate.counts == {"first": 2}
    assert run(gate, frame(seconds=120)) is STREET


def test_shadow_runs_the_detector_and_counts_what_it_would_have_missed() -> None:
    """Nothing is recalled; a picture called unchanged in which a rule finds something is a miss."""
    gate = gating(mode="shadow")
    assert run(gate, frame()) is None
    assert run(gate, frame(seconds=60)) is None
    assert run(gate, frame(seconds=120), FOUND) is None
    assert gate.counts == {"first": 1, "unchanged": 2, "missed": 1}


def test_what_age_brings_to_light_is_a_miss_as_well() -> None:
    """On duty, the look at the end of the wait tells whether the gate was right."""
    gate = gating(max_age_s=600)
    run(gate, frame())
    run(gate, frame(seconds=600), FOUND)
    assert gate.counts == {"first": 1, "aged": 1, "missed": 1}


def test_a_dropped_camera_begins_anew() -> None:
    """Its rules or its zones have changed: what was seen in other zones says nothing."""
    gate = gating()
    run(gate, frame())
    gate.drop("cam-1")
    assert run(gate, frame(seconds=60)) is None
