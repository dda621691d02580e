from __future__ import annotations

import numpy as np
import pytest

from gridwatch.load.world import OFFLINE, Assumptions, World
from gridwatch.load.year import NAMES, make_year

ASSUMED = Assumptions(cameras=1000, days=60)


def _made(rate: float = 0.3, seed: int = 1):
    rng = np.random.default_rng(seed)
    world = World.of(ASSUMED, rng)
    return world, *make_year(world, rate, rng)


def test_a_year_has_about_as_many_raw_alarms_as_asked_for():
    """In order of time, within the year; the same seed makes the same year."""
    _, alarms, _ = _made()
    raised = alarms.camera >= 0
    assert raised.sum() / (ASSUMED.cameras * ASSUMED.days) == pytest.approx(0.3, rel=0.1)
    assert (np.diff(alarms.at) >= 0).all()
    assert alarms.at.min() >= 0
    assert alarms.at.max() < ASSUMED.days * 1440
    assert (_made()[1].at == alarms.at).all()
    assert len(_made(seed=2)[1]) != len(alarms)


def test_a_dark_camera_sees_nothing_and_is_told_once_for_each_outage():
    """Only its own failure is raised while it does not answer; each outage has one alarm of its own."""
    _, alarms, troubles = _made()
    dark = [one for one in troubles if one.kind != "rain"]
    outage = max(dark, key=lambda one: len(one.cameras))
    while_dark = (
        (alarms.at > outage.start) & (alarms.at < outage.end) & np.isin(alarms.camera, outage.cameras)
    )
    assert {NAMES[matter] for matter in alarms.matter[while_dark]} == {OFFLINE}
    assert (alarms.matter[alarms.camera < 0] == NAMES.index("outage")).all()
    assert (alarms.camera < 0).sum() == len([one for one in dark if one.start + 2 < ASSUMED.days * 1440])


def test_rain_raises_false_alarms_in_its_streets():
    """Many more an hour than at other times, some of them of what the rain itself does."""
    world, alarms, troubles = _made()
    rain = next(one for one in troubles if one.kind == "rain")
    there = np.isin(alarms.camera, np.flatnonzero(world.street == rain.index))
    hours = (rain.end - rain.start) / 60
    in_rain = (there & (alarms.at >= rain.start) & (alarms.at < rain.end)).sum() / hours
    assert in_rain > 3 * there.sum() / (ASSUMED.days * 24)


def test_some_cameras_chatter():
    """One camera and matter, again and again within hours."""
    _, alarms, _ = _made()
    pairs = alarms.camera * 100 + alarms.matter
    busiest = np.bincount(pairs[alarms.camera >= 0]).argmax()
    times = alarms.at[pairs == busiest]
    assert (np.diff(times) < 120).sum() > 10
