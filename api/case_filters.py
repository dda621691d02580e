"""Which cases are asked for: the parameters that the list of cases, its exports and every figure have in common."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Depends, HTTPException, Query

from alerts.figures.cases import Where
from alerts.store.cursor import micros
from core.case import Stage
from core.incident import Status
from core.matter import Severity
from core.people.who import Who

Grid = Annotated[str, Query(pattern=r"^\d{2,15}$")]
_YEARS = (1970, 9000)
Words = list[str] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """Alarms whose cases are asked for. Instants: microseconds since 1970."""

    since: int
    until: int
    hours: tuple[int, ...] = ()  # of the day on the district's clock
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseWish:
    """A filter as it was asked."""

    where: Where
    text: str = ""  # id, number, or part of a name
    shown: Shown | None = None

    def seen_by(self, who: Who) -> Where:
        """Return the filter within what the asker may see."""
        return replace(self.where, seen_grids=who.scope.grids, seen_owners=who.scope.owners)


def case_filters(
    since: Annotated[
        datetime | None, Query(alias="from", description="Opened at or after, with zone.")
    ] = None,
    until: Annotated[datetime | None, Query(alias="to", description="Opened before, with zone.")] = None,
    matter: Annotated[Words, Query(description="Matter keys.", max_length=50)] = None,
    severity: Annotated[list[Severity] | None, Query(description="CAP severities.")] = None,
    status: Annotated[list[Status] | None, Query(description="Statuses of the incident.")] = None,
    stage: Annotated[list[Stage] | None, Query(description="Stages of the city's case.")] = None,
    grid: Annotated[list[Grid] | None, Query(description="Grid code prefixes.", max_length=50)] = None,
    exact_grid: Annotated[
        str | None, Query(pattern=r"^\d{0,15}$", description="This very code; empty: outside of the grid.")
    ] = None,
    unit: Annotated[Words, Query(description="Codes of units.", max_length=50)] = None,
    no_unit: Annotated[bool, Query(description="Only cases without a unit.")] = False,
    owner: Annotated[Words, Query(description="Source owners.", max_length=50)] = None,
    camera: Annotated[Words, Query(description="Cameras that saw it first.", max_length=50)] = None,
    verdict: Annotated[
        list[Literal["operator", "handled", "looks", "rejected", "none"]] | None,
        Query(description="What speaks for it, or `rejected` by an operator, or `none`."),
    ] = None,
    held: Annotated[
        list[Literal["any", "confirmation", "reopened_once"]] | None,
        Query(description="Only what waits for an operator."),
    ] = None,
    overdue: Annotated[bool | None, Query(description="A unit has it for longer than its limit.")] = None,
    late: Annotated[bool | None, Query(description="Handled after its limit, or overdue.")] = None,
    reached: Annotated[
        list[Literal["handled", "verified"]] | None, Query(description="Has come to that.")
    ] = None,
    hour: Annotated[list[Annotated[int, Query(ge=0, le=23)]] | None, Query(description="Of the day.")] = None,
    merged: Annotated[bool, Query(description="Also cases that went into another.")] = False,
    q: Annotated[str, Query(max_length=100, description="Id, case number, or part of a name.")] = "",
    shown_from: Annotated[datetime | None, Query(description="Was an alarm at or after, with zone.")] = None,
    shown_to: Annotated[datetime | None, Query(description="Was an alarm before, with zone.")] = None,
    shown_hour: Annotated[list[Annotated[int, Query(ge=0, le=23)]] | None, Query()] = None,
    source: Annotated[Words, Query(description="Sources of alarms.", max_length=50)] = None,
) -> CaseWish:
    """Return the filter.

    Raises:
        HTTPException: 422, saying what is right.
    """
    shown = None
    if shown_from is not None and shown_to is not None:
        shown = Shown(
            since=instant(shown_from, "shown_from"),
            until=instant(shown_to, "shown_to"),
            hours=tuple(shown_hour or ()),
            sources=tuple(source or ()),
        )
    many: dict[str, Any] = {
        "matters": matter,
        "severities": severity,
        "statuses": status,
        "stages": stage,
        "grids": grid,
        "units": unit,
        "owners": owner,
        "cameras": camera,
        "verdicts": verdict,
        "held": held,
        "reached": reached,
        "hours": hour,
    }
    filters: dict[str, Any] = {name: tuple(values or ()) for name, values in many.items()}
    where = Where(
        since=None if since is None else instant(since, "from"),
        until=None if until is None else instant(until, "to"),
        overdue=overdue,
        late=late,
        exact_grid=exact_grid,
        no_unit=no_unit,
        merged=merged,
        **filters,
    )
    return CaseWish(where=where, text=q.strip(), shown=shown)


CaseFilters = Annotated[CaseWish, Depends(case_filters)]


def instant(at: datetime, name: str) -> int:
    """Return an instant that names its zone in microseconds since 1970.

    Raises:
        HTTPException: 422 without a zone, or where the calendar ends.
    """
    if at.tzinfo is None:
        raise HTTPException(422, f"{name}: give a time zone, e.g. 2026-11-02T08:00:00+08:00")
    if not _YEARS[0] <= at.year <= _YEARS[1]:
        raise HTTPException(422, f"{name}: the year lies between {_YEARS[0]} and {_YEARS[1]}")
    return micros(at)
