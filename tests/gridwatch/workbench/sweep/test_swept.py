"""Whose settings are swept, and what is written of the best ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import ConfigError
from gridwatch.workbench.district import read_district
from gridwatch.workbench.sweep.grid import axes_of
from gridwatch.workbench.sweep.study import Plan
from gridwatch.workbench.sweep.swept import SweptProfiles

CONFIGS = Path(__file__).resolve().parents[4] / "configs"


def profiles(*grid: str) -> SweptProfiles:
    """Those of the sample configs that have the rules."""
    return SweptProfiles(read_district(CONFIGS), CONFIGS, None, axes_of(grid))


def test_every_profile_with_the_rule_is_changed_and_no_other() -> None:
    """Cameras that are checked by another profile stay as they are."""
    before = read_district(CONFIGS).profile_of
    swept = profiles("crowd.count=7,9")
    after = swept.of((("crowd.count", 7),))
    mine = {camera for camera, profile in before.items() if profile.name in swept.names}
    assert mine
    assert {camera for camera in before if after[camera] != before[camera]} == mine
    assert swept.of(swept.present) == before


def test_a_rule_that_nobody_has_is_told_with_the_nearest() -> None:
    """Before anything is seen."""
    with pytest.raises(ConfigError, match=r"--grid crowds\.count: no rule crowds"):
        profiles("crowds.count=7")


def test_a_grid_without_any_profile_that_can_be_is_refused() -> None:
    """More looks that must show it than are remembered: every point is impossible."""
    axes = axes_of(["waste.k=30,31", "waste.n=3"])
    with pytest.raises(ConfigError, match="k"):
        profiles("waste.k=30,31", "waste.n=3").check(Plan(axes=axes))


def test_only_what_changes_is_written(tmp_path: Path) -> None:
    """A file and a diff a changed profile; what is set already leaves none."""
    swept = profiles("crowd.count=7,9")
    assert swept.write(tmp_path, swept.present) == {}
    assert list(tmp_path.iterdir()) == []
    diffs = swept.write(tmp_path, (("crowd.count", 7),))
    assert sorted(diffs) == sorted(swept.names)
    assert all("count: 7" in text for text in diffs.values())
    assert len(list((tmp_path / "profiles").iterdir())) == len(diffs)
