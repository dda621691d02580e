"""Which recordings are meant, and which configs they are judged by."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import ClipError, ConfigError
from gridwatch.workbench.district import read_district
from gridwatch.workbench.looks import FILE, StoredLook
from gridwatch.workbench.sources import check_known, configs_of, stored_folder
from tests.builders import at

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def day(tmp_path: Path) -> Path:
    """A folder of stored looks."""
    folder = tmp_path / "day"
    folder.mkdir()
    (folder / FILE).touch()
    return folder


def test_stored_looks_are_told_from_clips_and_go_alone(day: Path, tmp_path: Path) -> None:
    """One desk has all their cameras; a clip beside them would have none."""
    clip = tmp_path / "plaza.mp4"
    assert stored_folder([clip, tmp_path]) is None
    assert stored_folder([day]) == day
    with pytest.raises(ClipError, match=r"day: holds stored looks; give it alone"):
        stored_folder([clip, day])


def test_the_configs_are_those_given_else_those_they_were_taken_under(day: Path) -> None:
    """A folder without any is judged by the working folder's."""
    assert configs_of(None, None) == configs_of(day, None) == Path("configs")
    (day / "configs").mkdir()
    assert configs_of(day, None) == day / "configs"
    assert configs_of(day, Path("other")) == Path("other")


def test_a_camera_that_is_checked_for_nothing_is_named(day: Path) -> None:
    """Its looks would be passed over in silence."""
    district = read_district(ROOT / "configs")
    known = next(iter(district.profile_of))
    looks = [StoredLook(camera=known, taken_at=at(0), path=day / "1.jpg")]
    check_known(district, day, looks)
    with pytest.raises(ConfigError, match=r"1 cameras .* not configured: nobody; give their configs"):
        check_known(district, day, [*looks, replace(looks[0], camera="nobody")])
