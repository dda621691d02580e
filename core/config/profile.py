"""A profile: what a scene type is checked for."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from core.config.base import Model, Slug
from core.config.matter import WhenToReport
from core.config.settings.merging import Light


class Tiles(Model):
    """Parts of the picture that are looked at enlarged, beside the whole picture."""

    across: int = Field(default=2, ge=2, le=8)
    """Tiles side by side that would cover the whole picture, and as many one above the other."""
    overlap: float = Field(default=0.2, ge=0.05, le=0.5)
    """Share of a tile's width and height that neighbours have in common at least; whatever is no larger is
    whole in one of them."""
    most: int = Field(default=12, ge=1, le=64)
    """Most tiles of a picture; the lowest, where things are near and large, are left out and counted."""

    @property
    def side(self) -> float:
        """Width and height of a tile as a share of the picture's."""
        return 1 / (self.across - (self.across - 1) * self.overlap)


class _Rule(Model):
    id: Slug
    """Unique within the profile."""
    matter: Slug
    """Key of the matter in the code tables, e.g. construction_waste."""
    classes: tuple[Slug, ...] = Field(min_length=1)
    """Detector classes that count."""
    zone_kinds: tuple[Slug, ...] = ()
    """Zone kinds it applies to; empty means every zone."""
    min_confidence: float = Field(default=0.35, ge=0.01, le=1)
    """Boxes below this are not seen by the rule."""
    min_box: float = Field(default=0.0, ge=0, le=1)
    """Smallest box area, as a share of the picture."""
    max_box: float = Field(default=1.0, gt=0, le=1)
    """Largest box area, as a share of the picture."""
    tiles: Tiles | None = None
    """Look at this rule's zones enlarged as well, for small things and crowds; each tile costs what a picture
    costs. Left out: the whole picture alone."""

    @model_validator(mode="after")
    def _some_box_fits(self) -> Self:
        if self.min_box >= self.max_box:
            raise ValueError(f"no box is at least {self.min_box} and at most {self.max_box}")
        return self


class DwellRule(_Rule):
    """Something still is at a place in k of n looks over at least T. No track ids."""

    kind: Literal["dwell"]
    """Rule kind."""
    k: int = Field(default=3, ge=1, le=50)
    """Looks that must show it ..."""
    n: int = Field(default=4, ge=1, le=50)
    """... among the last n looks."""
    over_s: float = Field(default=600, ge=0, le=604800)
    """Seconds between the first and the confirming look."""
    same_place_iou: float = Field(default=0.3, gt=0, le=1)
    """Overlap with the remembered box that makes it the same thing."""
    clear_n: int = Field(default=2, ge=1, le=50)
    """Looks in a row without it that call it gone."""
    max_subjects: int = Field(default=32, ge=1, le=256)
    """Things remembered per camera; more are shed and counted."""
    ignore_when_covered_by: tuple[Slug, ...] = ("person", "bicycle", "car", "motorcycle", "bus", "truck")
    """A look in which one of these covers the place neither confirms nor clears."""

    @model_validator(mode="after")
    def _k_of_n(self) -> DwellRule:
        if self.k > self.n:
            raise ValueError(f"k={self.k} of n={self.n} can never be reached; make k at most n")
        return self


class CrowdRule(_Rule):
    """Many persons at once, by count or by persons per square metre, with hysteresis."""

    kind: Literal["crowd"]
    """Rule kind."""
    count: int | None = Field(default=None, ge=2, le=5000)
    """Persons from which it is a crowd."""
    per_m2: float | None = Field(default=None, gt=0, le=20)
    """Persons per square metre from which it is a crowd. The ground of a zone is its area_m2 or, without, what
    the camera's ground points or pose say, up to 60 m away."""
    release: float = Field(default=0.7, gt=0, lt=1)
    """Share of the threshold at which it ends; between the two the state is kept."""
    k: int = Field(default=2, ge=1, le=50)
    """Looks in a row over the threshold ..."""
    over_s: float = Field(default=60, ge=0, le=86400)
    """... spanning at least this many seconds."""
    clear_n: int = Field(default=2, ge=1, le=50)
    """Looks in a row at or below the release level that call it over ..."""
    clear_over_s: float = Field(default=0, ge=0, le=86400)
    """... spanning at least this many seconds."""

    @model_validator(mode="after")
    def _one_measure(self) -> CrowdRule:
        if (self.count is None) == (self.per_m2 is None):
            raise ValueError("give either count or per_m2")
        return self


class CountRule(_Rule):
    """More things in a zone than allowed, for a time, e.g. vehicles in a no-parking zone."""

    kind: Literal["count"]
    """Rule kind."""
    limit: int = Field(default=0, ge=0, le=1000)
    """Allowed number; one more is too many."""
    k: int = Field(default=2, ge=1, le=50)
    """Looks in a row over the limit ..."""
    over_s: float = Field(default=300, ge=0, le=86400)
    """... spanning at least this many seconds."""
    clear_n: int = Field(default=2, ge=1, le=50)
    """Looks in a row within the limit that end it."""


Rule = Annotated[DwellRule | CrowdRule | CountRule, Field(discriminator="kind")]


class Selector(Model):
    """Which cameras a profile is for. Empty lists match everything; all lists must match."""

    owners: tuple[Slug, ...] = ()
    """Source owners."""
    scenes: tuple[Slug, ...] = ()
    """Scene types."""
    grids: tuple[str, ...] = ()
    """Grid code prefixes."""
    cameras: tuple[Slug, ...] = ()
    """Camera ids."""


class Profile(Model):
    """What a scene type is checked for, and how often."""

    name: Slug
    """Unique; the file's own name."""
    version: int = Field(default=1, ge=1)
    """Grows with every change that matters; recorded in each incident."""
    description: str = ""
    """One line for people."""
    select: Selector = Selector()
    """Which cameras; among several matching profiles the one with the highest priority wins."""
    priority: int = Field(default=0, ge=-1000, le=1000)
    """Higher wins."""
    period_s: float = Field(default=60, ge=0.1, le=86400)
    """Seconds between patrol looks."""
    confirm_s: float = Field(default=20, gt=0, le=86400)
    """A confirming or verifying look is asked for after this many seconds ..."""
    confirm_deadline_s: float = Field(default=30, gt=0, le=86400)
    """... and must start within this many seconds more."""
    report: WhenToReport = "at_once"
    """after_confirmation: what these cameras find waits for an operator before a receiver is told, whatever the
    matter's table says."""
    verify_light: Light | None = None
    """In which light a look may verify; left out: as `merging.verify_light` says. any for lit places."""
    rules: tuple[Rule, ...] = Field(min_length=1, max_length=32)
    """What to check."""

    @property
    def wants_tiles(self) -> bool:
        """Whether a rule looks at parts of the picture enlarged, and so needs it at its full size."""
        return any(rule.tiles is not None for rule in self.rules)

    @field_validator("rules")
    @classmethod
    def _unique_rules(cls, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        ids = [rule.id for rule in rules]
        doubled = sorted({i for i in ids if ids.count(i) > 1})
        if doubled:
            raise ValueError(f"rule id used twice: {', '.join(doubled)}")
        return rules
