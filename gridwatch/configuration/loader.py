"""The whole configuration: read, checked against itself, and only then handed out.

A reload calls `load` again and swaps the result; a folder with one error changes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from alerts.grid import GridIndex, load_grid, social_layers, unit_layers
from alerts.streets import load_streets
from core.config.calendar import Calendar
from core.config.camera import Camera
from core.config.crosswalk import Crosswalk
from core.config.matter import MatterTable
from core.config.profile import Profile
from core.config.receiver import Receiver
from core.config.settings.root import Settings
from core.config.unit import UnitTable
from core.secrets import Secrets
from gridwatch.configuration import checks
from gridwatch.configuration.camera_cache import CameraCache
from gridwatch.configuration.camera_files import CameraAt
from gridwatch.configuration.case_checks import check_calendar, check_units, chosen
from gridwatch.configuration.offer_checks import check_offers
from gridwatch.configuration.opinion_checks import check_opinion
from gridwatch.configuration.overlay_files import OverlayAt
from gridwatch.configuration.problem import BadConfiguration, Problem
from gridwatch.configuration.reading import Reading, beside
from gridwatch.configuration.receiver_checks import check_receivers
from gridwatch.configuration.shadow_checks import check_shadow


@dataclass(frozen=True, kw_only=True, slots=True)
class Configuration:
    """A valid configuration, frozen."""

    folder: Path
    settings: Settings
    cameras: Mapping[str, Camera]
    profiles: Mapping[str, Profile]
    profile_of: Mapping[str, Profile]  # camera id -> profile
    tables: Mapping[str, MatterTable]  # by name
    receivers: Mapping[str, Receiver]  # by name
    crosswalks: Mapping[str, Crosswalk]  # by name
    grid: GridIndex
    secrets: Secrets
    warnings: tuple[Problem, ...]
    calendar: Calendar | None = None  # of the city; None: working time cannot be counted
    units: UnitTable | None = None  # who is responsible; None: nobody is named
    social: GridIndex = field(default_factory=GridIndex)  # the social-governance grid
    streets: bytes | None = field(default=None, repr=False)  # GeoJSON in WGS-84; None: nobody has drawn them
    written: Mapping[str, CameraAt] = field(
        default_factory=dict
    )  # camera id -> where it stands in which file, and as that file has it
    overlays: Mapping[str, OverlayAt] = field(default_factory=dict)  # camera id -> what lies over it
    cache: CameraCache = field(default_factory=CameraCache, repr=False, compare=False)  # for the next reading

    @property
    def matter_table(self) -> MatterTable:
        """The city's code table."""
        return self.tables[self.settings.matter_table]

    def model_folder(self) -> Path:
        """The folder of the model; a relative one is looked for beside the configs folder."""
        return model_folder(self.folder, self.settings)


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """What a folder is read with in place of what it holds: the same names, other contents."""

    profiles: Mapping[str, Path] = field(default_factory=dict)  # file name in profiles/ -> file to read
    model: Path | None = None  # its folder
    cameras: Mapping[str, Path] = field(default_factory=dict)  # file name in cameras/ -> file to read
    overlays: Mapping[str, Path | None] = field(
        default_factory=dict
    )  # file name in cameras/overlays/ -> file to read; None: none


def model_folder(folder: Path, settings: Settings) -> Path:
    """Return where `settings.model.folder` points: absolute, or relative to the parent of configs/."""
    return beside(folder, settings.model.folder)


def load(folder: Path, environment: Mapping[str, str] | None = None) -> Configuration:
    """Read and check the folder.

    Raises:
        BadConfiguration: with every error found, never only the first.
    """
    configuration, problems = inspect(folder, environment)
    if configuration is None:
        raise BadConfiguration(problems)
    return configuration


def inspect(
    folder: Path,
    environment: Mapping[str, str] | None = None,
    *,
    trial: Trial | None = None,
    cache: CameraCache | None = None,
) -> tuple[Configuration | None, list[Problem]]:
    """Return the configuration (None when there is an error) and every problem, warnings included.

    Args:
        folder: the configs folder.
        environment: where secrets are looked for first; default: the process's.
        trial: what to read in place of what the folder holds.
        cache: camera files read before.
    """
    trial = trial or Trial()
    environment = os.environ if environment is None else environment
    if not folder.is_dir():
        what = "is not a folder"
        return None, [
            Problem(file=str(folder), line=None, key="", what=what, cure="Give the configs folder.")
        ]
    cache = cache or CameraCache()
    reading = Reading(folder, cache)
    settings = reading.settings()
    written, overlays = reading.cameras(trial.cameras), reading.overlays(trial.overlays)
    cameras = reading.tuned(written, overlays)
    profiles = reading.many("profiles", Profile, lambda profile: profile.name, instead=trial.profiles)
    tables = reading.many("matters", MatterTable, lambda table: table.table)
    table = tables.get(settings.matter_table) if settings else None
    calendars = reading.many("calendar", Calendar, lambda one: one.calendar, needed=False)
    unit_tables = reading.many("units", UnitTable, lambda one: one.table, needed=False)
    grid, grid_problems = load_grid(unit_layers(folder))
    social, social_problems = load_grid(social_layers(folder))
    streets, street_problems = load_streets(folder)
    for one in (*grid_problems, *social_problems, *street_problems):
        reading.add(f"grid/{one.file}", None, one.where, one.what, one.cure, level=one.level)
    receivers = reading.receivers()
    crosswalks = reading.many("matters/crosswalks", Crosswalk, lambda one: one.crosswalk, needed=False)
    secrets = reading.secrets(settings, cameras, receivers.values(), environment)
    model = reading.model(trial.model or model_folder(folder, settings)) if settings else None
    candidate = calendar = units = None
    if settings is not None and settings.opinion.kind == "model":
        reading.model(beside(folder, settings.opinion.folder), ("opinion", "folder"))
    if settings is not None and settings.shadow.model:
        candidate = reading.model(beside(folder, settings.shadow.model), ("shadow", "model"))
    checks.check_logins(reading, cameras, secrets)
    checks.check_profiles(reading, profiles, table, model)
    profile_of = checks.choose_profiles(reading, cameras, profiles)
    checks.check_ground_points(reading, cameras)
    checks.check_zone_kinds(reading, cameras, profiles)
    if settings is not None:
        checks.check_settings(reading, settings, tables, receivers.values(), secrets)
        check_receivers(reading, settings, receivers, crosswalks, table, secrets, grid)
        check_opinion(reading, settings, profiles, secrets)
        check_offers(reading, settings, secrets)
        check_shadow(reading, settings, profiles, model, candidate)
    if settings is not None:
        calendar = chosen(reading, "calendar", calendars, settings.cases.calendar)
        units = chosen(reading, "units", unit_tables, settings.cases.units)
    if table is not None:
        checks.check_codes(reading, cameras, profile_of, table)
        check_calendar(reading, settings, table, calendar)
    if table is not None and units is not None:
        check_units(reading, cameras, profile_of, table, units, grid)
    problems = sorted(reading.problems, key=lambda p: (p.level != "error", p.file, p.line or 0))
    if settings is None or any(problem.level == "error" for problem in problems):
        return None, problems
    configuration = Configuration(
        folder=folder,
        settings=settings,
        cameras={at.camera.id: at.camera for at in cameras},
        profiles=profiles,
        profile_of=profile_of,
        tables=tables,
        receivers=receivers,
        crosswalks=crosswalks,
        grid=grid,
        secrets=secrets,
        warnings=tuple(problems),
        calendar=calendar,
        units=units,
        social=social,
        streets=streets,
        written={at.camera.id: at for at in written},
        overlays=overlays,
        cache=cache,
    )
    return configuration, problems
