"""One pass over a folder: what can be read is read, and all that is wrong is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.config.profile import Profile
from core.config.receiver import Receiver
from core.config.settings.district import District
from core.config.settings.root import Settings
from gridwatch.configuration.problem import BadConfiguration
from gridwatch.configuration.reading import Reading, read_settings, value_names


def test_a_good_folder_is_read_without_a_problem(good: Path) -> None:
    """Settings, cameras, profiles, secrets and the model."""
    reading = Reading(good)
    settings, cameras = reading.settings(), reading.cameras()
    assert settings is not None
    assert [one.camera.id for one in cameras] == ["good-1"]
    assert "street" in reading.many("profiles", Profile, lambda profile: profile.name)
    assert reading.file_of["street"] == "profiles/street.yaml"
    assert reading.secrets(settings, cameras, (), {}).value("api-token") == "test-token"
    assert reading.problems == []


def test_an_empty_folder_says_what_to_put_there(tmp_path: Path) -> None:
    """Nothing is raised, and no camera is asked for as long as the settings are missing."""
    reading = Reading(tmp_path)
    assert reading.settings() is None
    assert reading.cameras() == []
    assert reading.many("profiles", Profile, lambda profile: profile.name) == {}
    assert reading.model(tmp_path / "models") is None
    told = [(problem.file, problem.level) for problem in reading.problems]
    assert told == [
        ("gridwatch.yaml", "error"),
        ("profiles", "error"),
        ("gridwatch.yaml", "error"),
    ]


def test_secrets_that_cannot_be_read_are_remembered_as_such(good: Path) -> None:
    """What is missing may stand in there: it is not told as unknown as well."""
    (good / "secrets.yaml").write_text("values: [", encoding="utf-8")
    reading = Reading(good)
    reading.secrets(reading.settings(), reading.cameras(), (), {})
    assert not reading.secrets_read
    assert {problem.file for problem in reading.problems} == {"secrets.yaml"}


def test_settings_alone_are_read_or_refused_whole(good: Path) -> None:
    """For what needs no camera: nothing else of the folder is looked at."""
    (good / "cameras" / "broken.yaml").write_text("[", encoding="utf-8")
    assert read_settings(good).shadow.file == "var/shadow.db"
    (good / "gridwatch.yaml").unlink()
    with pytest.raises(BadConfiguration, match="is missing"):
        read_settings(good)


def test_the_secrets_that_are_asked_for() -> None:
    """The callback's only where there is a platform to call back."""
    district = District(name="示范区", code="990101")
    assert value_names(None, ()) == []
    assert value_names(Settings(district=district), ()) == ["api-token"]
    receiver = Receiver(name="city", url="http://127.0.0.1/", secret="city-key", allow=("127.0.0.0/8",))
    assert value_names(Settings(district=district), (receiver,)) == [
        "api-token",
        "city-key",
        "callback",
    ]
