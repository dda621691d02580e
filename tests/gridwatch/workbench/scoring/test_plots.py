"""Plots as SVG."""

from __future__ import annotations

import re

from gridwatch.workbench.scoring.plots import FALSE, FOUND, LATE, MISSED, ROWS, latencies, timeline
from gridwatch.workbench.scoring.scorecard import score
from tests.builders_scoring import alarm, event, run, source

EVENTS = [event("a", 8, 10), event("b", 12, 14), event("c", 20, None)]


def test_the_timeline_shows_every_outcome_in_its_colour() -> None:
    """Found, late, missed and false; an event without an end goes on to the edge."""
    result = run(alarm("1", 8.2), alarm("2", 13.5), alarm("3", 18), sources=(source(), source("plaza")))
    svg, left_out = timeline(result, score(result, EVENTS))
    assert svg.startswith("<svg")
    assert [colour for colour in (FOUND, LATE, MISSED, FALSE) if colour not in svg] == []
    assert "cam-1" in svg
    assert "plaza" in svg
    assert left_out == 0


def test_of_many_cameras_those_with_faults_are_shown() -> None:
    """A page of seven thousand rows helps nobody; how many are left out is told."""
    cameras = tuple(f"c{i:03}" for i in range(ROWS + 5))
    result = run(alarm("x", 8, "c064"), sources=tuple(source(camera) for camera in cameras))
    svg, left_out = timeline(result, score(result, []))
    assert left_out == 5
    assert "c064" in svg
    assert "c000" not in svg


def test_latencies_are_told_in_a_unit_that_fits() -> None:
    """Minutes for heaps, seconds for a clip, nothing without a pair."""
    slow, quick = run(alarm("1", 8.4)), run(alarm("1", 8 + 20 / 3600))
    assert "minutes from the start" in latencies(score(slow, EVENTS))
    assert "seconds from the start" in latencies(score(quick, EVENTS))
    assert latencies(score(run(), EVENTS)) == ""
    assert timeline(run(sources=()), score(run(), []))[0]


def test_the_same_run_draws_the_same_picture() -> None:
    """Reports can be compared as files."""
    result = run(alarm("1", 8.4))
    assert timeline(result, score(result, EVENTS)) == timeline(result, score(result, EVENTS))
    assert re.search(r"\d{4}-\d{2}-\d{2}T", timeline(result, score(result, EVENTS))[0]) is None
