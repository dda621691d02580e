"""What a replay needs of a configs folder: cameras, profiles, codes, grid. No secrets: nothing is reached.

The same files and the same checks as the service's, but for those of logins, tokens and receivers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from alerts.codes import CodeTable
from alerts.grid import GridIndex, load_grid, unit_layers
from core.config.camera import Camera
from core.config.matter import MatterTable
from core.config.profile import Profile
from core.config.settings.root import Settings
from core.errors import ConfigError
from gridwatch.configuration import checks
from gridwatch.configuration.loader import model_folder
from gridwatch.configuration.problem import BadConfiguration
from gridwatch.configuration.reading import Reading
from gridwatch.workbench.profiles import read_profile


@dataclass(frozen=True, kw_only=True, slots=True)
class District:
    """Cameras and what they are checked for."""

    settings: Settings
    cameras: Mapping[str, Camera]  # by id
    profile_of: Mapping[str, Profile]  # camera id -> profile
    codes: CodeTable
    grid: GridIndex
    model: Path  # its folder

    def checked_by(self, profile: Profile) -> District:
        """The same district with one profile for all cameras."""
        return replace(self, profile_of=dict.fromkeys(self.cameras, profile))

    def with_profiles(self, profiles: Mapping[str, Profile]) -> District:
        """The same district with other profiles of the same names."""
        chosen = {
            camera_id: profiles.get(profile.name, profile) for camera_id, profile in self.profile_of.items()
        }
        return replace(self, profile_of=chosen)

    @property
    def profiles(self) -> Mapping[str, Profile]:
        """Those that are used, by name."""
        return {profile.name: profile for profile in self.profile_of.values()}


def read_district(configs: Path) -> District:
    """Read a configs folder.

    Raises:
        BadConfiguration: with every mistake in what a replay needs.
        ConfigError: it is no folder.
    """
    if not configs.is_dir():
        raise ConfigError(f"{configs}: is not a folder; give the configs folder by --config")
    reading = Reading(configs)
    settings = reading.settings()
    cameras = reading.tuned(reading.cameras(), reading.overlays())
    profiles = reading.many("profiles", Profile, lambda profile: profile.name)
    tables = reading.many("matters", MatterTable, lambda table: table.table)
    table = tables.get(settings.matter_table) if settings else None
    grid, wrong = load_grid(unit_layers(configs))
    for one in wrong:
        reading.add(f"grid/{one.file}", None, one.where, one.what, one.cure, level=one.level)
    checks.check_profiles(reading, profiles, table, None)
    profile_of = checks.choose_profiles(reading, cameras, profiles)
    if settings is not None and table is None and tables:
        reading.at("gridwatch.yaml", ("matter_table",), f"no table {settings.matter_table}", "Name one.")
    errors = [problem for problem in reading.problems if problem.level == "error"]
    if errors or settings is None or table is None:
        raise BadConfiguration(errors)
    return District(
        settings=settings,
        cameras={at.camera.id: at.camera for at in cameras},
        profile_of=profile_of,
        codes=CodeTable(table),
        grid=grid,
        model=model_folder(configs, settings),
    )


def with_changes(district: District, configs: Path, changes: Sequence[str]) -> District:
    """Return the district with `<rule id>.<key>=<value>` made in every profile that has the rule.

    Raises:
        ConfigError: no profile has it, or the value does not fit.
    """
    wanted: dict[str, list[str]] = {}
    for change in changes:
        rule, dot, _ = change.partition("=")[0].partition(".")
        having = [
            name
            for name, profile in district.profiles.items()
            if not dot or any(one.id == rule for one in profile.rules)
        ]
        if not having:
            raise ConfigError(f"--set {change}: none of {', '.join(district.profiles)} has a rule {rule}")
        for name in having:
            wanted.setdefault(name, []).append(change)
    return district.with_profiles({name: read_profile(configs, name, mine) for name, mine in wanted.items()})
