"""What holds alarms back, as the running service knows it."""

from __future__ import annotations

from alerts.load.inhibition import Cause, Inhibitions
from core.config.settings.load import Load
from core.look import LookFailureKind
from gridwatch.load.causes import Causes
from tests.builders import camera, failure
from tests.builders_load import item
from tests.gridwatch.test_outage_desk import NAMES, Room
from tests.gridwatch.test_roster import configuration


def test_cameras_of_an_outage_hold_their_alarms_back_until_they_answer():
    """The reason names the outage; whoever is back is not held any more."""
    room = Room()
    causes = Causes(room.roster, room.desk, Load())
    assert causes() == []
    room.fail(*NAMES)
    room.wait(120)
    lasting = Inhibitions.of(causes())
    found = lasting.explaining(item(cameras=("c-00",)))
    assert found.cause is Cause.OUTAGE
    assert "network of owner police dark" in found.why.tell("en")
    assert "权属单位police网络中断" in found.why.tell("zh")
    assert lasting.explaining(item(cameras=("o-1",))) is None
    room.answer("c-00")
    room.wait(2)
    assert Inhibitions.of(causes()).explaining(item(cameras=("c-00",))) is None


def test_a_turned_camera_holds_its_own_back():
    """Its places are false until it looks where it should."""
    room = Room()
    causes = Causes(room.roster, room.desk, Load())
    room.roster.note(failure(LookFailureKind.TURNED, camera_id="o-1"))
    lasting = Inhibitions.of(causes())
    assert lasting.explaining(item(cameras=("o-1",))).cause is Cause.TURNED
    assert lasting.explaining(item(cameras=("o-2",))) is None


def test_a_street_whose_pictures_blur_together_is_in_bad_weather():
    """By the cameras' grid codes; a night that makes all of them black is no weather."""
    room = Room()
    street = [camera(f"s-{n}", access={"host": f"10.1.0.{n}"}, grid_code="330109001") for n in range(10)]
    room.roster.swap(configuration(*street))
    causes = Causes(room.roster, room.desk, Load())
    for seconds in (0, 60):
        for one in street:
            room.roster.note(failure(LookFailureKind.BLACK, seconds=seconds, camera_id=one.id))
    assert causes() == []
    for seconds in (120, 180):
        for one in street:
            room.roster.note(failure(LookFailureKind.BLURRED, seconds=seconds, camera_id=one.id))
    (found,) = causes()
    assert (found.cause, found.grid, found.facts["cameras"]) == (Cause.DEGRADED, "330109001", 10)
