"""Health as scripts: looks in, news out."""

from __future__ import annotations

import json

import pytest

from core.look import LookFailureKind as Kind
from core.reason import WORDS
from ingest.health import CameraHealth, HealthEvent, HealthState, state_at, state_of, step, step_clock
from tests.builders import at, failure, frame

OURS = {Kind.NO_BUDGET, Kind.CIRCUIT_OPEN, Kind.INTERNAL, Kind.AWAY}


def told(
    *outcomes: Kind | None, health: CameraHealth | None = None
) -> tuple[CameraHealth, list[HealthEvent]]:
    """Step through looks a minute apart (None is a picture); return the health and all news."""
    health, news = health or CameraHealth.new("cam-1"), []
    for n, kind in enumerate(outcomes):
        outcome = frame(seconds=60 * n) if kind is None else failure(kind, seconds=60 * n)
        health, events = step(health, outcome)
        news += events
    return health, news


def test_a_camera_that_works_is_no_news():
    """Counted, dated, silent."""
    health, news = told(None, None, None)
    assert news == []
    assert (health.state, health.looks, health.good) == (HealthState.OK, 3, 3)
    assert health.since == at(0)
    assert health.last_good == at(120)


def test_one_stumble_is_no_news():
    """A single failure is counted; the state stays."""
    health, news = told(None, Kind.TIMEOUT, None, Kind.BLACK, None)
    assert news == []
    assert health.failures == {Kind.TIMEOUT: 1, Kind.BLACK: 1}
    assert health.state is HealthState.OK


def test_offline_is_told_once_and_so_is_the_return():
    """Time-outs and refused connections are one outage, told at its second look."""
    health, news = told(None, Kind.TIMEOUT, Kind.UNREACHABLE, Kind.TIMEOUT, Kind.UNREACHABLE, None)
    assert [(e.what, e.kind, e.at) for e in news] == [
        ("offline", Kind.UNREACHABLE, at(120)),
        ("back", None, at(300)),
    ]
    assert "3 min" in news[1].why.tell("en")
    assert "3分钟" in news[1].why.tell("zh")
    assert health.in_a_row == 0


@pytest.mark.parametrize(
    "kind", [Kind.LOGIN_REFUSED, Kind.LOGIN_STOPPED, Kind.NO_CREDENTIAL, Kind.FROZEN, Kind.TURNED]
)
def test_what_is_certain_is_told_at_once(kind: Kind):
    """A person must act, or it was counted over several looks already."""
    health, news = told(None, kind, kind, kind)
    assert [(e.what, e.kind) for e in news] == [(state_of(kind).value, kind)]
    assert health.kind is kind


def test_a_blind_camera_that_changes_its_trouble_is_news():
    """Black, then turned: both are told; the return once."""
    _, news = told(Kind.BLACK, Kind.BLACK, Kind.TURNED, None)
    assert [(e.what, e.kind) for e in news] == [("blind", Kind.BLACK), ("blind", Kind.TURNED), ("back", None)]


@pytest.mark.parametrize("kind", sorted(OURS))
def test_our_own_doing_says_nothing_about_the_camera(kind: Kind):
    """Counted, and neither a look nor a state."""
    health, news = told(None, kind, kind, kind)
    assert news == []
    assert (health.state, health.looks, health.failures) == (HealthState.OK, 1, {kind: 3})


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in OURS and kind is not Kind.WRONG_TIME])
def test_every_kind_is_told_in_both_languages(kind: Kind):
    """No kind is missing from the words, and the detail is in the sentence."""
    _, (event, *_) = told(kind, kind)
    assert event.why.code in WORDS
    for language in ("en", "zh"):
        assert f"scripted {kind.value}" in event.why.tell(language)


def test_a_wrong_clock_is_health_and_no_failed_look():
    """Told when it goes wrong and when it is right again."""
    health, news = told(None)
    for offset, wanted in ((10, []), (-4000, ["wrong_time"]), (-4100, []), (2, ["right_time"])):
        health, news = step_clock(health, offset, 300, at(60))
        assert [e.what for e in news] == wanted
        assert all("off" in e.why.tell("en") or "right" in e.why.tell("en") for e in news)
    assert (health.state, health.clock_offset_s) == (HealthState.OK, 2)


def test_late_is_seen_when_asked():
    """Well, but not looked at for three periods; a blind camera is blind, late or not."""
    health, _ = told(None)
    assert state_at(health, at(100), 60) is HealthState.OK
    assert state_at(health, at(200), 60) is HealthState.LATE
    blind, _ = told(Kind.BLACK, Kind.BLACK)
    assert state_at(blind, at(9999), 60) is HealthState.BLIND
    assert state_at(CameraHealth.new("c"), at(0), 60) is HealthState.UNKNOWN


def test_json_survives_a_restart_and_garbage_begins_anew():
    """What is written is read back; what cannot be read is an unknown camera."""
    health, _ = told(None, Kind.BLACK, Kind.BLACK)
    health, _ = step_clock(health, 1.5, 300, at(200))
    again = CameraHealth.from_json("cam-1", json.loads(json.dumps(health.to_json())))
    assert again.to_json() == health.to_json()
    assert told(Kind.BLACK, Kind.BLACK, health=again)[1] == []
    for garbage in (None, [], {"state": "dancing"}, {"since": "2026-01-01T00:00:00"}, {"failures": [1]}):
        assert CameraHealth.from_json("cam-1", garbage) == CameraHealth.new("cam-1")
