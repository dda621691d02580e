"""Sightings: the five things a look can say about a subject."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from core.sighting import Finding, Observation
from tests.builders import detections, frame
from tests.builders_desk import sighting


def test_the_five_findings() -> None:
    """Their values are stored: they do not change."""
    assert [finding.value for finding in Finding] == ["candidate", "present", "missed", "cleared", "dropped"]


def test_a_rule_is_told_whose_look_it_is_and_when() -> None:
    """The live rules and a shadow's are told the same of a frame."""
    shown, found = frame(seconds=7), detections()
    seen = Observation.of(shown, found)
    assert (seen.camera_id, seen.look_id, seen.at) == (shown.camera_id, shown.look_id, shown.taken_at)
    assert (seen.reason, seen.detections) == (shown.reason, found)


def test_a_sighting_is_a_record() -> None:
    """Nobody changes what was seen."""
    with pytest.raises(FrozenInstanceError):
        sighting().confidence = 1.0  # type: ignore[misc]  # that it cannot be set is the point
