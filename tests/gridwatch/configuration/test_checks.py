"""What only several files together can be wrong about; the museum in test_loader.py shows the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.config.camera import Zone
from core.config.settings.district import District
from core.config.settings.root import Settings
from core.config.settings.serving import Api
from core.secrets import Secrets
from gridwatch.configuration import checks
from gridwatch.configuration.camera_files import CameraAt
from gridwatch.configuration.reading import Reading
from tests.builders import camera, profile

SETTINGS = Settings(district=District(name="示范区", code="990101"))


def keys(reading: Reading) -> list[str]:
    """The keys that something is wrong with."""
    return [problem.key for problem in reading.problems]


def at(**changes: object) -> CameraAt:
    """A camera and where it was written."""
    return CameraAt(camera=camera(**changes), file="cameras/a.yaml", line=3)  # type: ignore[arg-type] # fields of a camera


@pytest.mark.parametrize(("read", "told"), [(True, ["credential"]), (False, [])])
def test_an_unknown_login_is_told_only_where_the_secrets_could_be_read(read: bool, told: list[str]) -> None:
    """One bad secrets file is one message, not one for every camera."""
    reading = Reading(Path("configs"))
    reading.secrets_read = read
    checks.check_logins(reading, [at(access={"host": "10.0.0.1", "credential": "gate"})], Secrets())
    assert keys(reading) == told


def test_a_token_that_the_first_start_makes_is_no_mistake() -> None:
    """A fresh folder can be checked and its cameras probed before anything ran; another secret has to be there."""
    reading = Reading(Path("configs"))
    named = SETTINGS.model_copy(update={"api": Api(admin_token="admin-token")})
    checks.check_settings(reading, named, {}, (), Secrets())
    assert [(p.key, p.level) for p in reading.problems] == [
        ("admin-token", "error"),
        ("api-token", "warning"),
    ]


def test_a_token_too_short_to_be_taken_is_told_without_its_value() -> None:
    """The start would refuse it; the message names it and does not quote it."""
    reading = Reading(Path("configs"))
    checks.check_settings(reading, SETTINGS, {}, (), Secrets(values={"api-token": "abc42"}))
    assert keys(reading) == ["api.token"]
    assert "abc42" not in str(reading.problems[0])
    reading = Reading(Path("configs"))
    named = SETTINGS.model_copy(update={"api": Api(admin_token="admin-token")})
    values = {"api-token": "long-enough-token", "admin-token": "abc42"}
    checks.check_settings(reading, named, {}, (), Secrets(values=values))
    assert keys(reading) == ["api.admin_token"]


def test_a_time_zone_that_nobody_knows_is_told() -> None:
    """Whoever shows times in it would fail."""
    reading = Reading(Path("configs"))
    wrong = Settings(district=District(name="示范区", code="990101", timezone="Asia/Atlantis"))
    checks.check_settings(reading, wrong, {}, (), Secrets(values={"api-token": "long-enough-token"}))
    assert keys(reading) == ["district.timezone"]


def test_a_camera_that_no_profile_selects_is_told_unless_it_is_disabled() -> None:
    """It would be looked at for nothing."""
    reading = Reading(Path("configs"))
    named = profile()
    cameras = [at(camera_id="on", scene="nowhere"), at(camera_id="off", scene="nowhere", enabled=False)]
    narrow = named.model_copy(update={"select": named.select.model_copy(update={"scenes": ("plaza",)})})
    assert checks.choose_profiles(reading, cameras, {narrow.name: narrow}) == {}
    assert keys(reading) == ["on"]


def test_ground_points_in_a_line_are_told() -> None:
    """No homography can be made of them."""
    point = {"lon": 120.25, "lat": 30.45, "datum": "WGS84"}
    points = [{"picture": (0.1 * i, 0.5), "ground": point} for i in range(6)]
    reading = Reading(Path("configs"))
    checks.check_ground_points(reading, [at(ground_points=points), at()])
    assert keys(reading) == ["ground_points"]


def test_a_kind_of_zone_that_is_nearly_one_is_told() -> None:
    """A rule for `kreb` runs nowhere; one for a kind that no camera has yet may be meant for later."""
    rule = {"id": "waste", "kind": "dwell", "matter": "construction_waste", "classes": ["waste"]}
    zone = Zone(id="a", kind="kerb", polygon=((0.1, 0.5), (0.9, 0.5), (0.9, 0.9)))
    reading = Reading(Path())
    wrong = profile(rule | {"zone_kinds": ["kerb", "kreb", "green_space"]}, name="street")
    reading.file_of["street"] = "profiles/street.yaml"
    checks.check_zone_kinds(reading, [at(zones=[zone])], {"street": wrong})
    ((key, level, cure),) = [(one.key, one.level, one.cure) for one in reading.problems]
    assert (key, level, cure) == ("rules[0].zone_kinds[1]", "warning", "Did you mean kerb?")
