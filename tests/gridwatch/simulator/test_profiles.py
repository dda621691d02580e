"""Profiles of the simulated district."""

import pytest

from core.config.profile import Profile
from gridwatch.simulator.places import AREAS
from gridwatch.simulator.profiles import PROFILES


@pytest.mark.parametrize("name", PROFILES)
def test_profiles_are_legal_and_fit_the_zones(name: str):
    """Each validates, is named as its file, and asks for zone kinds that exist or are reserved."""
    profile = Profile.model_validate(PROFILES[name])
    assert profile.name == name
    known = {area.kind for areas in AREAS.values() for area in areas} | {"no_parking", "fire_lane"}
    assert {kind for rule in profile.rules for kind in rule.zone_kinds} <= known
