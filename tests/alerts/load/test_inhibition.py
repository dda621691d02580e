from __future__ import annotations

from datetime import timedelta

from alerts.load.inhibition import Cause, Inhibition, Inhibitions, declared, degraded
from alerts.load.silence import Matchers, SilenceKind
from core.config.settings.load import Load
from tests.builders_load import NOON, STREET, item, silence


def _dark(*cameras: str, ref: str = "host-1") -> Inhibition:
    facts = {"name": "主机", "name_en": "host"}
    return Inhibition(id=ref, cause=Cause.OUTAGE, since=NOON, cameras=frozenset(cameras), facts=facts)


def test_an_alarm_waits_when_none_of_its_cameras_can_be_looked_through():
    """Two cameras of different dark hosts are dark; one that still sees lets it through."""
    lasting = Inhibitions.of([_dark("cam-1"), _dark("cam-2", ref="host-2")])
    assert lasting.explaining(item(cameras=("cam-1", "cam-2"))).id == "host-1"
    assert lasting.explaining(item(cameras=("cam-1", "cam-3"))) is None
    assert lasting.explaining(item(cameras=("cam-3", "cam-1"))) is None
    assert lasting.explaining(item(cameras=())) is None


def test_what_a_person_has_confirmed_waits_for_no_camera():
    """It is known to be there, whatever the camera does now."""
    assert Inhibitions.of([_dark("cam-1")]).explaining(item(certainty="observed")) is None


def test_declared_weather_lies_over_its_part_of_the_grid_and_spares_what_rain_does():
    """Garbage is not believed in the rain; ponding is what the rain brings."""
    rain = silence(kind=SilenceKind.WEATHER, matchers=Matchers(grid=STREET), reason="heavy rain")
    over = silence(id="sil_2", kind=SilenceKind.WEATHER, matchers=Matchers(grid="33"), ends_at=NOON)
    lasting = Inhibitions.of(declared([rain, over, silence()], NOON, Load()))
    found = lasting.explaining(item())
    assert (found.id, found.cause) == ("sil_1", Cause.WEATHER)
    assert "heavy rain" in found.why.tell("en")
    assert lasting.explaining(item(matter="ponding")) is None
    assert lasting.explaining(item(grid="330109002001")) is None


def test_a_street_whose_pictures_turn_bad_together_is_taken_for_bad_weather():
    """Enough of its cameras, near in time; those that broke one by one in weeks are no weather."""
    streets = {f"cam-{n}": STREET for n in range(20)} | {"far": "330109002"}
    together = {f"cam-{n}": NOON - timedelta(minutes=n) for n in range(8)}
    (found,) = degraded(together, streets, Load())
    assert (found.grid, found.cause, found.since) == (STREET, Cause.DEGRADED, NOON - timedelta(minutes=7))
    assert (found.facts["cameras"], found.facts["members"]) == (8, 20)
    slowly = {f"cam-{n}": NOON - timedelta(days=n) for n in range(8)}
    assert degraded(slowly, streets, Load()) == []
    assert degraded({"cam-1": NOON}, streets, Load()) == []


def test_a_degraded_street_stays_so_until_half_of_it_sees_again():
    """Else it would begin and end with every camera."""
    streets = {f"cam-{n}": STREET for n in range(20)}
    fewer = {f"cam-{n}": NOON for n in range(5)}
    assert degraded(fewer, streets, Load()) == []
    assert len(degraded(fewer, streets, Load(), lasting=(STREET,))) == 1
    assert degraded({"cam-1": NOON}, streets, Load(), lasting=(STREET,)) == []
