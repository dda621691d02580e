"""What somebody reported and no camera has shown yet: what the looks for it add up to."""

from __future__ import annotations

from dataclasses import replace

from alerts.awaiting import ASKED, WAITS_S, asked, awaits, stand
from alerts.life import Event
from core.case import Report, Source
from core.config.settings.merging import Merging
from core.incident import Incident, Status, Step
from core.reason import Reason
from tests.builders import at
from tests.builders_desk import incident, view

MERGING = Merging(report_looks=2)
WAITING = replace(
    incident(
        Status.CANDIDATE,
        reports=(Report(source=Source.HOTLINE, number="H-1", at=at(0)),),
        facts={ASKED: "cam-1,cam-2"},
    ),
    views=(),
)


def absent(camera_id: str) -> Step:
    """A look of a camera that showed nothing."""
    return Step(
        seq=1,
        at=at(10),
        who="rule:waste",
        what=Event.LOOK_ABSENT.value,
        before=Status.CANDIDATE,
        after=Status.CANDIDATE,
        why=Reason(code="report.look_absent", facts={"camera": camera_id}),
    )


def event(waiting: Incident, *looks: str, seconds: float = 60) -> Event | None:
    """What is to be done after these looks."""
    return stand(waiting, [absent(one) for one in looks], now=at(seconds), merging=MERGING).event


def test_only_a_reported_candidate_awaits() -> None:
    """Not a camera's own candidate, and not what is confirmed."""
    assert awaits(WAITING)
    assert not awaits(incident(Status.CANDIDATE))
    assert not awaits(replace(WAITING, status=Status.OPEN))
    assert asked(WAITING) == ("cam-1", "cam-2")
    assert asked(incident()) == ()
    assert stand(incident(), [], now=at(0), merging=MERGING).ask == ()


def test_each_camera_looks_often_enough() -> None:
    """Who has looked twice is not asked any more; when all have, it is not seen, with the figures."""
    assert stand(WAITING, [], now=at(0), merging=MERGING).ask == ("cam-1", "cam-2")
    looks = [absent("cam-1"), absent("cam-1")]
    assert stand(WAITING, looks, now=at(0), merging=MERGING).ask == ("cam-2",)
    assert event(WAITING, "cam-1", "cam-1", "cam-2") is None
    found = stand(WAITING, [*looks, absent("cam-2"), absent("cam-2")], now=at(0), merging=MERGING)
    assert found.event is Event.NOT_SEEN
    assert found.why is not None
    assert found.why.tell("en") == (
        "not seen: 2 camera(s) that show the place looked 4 times and found nothing"
    )


def test_a_camera_that_brings_no_picture_does_not_hold_it_for_ever() -> None:
    """After a day it is said that it could not be decided, which is not the same as not seen."""
    assert event(WAITING, "cam-1", "cam-1", seconds=WAITS_S) is None
    assert event(WAITING, "cam-1", "cam-1", seconds=WAITS_S + 1) is Event.STALE


def test_what_a_camera_shows_is_looked_at_on() -> None:
    """With a view of its own it is an ordinary candidate: that camera looks on, the others too."""
    shown = replace(WAITING, views=(view("cam-2"),))
    found = stand(shown, [absent("cam-1"), absent("cam-1")], now=at(WAITS_S * 2), merging=MERGING)
    assert (found.event, found.ask) == (None, ("cam-2",))
