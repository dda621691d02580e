"""What a replay needs of a configs folder: no secrets, but every mistake in the rest."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from core.errors import ConfigError, GridwatchError
from gridwatch.workbench.district import read_district, with_changes

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def configs(tmp_path: Path) -> Path:
    """A copy of the shipped configuration, without any secret."""
    return Path(shutil.copytree(ROOT / "configs", tmp_path / "configs"))


def test_cameras_profiles_codes_and_grid_are_read_without_secrets(configs: Path) -> None:
    """A folder that somebody was sent can be replayed: nothing is reached, so nothing is logged in to."""
    district = read_district(configs)
    assert district.cameras
    assert set(district.profile_of) <= set(district.cameras)
    assert len(district.grid) > 300
    assert district.model == configs.resolve().parent / "models" / "default"


def test_mistakes_are_told_with_their_file(configs: Path, tmp_path: Path) -> None:
    """As `gridwatch check` tells them."""
    (configs / "profiles" / "street.yaml").write_text("name: street\nrules: []\n", encoding="utf-8")
    with pytest.raises(GridwatchError, match=r"profiles/street\.yaml"):
        read_district(configs)
    with pytest.raises(ConfigError, match="is not a folder"):
        read_district(tmp_path / "nothing")


def test_a_change_is_made_in_every_profile_that_has_the_rule(configs: Path) -> None:
    """One word on the command line, all cameras; a rule that nobody has is told."""
    district = read_district(configs)
    changed = with_changes(district, configs, ["waste.k=2"])
    rules = [rule for profile in changed.profiles.values() for rule in profile.rules if rule.id == "waste"]
    assert rules
    assert {getattr(rule, "k", None) for rule in rules} == {2}
    assert with_changes(district, configs, ["period_s=7"]).profiles["street"].period_s == 7
    with pytest.raises(ConfigError, match="has a rule wast"):
        with_changes(district, configs, ["wast.k=2"])


def test_one_profile_can_be_laid_over_all_cameras(configs: Path) -> None:
    """For an experiment."""
    district = read_district(configs)
    street = district.profiles["street"]
    assert set(district.checked_by(street).profile_of.values()) == {street}
