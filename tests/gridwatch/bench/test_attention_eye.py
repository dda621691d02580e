"""The detector of the attention bench errs as often as it was measured to, and everybody sees the same."""

from __future__ import annotations

import pytest

from gridwatch.bench.attention_days import DAY_S, Days, Happening, Recipe
from gridwatch.bench.attention_eye import FALSE_SHARE, RATES, Eye

DAYS = Days(Recipe(seed=4, cameras=20, events=24))
WARD = DAYS.ward()


def test_a_happening_is_shown_while_it_lasts_as_often_as_its_rate() -> None:
    """Over many pairs the share of looks is the mean of the measured rates; before and after nothing is shown."""
    events = [
        Happening(
            id=f"e{i}",
            matter="construction_waste",
            cameras=("cam-01",),
            start=1000.0 * i,
            end=1000.0 * i + 600,
        )
        for i in range(150)
    ]
    eye = Eye(WARD, events, seed=1, days=2)
    shown = 0
    for second in range(0, 150_000, 50):
        things = [one for one in eye.seen("cam-01", second) if one.happening is not None]
        assert all(one.start <= second < one.end for one in things)
        shown += len(things)
    rates = RATES["construction_waste"]
    assert shown / (150 * 12) == pytest.approx(sum(rates) / len(rates), abs=0.07)


def test_the_same_minute_shows_the_same_to_everybody() -> None:
    """Two schedules that look at other times see by the same draws."""
    events = DAYS.day(0)
    one, other = (Eye(WARD, events, seed=1, days=1) for _ in range(2))
    for camera_id in WARD.cameras:
        for second in range(0, int(DAY_S), 1200):
            other.seen(camera_id, max(0, second - 130))
            seen = [thing.id for thing in one.seen(camera_id, second)]
            assert seen == [thing.id for thing in other.seen(camera_id, second)]


def test_it_errs_as_often_as_the_real_one() -> None:
    """Share of looks at cameras on which nothing happens."""
    eye = Eye(WARD, [], seed=1, days=6)
    looks = [len(eye.seen(name, second)) for name in WARD.cameras for second in range(0, int(6 * DAY_S), 300)]
    assert sum(looks) / len(looks) == pytest.approx(FALSE_SHARE, rel=0.2)


def test_boxes_stand_in_a_zone_of_their_rule() -> None:
    """A crowd is as many persons as its rule wants, a thing is one box; both are the detector's classes."""
    (event,) = [one for one in DAYS.day(0) if one.matter == "crowding"][:1]
    eye = Eye(WARD, [event], seed=1, days=1)
    camera_id = event.cameras[0]
    things = [one for one in eye.seen(camera_id, event.start + 1) if one.happening is event]
    found = eye.detections(things, camera_id, event.start + 1)
    assert len(found) >= 12
    assert {label for _, _, label in found} == {"person"}
