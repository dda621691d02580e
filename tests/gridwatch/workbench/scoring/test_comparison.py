"""Two runs against the same truth."""

from __future__ import annotations

import json

import pytest

from gridwatch.workbench.runs import Alarm, Run
from gridwatch.workbench.scoring.comparison import compare, mcnemar
from tests.builders_scoring import alarm, event, run, source

CAMERAS = [f"cam-{i:02}" for i in range(20)]
EVENTS = [
    event(f"{camera}-{n}", 6 + 4 * n, 9 + 4 * n, cameras=frozenset({camera}))
    for camera in CAMERAS
    for n in range(3)
]


def day(found: int, false: int) -> Run:
    """Twenty cameras; the first `found` events are found, the first `false` cameras raise one for nothing."""
    alarms: list[Alarm] = [
        alarm(f"a-{one.id}", 6.2 + 4 * int(one.id[-1]), min(one.cameras)) for one in EVENTS[:found]
    ]
    alarms += [alarm(f"f-{camera}", 3, camera) for camera in CAMERAS[:false]]
    return run(*alarms, sources=tuple(source(camera) for camera in CAMERAS))


def test_a_run_is_as_good_as_itself() -> None:
    """No change, no interval, nobody better."""
    same = compare(day(50, 3), day(50, 3), EVENTS)
    assert same.better is None
    assert (same.f1.change, same.f1.ci95) == (0.0, (0.0, 0.0))
    assert same.verdict.tell().startswith("No difference beyond noise")


def test_a_clearly_better_run_is_called_better_from_both_sides() -> None:
    """Half again as many events found: named B one way, A the other way."""
    forth, back = compare(day(30, 2), day(58, 2), EVENTS), compare(day(58, 2), day(30, 2), EVENTS)
    assert (forth.better, back.better) == ("b", "a")
    assert forth.verdict.tell().startswith("B is better than A: F1 0.652")
    assert forth.recall.change == pytest.approx(28 / 60)
    assert forth.recall.ci95[0] > 0
    assert len(forth.only_b) == 28
    assert forth.mcnemar_p < 1e-6
    json.dumps(forth.to_json(), allow_nan=False)


def test_one_event_more_is_noise() -> None:
    """58 of 60 instead of 57 proves nothing."""
    result = compare(day(57, 2), day(58, 2), EVENTS)
    assert result.better is None
    assert not result.f1.more_than_noise
    assert "No difference beyond noise" in result.verdict.tell()


def test_fewer_false_alarms_at_the_same_recall_are_better() -> None:
    """Fifteen false alarms less, nothing lost."""
    result = compare(day(57, 17), day(57, 2), EVENTS)
    assert result.better == "b"
    assert result.false_per_day.ci95[1] < 0


def test_a_gain_that_is_paid_for_is_nobodys_win() -> None:
    """More found and more false, F1 alike: the words say so and leave the choice to a person."""
    result = compare(day(44, 0), day(54, 14), EVENTS)
    assert result.better is None
    assert result.verdict.tell().startswith("B finds more, A raises fewer false alarms")


def test_few_camera_days_prove_nothing() -> None:
    """Three cameras that all agree are three cameras."""
    few = EVENTS[:9]
    sources = tuple(source(camera) for camera in CAMERAS[:3])
    found = run(*(alarm(one.id, 6.2 + 4 * int(one.id[-1]), min(one.cameras)) for one in few), sources=sources)
    result = compare(run(sources=sources), found, few)
    assert result.better is None
    assert result.verdict.tell().startswith("Too few camera-days to tell")
    assert "only 3 cameras and dates" in result.notes[0].tell()


def test_like_is_compared_with_like() -> None:
    """A camera or an hour that one run alone looked at is left out of both and told."""
    short = run(sources=(*(source(camera) for camera in CAMERAS[1:19]), source(CAMERAS[19], hours=7)))
    result = compare(day(60, 20), short, EVENTS)
    assert result.a.total.events == result.b.total.events == 55
    assert result.a.total.false_alarms == 19
    assert [note.tell() for note in result.notes] == ["A alone looked at 1.71 camera-days; they are left out"]


def test_mcnemar_is_the_exact_binomial() -> None:
    """Two of eight by chance: 0.2891; no difference: 1."""
    assert mcnemar(2, 6) == pytest.approx(0.2891, abs=1e-4)
    assert mcnemar(0, 0) == 1.0
