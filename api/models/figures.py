"""Figures and the list of cases that they lead to, as the API tells them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from api.models.base import Told
from api.models.incident import GridOut, MatterOut


class ColumnOut(Told):
    """One number that is told of each group."""

    key: str
    """Its name in `values`."""
    title: str
    """In Chinese."""
    title_en: str
    """In English."""
    unit: Literal["count", "share", "seconds", "per_hour", "per_day", "hours"]
    """What it is counted in; a share is 0 to 1."""
    limit: float | None
    """What is acceptable; null where nothing is agreed."""
    most: float | None
    """Beyond it nobody can go on."""
    least: bool
    """True: the limit is to be reached. False: to be kept below."""


class GroupOut(Told):
    """One row of a figure."""

    key: str
    """What its cases have in common; empty where that is unknown, and of the total."""
    label: str
    """In Chinese."""
    label_en: str
    """In English."""
    values: dict[str, float | None]
    """By column; null where there was nothing to measure it on."""
    cases: dict[str, str]
    """Column to the query of `/api/v1/cases` (and of the console's page `/cases`) that lists what it counts."""


class FigureOut(Told):
    """A figure of a time."""

    name: str
    """Its name in the path."""
    title: str
    """In Chinese."""
    title_en: str
    """In English."""
    definition: str
    """What it counts, in Chinese."""
    definition_en: str
    """What it counts, in English."""
    since: datetime
    """Begin of the time; part of it."""
    until: datetime
    """End of the time; not part of it."""
    by: str
    """What the groups are told apart by."""
    may_be_by: list[str]
    """What else they could be."""
    columns: list[ColumnOut]
    """In the order in which they are shown."""
    total: GroupOut
    """All groups together."""
    groups: list[GroupOut]
    """Times in their order, everything else with most first."""
    left_out: int
    """Groups beyond the bound; the CSV has them all."""


class CaseRowOut(Told):
    """One case as a row of a table."""

    id: str
    """Of the incident."""
    title: str
    """Chinese headline."""
    title_en: str
    """English headline."""
    matter: MatterOut
    """What is wrong."""
    status: str
    """Where the incident stands."""
    stage: str
    """Where the city's case stands."""
    verdict: Literal["operator", "handled", "looks", "rejected", ""]
    """What speaks for it, strongest first; or that an operator rejected it; or nothing yet."""
    held_for: str
    """Why it waits for an operator; empty where it does not."""
    owner: str
    """Source owner."""
    cameras: list[str]
    """That see it, first seen first."""
    grid: list[GridOut]
    """District first."""
    unit: str
    """Who has to handle it, in Chinese; empty where nobody is known."""
    unit_en: str
    """The same in English."""
    case_number: str | None
    """The platform's own."""
    found_at: datetime
    """First seen."""
    opened_at: datetime
    """Became an incident."""
    handled_at: datetime | None
    """Called done, by the last word about it."""
    verified_at: datetime | None
    """Looks have shown that it is gone."""
    due_at: datetime | None
    """The unit's limit."""
    overdue: bool
    """A unit has it for longer than its limit."""
    late: bool
    """Handled after the limit, or overdue."""


class CasePage(Told):
    """One page of cases, the latest opened first."""

    total: int
    """Cases that the filters let through."""
    cases: list[CaseRowOut]
    """The page."""
    next: str | None
    """`after` of the next page; null at the end."""


class NamedOut(Told):
    """A word to filter by."""

    key: str
    """As filters take it."""
    label: str
    """In Chinese."""
    label_en: str
    """In English."""


class CaseWordsOut(Told):
    """Every word that some case has."""

    matters: list[NamedOut]
    """Matters."""
    units: list[NamedOut]
    """Units."""
    grids: list[NamedOut]
    """Cells of the grid of every level."""
    owners: list[str]
    """Source owners."""
