from __future__ import annotations

from dataclasses import replace

from gridwatch.workbench.sweep.halves import part, split
from tests.builders_sweep import CAMERAS, alarm, events, run


def test_halves_are_disjoint_balanced_and_always_the_same() -> None:
    """Whatever order the cameras come in."""
    halves = split(CAMERAS, events())
    assert halves.tuning | halves.held_out == set(CAMERAS)
    assert not halves.tuning & halves.held_out
    assert len(halves.tuning) == len(halves.held_out) == 3
    assert split(tuple(reversed(CAMERAS)), events()[::-1]) == halves


def test_events_weigh_more_than_cameras() -> None:
    """One busy camera is worth five idle ones: a half without events reports nothing."""
    busy = [event for event in events() if min(event.cameras) in {"cam-0", "cam-1"}]
    halves = split(CAMERAS, busy)
    assert len({"cam-0", "cam-1"} & halves.tuning) == 1


def test_cameras_that_share_an_event_stay_together() -> None:
    """Also by way of a third one; where all hang together, nothing is held out."""
    chain = [
        replace(events()[0], id=f"e{number}", cameras=frozenset(pair))
        for number, pair in enumerate([{"cam-0", "cam-1"}, {"cam-1", "cam-2"}, {"cam-4", "elsewhere"}])
    ]
    halves = split(CAMERAS, chain)
    assert any({"cam-0", "cam-1", "cam-2"} <= half for half in (halves.tuning, halves.held_out))
    assert split(["cam-0", "cam-1"], chain[:1]).held_out == frozenset()


def test_a_part_of_a_run_is_about_its_cameras() -> None:
    """Looks, alarms and events of the others are no part of it."""
    one = run(*(alarm(camera, camera, event.start) for camera, event in zip(CAMERAS, events(), strict=False)))
    mine, happened = part(one, events(), {"cam-0", "cam-3"})
    assert [source.camera for source in mine.sources] == ["cam-0", "cam-3"]
    assert [one.id for one in mine.alarms] == ["cam-0", "cam-3"]
    assert {min(event.cameras) for event in happened} == {"cam-0", "cam-3"}
