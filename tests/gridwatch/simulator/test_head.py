from __future__ import annotations

import pytest

from core.clock import ManualClock
from gridwatch.simulator.device import Bearing, Preset, Turning
from gridwatch.simulator.faults import FaultKind
from gridwatch.simulator.head import Heads, bearing_of, generic, home_of, pose_at
from tests.builders_servers import device, fault, fleet

DOME = device(turning=Turning(speed_dps=45, home=Bearing(pan=10, tilt=-20)))


def test_a_head_turns_over_time(clock: ManualClock) -> None:
    """Ninety degrees at 45 a second: half of the way after one second, there after two."""
    heads = Heads(fleet(DOME, clock=clock))
    assert heads.at(DOME) == Bearing(pan=10, tilt=-20)
    before = heads.view("cam-1")
    heads.send(DOME, Bearing(pan=100, tilt=-20, zoom=1))
    clock.advance(1)
    assert heads.moving(DOME)
    assert (heads.at(DOME).pan, heads.at(DOME).zoom) == (55, 0.5)
    moving = heads.view("cam-1")
    clock.advance(1)
    assert not heads.moving(DOME)
    assert heads.at(DOME).pan == 100
    assert len({before, moving, heads.view("cam-1")}) == 3


def test_who_wants_to_know_is_told_where_a_head_is_sent(clock: ManualClock) -> None:
    """At once, with where it will be: what takes time there can be begun."""
    heads, sent = Heads(fleet(DOME, clock=clock)), []
    heads.on_send = lambda one, target: sent.append((one.id, target))
    heads.send(DOME, Bearing(pan=100, tilt=-20))
    assert sent == [(DOME.id, Bearing(pan=100, tilt=-20))]


def test_a_new_order_begins_where_the_head_is(clock: ManualClock) -> None:
    """Nobody waits for the end of the first move."""
    heads = Heads(fleet(DOME, clock=clock))
    heads.send(DOME, Bearing(pan=100, tilt=-20))
    clock.advance(1)
    heads.send(DOME, Bearing(pan=10, tilt=-20))
    assert heads.at(DOME).pan == 55
    clock.advance(1)
    assert heads.at(DOME) == Bearing(pan=10, tilt=-20)


def test_a_head_that_stops_on_its_way(clock: ManualClock) -> None:
    """By script: it stands half-way and tells that it stands; another tells MOVING for ever."""
    heads = Heads(fleet(DOME, clock=clock, faults=[fault(FaultKind.PTZ_STOPS, figure=0.5)]))
    heads.send(DOME, Bearing(pan=100, tilt=-20))
    clock.advance(60)
    assert heads.at(DOME).pan == 55
    assert not heads.moving(DOME)
    busy = Heads(fleet(DOME, clock=clock, faults=[fault(FaultKind.PTZ_NEVER_IDLE)]))
    assert not busy.moving(DOME)
    busy.send(DOME, Bearing(pan=100, tilt=-20))
    clock.advance(60)
    assert busy.moving(DOME)


def test_generic_numbers_are_shares_of_the_range() -> None:
    """Half to the right of a range of 340 degrees is 85 degrees; and back."""
    head = device(
        presets=(Preset(token="1", name="Gate", pan=0.5, tilt=1),), turning=Turning(pan_deg=(-170, 170))
    )
    at = bearing_of(head, head.presets[0])
    assert (at.pan, at.tilt) == (85, 0)
    assert generic(head, at) == (0.5, 1)
    assert home_of(device(presets=head.presets)).pan == 90


def test_the_pose_follows_the_bearing() -> None:
    """Pan to the right turns clockwise, tilt upwards lifts the view, zoom narrows it."""
    pose = pose_at(Turning(zero_heading_deg=350), Bearing(pan=30, tilt=-25, zoom=0.5), 12)
    assert (pose.heading_deg, pose.tilt_deg, pose.height_m) == (20, 25, 12)
    assert pose.hfov_deg == pytest.approx(33)
