"""A run against the truth, whole."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from gridwatch.workbench.scoring.scorecard import score
from tests.builders_scoring import alarm, event, run, source, spot

EVENTS = (
    event("found", 8, 10, place=spot(0)),
    event("late", 12, 14),
    event("missed", 20, 21, cameras=frozenset({"cam-2"})),
    event("unseen", 8, 9, cameras=frozenset({"cam-9"})),
    event(
        "crowd", 9, 10, cameras=frozenset({"cam-2"}), matter="crowding", count=40, tags=frozenset({"night"})
    ),
)
ALARMS = (
    alarm("a1", 8.5, east_m=3),
    alarm("a2", 8.9, east_m=3),
    alarm("a3", 13.5),
    alarm("a4", 9.05, "cam-2", matter="crowding", count=31),
    alarm("a5", 23, "cam-2"),
)
RUN = run(*ALARMS, sources=(source("cam-1"), source("cam-2")))


def test_the_figures_of_a_day() -> None:
    """Found on time 2 of 4; one late, one missed, one nobody looked at; a duplicate and an invention are false."""
    told = score(RUN, EVENTS).to_json()
    expected = {
        "events": 4, "matched": 2, "late": 1, "missed": 1, "not_looked_at": 1, "false_alarms": 2, "duplicates": 1,
        "precision": 0.5, "recall": 0.5, "f1": 0.5, "camera_days": 2.0, "false_alarms_per_camera_day": 1.0,
        "count_error": {"pairs": 1, "mae": 9.0, "bias": -9.0},
        "missed_events": ["missed"], "not_looked_at_events": ["unseen"],
        "invented_alarms": ["a5"], "duplicate_alarms": ["a2"],
    }  # fmt: skip
    assert {key: told[key] for key in expected} == expected
    assert told["latency_s"]["p50"] == 1800.0
    assert told["place_error_m"] == {"p50": 3.0, "p95": 3.0}
    assert told["pairs"][0] == {
        "event": "found", "alarm": "a1", "late": False, "latency_s": 1800.0, "place_error_m": 3.0,
    }  # fmt: skip
    assert told["within_s"] == {"construction_waste": 2700.0, "crowding": 600.0}
    assert set(told) >= {"precision_ci95", "recall_ci95", "f1_ci95", "by_matter", "by_camera", "by_light"}
    json.dumps(told, allow_nan=False)


def test_parts_add_up_to_the_whole() -> None:
    """By matter, camera and light: every event and false alarm is counted once in each."""
    card = score(RUN, EVENTS)
    for groups in (card.by_matter, card.by_camera, card.by_light):
        assert sum(one.events for one in groups.values()) == card.total.events
        assert sum(one.false_alarms for one in groups.values()) == card.total.false_alarms
    for groups in (card.by_camera, card.by_light):
        assert sum(one.camera_days for one in groups.values()) == pytest.approx(card.total.camera_days)
    assert card.by_light["night"].events == 2
    assert card.by_camera["cam-2"].false_alarms == 1
    assert card.by_matter["crowding"].recall == 1.0


def test_a_camera_where_nothing_happened_is_listed() -> None:
    """Its quiet day counts into the false alarm rate."""
    card = score(run(sources=(source("cam-1"), source("calm"))), EVENTS[:1])
    assert card.by_camera["calm"].camera_days == pytest.approx(1)
    assert card.by_camera["calm"].events == 0


def test_an_event_of_two_cameras_counts_for_the_one_that_raised_it() -> None:
    """And is paired between runs by the same camera-day, whoever raised it."""
    both = event("e", 8, 10, cameras=frozenset({"cam-1", "cam-2"}))
    card = score(run(alarm("a", 8.1, "cam-2"), sources=RUN.sources), [both])
    assert card.by_camera["cam-2"].matched == 1
    assert {at[0]: counts.found for at, counts in card.clusters.items()} == {"cam-1": 1, "cam-2": 0}


def test_nothing_at_all_is_a_scorecard_too() -> None:
    """No events, no alarms: nulls, not a division by zero."""
    told = score(run(), []).to_json()
    assert (told["events"], told["precision"], told["f1"]) == (0, None, None)
    assert told["false_alarms_per_camera_day_ci95"][1] == pytest.approx(3.689, abs=1e-3)


def test_grace_is_an_argument() -> None:
    """With looks a quarter of an hour apart an alarm may come a quarter after the end."""
    events = [event("e", 8, 9)]
    assert score(run(alarm("a", 9.2)), events).total.missed == 1
    assert score(run(alarm("a", 9.2)), events, grace=timedelta(minutes=15)).total.late == 1
