"""Against the simulated cameras, over real SOAP: what arrives, what does not, and what is said about it."""

import asyncio
import time

import pytest

from core.clock import SystemClock
from core.config.settings.looking import Looking
from gridwatch.simulator.camera_server import CameraServer
from gridwatch.simulator.device import Bearing, Preset, Quirk, Turning
from gridwatch.simulator.faults import FaultKind
from ingest.onvif.turning import Direction, Order, turn
from tests.builders import camera
from tests.builders_servers import LOGIN, device, fault, fleet, in_thread, street

LOOKING = Looking(open_s=1, onvif_s=2)
DOME = Turning(speed_dps=600, tilt_deg=(-90, 0), home=Bearing(pan=0, tilt=-20))
PRESETS = (Preset(token="p1", name="Gate"), Preset(token="p2", name="Plaza", pan=0.5, tilt=0.2))
PTZ = {"zero_heading_deg": 0, "tolerance_deg": 1, "wide_hfov_deg": 62}
TO = Order(direction=Direction(pan_deg=70, tilt_deg=-30))
POSE = {"height_m": 10, "heading_deg": 0, "tilt_deg": 20, "hfov_deg": 62}


async def turned(
    order=TO, *, turning=DOME, presets=PRESETS, quirks=(), faults=(), ptz=PTZ, within_s=4.0, travel_s=0.1
):
    """Turn one simulated camera; return the end and where its head then is."""
    one = device(turning=turning, presets=presets, quirks=frozenset(quirks), travel_s=travel_s)
    async with CameraServer(fleet(one, faults=faults), street, streams=False) as server:
        told = camera(
            access={
                "host": "127.0.0.1", "onvif_port": server.port, "onvif_path": "/cam/cam-1/onvif/device_service"
            },
            ptz=ptz,
            pose=POSE,
        )  # fmt: skip
        found = await in_thread(
            lambda: turn(
                told,
                LOGIN,
                order,
                looking=LOOKING,
                clock=SystemClock(),
                sleep=time.sleep,
                within_s=within_s,
                poll_s=0.18,
            )
        )
        await asyncio.sleep(0)
        return found, server.onvif.heads.at(one)


async def test_by_degrees():
    """It is sent by degrees, stands there, and says where and how wide it looks."""
    found, head = await turned()
    assert found.arrived
    assert found.direction == pytest.approx((70, -30))
    assert found.hfov_deg == 62
    assert (head.pan, head.tilt, head.zoom) == (70, -30, 0)
    assert found.why.code == "ptz.arrived"


async def test_zoom_by_millimetres():
    """Where the device takes a focal length and its sensor is known, it is zoomed to the width asked for."""
    lens = Turning(speed_dps=600, sensor_mm=5.6, home=Bearing(tilt=-20))
    order = Order(direction=Direction(pan_deg=10, tilt_deg=-30, hfov_deg=20))
    found, head = await turned(order, turning=lens, ptz=PTZ | {"sensor_width_mm": 5.6})
    assert found.hfov_deg == pytest.approx(20)
    assert 62 + (4 - 62) * head.zoom == pytest.approx(20, abs=0.1)


@pytest.mark.parametrize("quirk", [Quirk.NO_MOVE_STATUS, Quirk.NAT_INSIDE])
async def test_habits_that_do_not_matter(quirk):
    """GetStatus without MoveStatus, an inside address: it arrives all the same."""
    found, _ = await turned(quirks={quirk})
    assert found.arrived


async def test_reversed_axes_by_the_administrators_word():
    """thingino: whoever counts the other way is told the other way."""
    order = Order(direction=Direction(pan_deg=-70, tilt_deg=30))
    found, head = await turned(order, quirks={Quirk.REVERSED_AXES}, ptz={**PTZ, "tilt_limits_deg": (-20, 90)})
    assert found.arrived
    assert (head.pan, head.tilt) == (70, -30)


@pytest.mark.parametrize(
    ("turning", "quirks"),
    [
        (Turning(spherical=False, speed_dps=900), ()),
        (Turning(spherical=False, speed_dps=900), (Quirk.GENERIC_360,)),
        (DOME, (Quirk.NO_ABSOLUTE_SPACES,)),
        (Turning(spherical=False, speed_dps=900), (Quirk.NO_MOVE_STATUS,)),
        (None, ()),
    ],
)
async def test_without_degrees_the_preset_is_gone_to(turning, quirks):
    """Generic spaces, also when told as 0..360, and empty ones: never a move by generic numbers, the preset instead."""
    found, _ = await turned(Order(direction=TO.direction, preset="p2"), turning=turning, quirks=quirks)
    assert (found.arrived, found.preset, found.direction) == (True, "p2", None)


@pytest.mark.parametrize(
    ("order", "turning", "code"),
    [
        (TO, Turning(spherical=False), "ptz.no_degrees"),
        (Order(direction=Direction(pan_deg=0, tilt_deg=10)), DOME, "ptz.out_of_range"),
        (Order(), DOME, "ptz.no_preset"),
        (Order(preset="p9"), DOME, "ptz.no_such_preset"),
    ],
)
async def test_what_cannot_be_done_moves_nothing(order, turning, code):
    """Said why, and the head has not moved."""
    found, head = await turned(order, turning=turning)
    assert (found.arrived, found.moved, found.why.code) == (False, False, code)
    assert head == turning.home


async def test_home():
    """The device's own home position, where no other is configured."""
    found, _ = await turned(Order(own_home=True))
    assert found.arrived


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"faults": [fault(FaultKind.PTZ_STOPS)]}, "ptz.elsewhere"),
        ({"faults": [fault(FaultKind.PTZ_NEVER_IDLE)], "within_s": 1.0}, "ptz.late"),
        ({"quirks": {Quirk.NO_POSITION}}, "ptz.untold"),
        ({"quirks": {Quirk.GENERIC_STATUS}}, "ptz.untold"),
    ],
)
async def test_what_does_not_arrive_is_said(changes, code):
    """Stopped half-way, moving for ever, telling no position that proves anything: moved, not arrived."""
    found, _ = await turned(**changes)
    assert (found.arrived, found.moved, found.why.code) == (False, True, code)


@pytest.mark.parametrize("kind", [FaultKind.PTZ_REFUSES, FaultKind.OFFLINE])
async def test_a_device_that_does_not_obey(kind):
    """A fault, no answer: the reason holds the device's words."""
    found, _ = await turned(faults=[fault(kind)])
    assert found.why.code == "ptz.unreachable"
    assert str(found.why.facts["detail"])


def test_a_fixed_camera_is_not_asked():
    """Nothing is sent to a camera that has no ptz in its file."""
    found = turn(camera(), None, TO, looking=LOOKING, clock=SystemClock(), sleep=time.sleep, within_s=1)
    assert found.why.code == "ptz.no_ptz"
