"""Figures of the centre's work: each with its definition, its limits, and the way to the cases behind every number."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated, Literal

import numpy as np
from fastapi import APIRouter, HTTPException, Query, Request, Response

from alerts.export.table import harmless
from alerts.figures import flows, questions
from alerts.figures.alarms import AlarmTable
from alerts.figures.answer import Answer, Group
from alerts.figures.book import FigureBook
from alerts.figures.cases import Where
from alerts.figures.columns import Mask
from alerts.figures.groups import KEYS
from alerts.figures.groups import By as GroupBy
from alerts.figures.labels import Labels
from alerts.figures.words import FIGURES, OF_CAMERAS
from alerts.store.cursor import instant as instant_of
from alerts.store.cursor import micros
from alerts.store.figures import HOUR_US, LookFigure
from api.auth import may
from api.case_filters import CaseFilters, CaseWish
from api.deps import Given
from api.figure_links import links
from api.figure_looks import of_cameras
from api.models.figures import ColumnOut, FigureOut, GroupOut
from api.people.within import holds_camera
from api.services import Services
from core.people.roles import Act
from core.people.who import Who
from core.reason import Language

router = APIRouter(prefix="/api/v1/figures", tags=["figures"])

Name = Literal["on_time", "alarms", "confirmed", "times", "false_alarms", "deliveries"]
By = Literal[
    "none", "matter", "severity", "street", "community", "grid", "unit", "owner", "camera", "hour", "day",
    "source", "receiver",
]  # fmt: skip
MAY_BE_BY: dict[Name, tuple[str, ...]] = {
    "on_time": (*flows.FLOWS_BY, "owner"),
    "alarms": flows.ALARMS_BY,
    "confirmed": KEYS,
    "times": KEYS,
    "false_alarms": KEYS,
    "deliveries": (*flows.FLOWS_BY, "receiver"),
}
MOST_GROUPS = 500  # told as JSON
LONGEST = timedelta(days=3700)
_USUAL = timedelta(days=7)
_STREET = 9  # digits of a street's code


@router.get("/{name}.csv", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
def figure_csv(
    who: Annotated[Who, may(Act.EXPORT)],
    request: Request,
    given: Given,
    wish: CaseFilters,
    name: Name,
    by: By = "none",
    language: Annotated[Language, Query(description="Of headers and words.")] = "zh",
) -> Response:
    """Return a figure as a table for spreadsheets: every group, then the total."""
    asked = _asked(request, given, wish, who, name, by)
    answer, labels = _answer(asked), asked.labels
    written = io.StringIO()
    table = csv.writer(written)
    told = 0 if language == "zh" else 1
    table.writerow(["编号" if language == "zh" else "key", "名称" if language == "zh" else "name"]
                   + [column.zh if language == "zh" else column.en for column in answer.columns])  # fmt: skip
    for group in answer.groups:
        table.writerow([harmless(group.key), harmless(labels.label(by, group.key)[told]), *group.values])
    table.writerow(["", "合计" if language == "zh" else "total", *answer.total.values])
    headers = {
        "Content-Disposition": f'attachment; filename="{name}-by-{by}.csv"',
        "Cache-Control": "no-store",
    }
    return Response("\ufeff" + written.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/{name}")
def figure(
    who: Annotated[Who, may(Act.SEE)],
    request: Request,
    given: Given,
    wish: CaseFilters,
    name: Name,
    by: Annotated[
        By, Query(description="What the groups are told apart by; `may_be_by` says what else.")
    ] = "none",
) -> FigureOut:
    """Return one figure of a time (`from`, `to`; the last seven days where absent), of the cases that pass a filter.

    Exact: counted from rows that are written in the transaction of the case, the delivery or the looks themselves.
    """
    asked = _asked(request, given, wish, who, name, by)
    answer = _answer(asked)
    zh, en, definition, definition_en = FIGURES[name]
    if name == "on_time" and asked.by_cameras:
        definition, definition_en = definition + OF_CAMERAS[0], definition_en + OF_CAMERAS[1]
    columns = [
        ColumnOut(
            key=one.key,
            title=one.zh,
            title_en=one.en,
            unit=one.unit,
            limit=one.limit,
            most=one.most,
            least=one.least,
        )
        for one in answer.columns
    ]
    told = [_group(asked, answer, group) for group in answer.groups[:MOST_GROUPS]]
    return FigureOut(
        name=name,
        title=zh,
        title_en=en,
        definition=definition,
        definition_en=definition_en,
        since=asked.since,
        until=asked.until,
        by=by,
        may_be_by=list(MAY_BE_BY[name]),
        columns=columns,
        total=_group(asked, answer, answer.total, whole=True),
        groups=told,
        left_out=len(answer.groups) - len(told),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """One question, checked."""

    book: FigureBook
    labels: Labels
    given: Services
    wish: CaseWish
    who: Who
    name: Name
    by: str
    start: int  # microseconds since 1970
    end: int
    now: int

    @property
    def since(self) -> datetime:
        return instant_of(self.start)

    @property
    def by_cameras(self) -> bool:
        """Looks are counted from cameras' histories: the account has no grids, and not all are the caller's."""
        scope = self.who.scope
        return bool(scope.grids) and not all(
            holds_camera(scope, camera) for camera in self.given.fleet.cameras().values()
        )

    @property
    def until(self) -> datetime:
        return instant_of(self.end)


def _asked(request: Request, given: Services, wish: CaseWish, who: Who, name: Name, by: str) -> _Asked:
    if by not in MAY_BE_BY[name]:
        raise HTTPException(422, f"by: {name} is told by {', '.join(MAY_BE_BY[name])}")
    where = wish.where
    now = micros(given.clock.now())
    end = where.until if where.until is not None else now
    start = where.since if where.since is not None else end - _USUAL // timedelta(microseconds=1)
    if not 0 < end - start <= LONGEST // timedelta(microseconds=1):
        raise HTTPException(422, f"from lies before to, by at most {LONGEST.days} days")
    book: FigureBook = request.app.state.figures
    labels: Labels = request.app.state.labels
    return _Asked(
        book=book,
        labels=labels,
        given=given,
        wish=wish,
        who=who,
        name=name,
        by=by,
        start=start,
        end=end,
        now=now,
    )


def _answer(asked: _Asked) -> Answer:
    where = replace(asked.wish.seen_by(asked.who), since=asked.start, until=asked.end)
    asked.labels.learn()
    by: GroupBy = asked.by  # type: ignore[assignment] # checked in _asked
    match asked.name:
        case "confirmed":
            return asked.book.cases(lambda table: questions.confirmed(table, where, by))
        case "times":
            return asked.book.cases(lambda table: questions.times(table, where, by))
        case "false_alarms":
            cameras = _cameras(asked)
            days = (asked.end - asked.start) / (24 * HOUR_US)
            return asked.book.cases(
                lambda table: questions.false_alarms(
                    table, where, by, cameras=sum(cameras.values()), of=_by_key(cameras, asked), days=days
                )
            )
        case "alarms":
            seen = _alarms_seen(asked)
            return asked.book.alarms(
                lambda table: flows.alarms(
                    table,
                    asked.start,
                    asked.end,
                    asked.by,
                    table.filters(
                        matter=where.matters,
                        severity=where.severities,
                        owner=where.owners,
                        street=where.grids,
                    )
                    & table.filters(owner=where.seen_owners, street=where.seen_grids)
                    & seen(table),
                    now=asked.now,
                )
            )
    first, last = asked.start // HOUR_US, -(-asked.end // HOUR_US)
    if asked.name == "on_time":
        return flows.looks(_looks(asked, where, first, last), asked.by, asked.book.hours.of)
    with asked.given.store.read() as reader:
        rows = reader.delivery_figures(first, last, asked.who.scope)
    return flows.deliveries(rows, asked.by, asked.book.hours.of)


def _looks(asked: _Asked, where: Where, first: int, last: int) -> list[LookFigure]:
    if asked.by_cameras:
        desk, theirs = asked.given.camera_desk, _cameras(asked)
        cameras = [one for one in asked.given.fleet.cameras().values() if one.id in theirs]
        return [] if desk is None else of_cameras(desk.history, cameras, first, last)
    wanted = {*where.owners} or {*where.seen_owners}
    with asked.given.store.read() as reader:
        rows = [row for row in reader.look_figures(first, last) if not wanted or row.owner in wanted]
    return [row for row in rows if not where.seen_owners or row.owner in where.seen_owners]


def _alarms_seen(asked: _Asked) -> Callable[[AlarmTable], Mask]:
    """Return which alarms lie in a scope below streets: by their cases, for an alarm itself knows only its street."""
    scope = asked.who.scope
    if all(len(grid) <= _STREET for grid in scope.grids):
        return lambda table: np.ones(len(table), np.bool_)
    theirs = Where(seen_grids=scope.grids, seen_owners=scope.owners, merged=True)
    mask = np.append(False, asked.book.cases(lambda table: table.mask(theirs)))  # at 0: no case

    def seen(table: AlarmTable) -> Mask:
        numbers = table.case.values
        return np.asarray(mask[np.where(numbers < len(mask), numbers, 0)])

    return seen


def _cameras(asked: _Asked) -> dict[str, int]:
    """Return enabled cameras that the filter leaves, one each."""
    where = asked.wish.seen_by(asked.who)
    return {
        one.id: 1
        for one in asked.given.fleet.cameras().values()
        if one.enabled
        and (not where.owners or one.owner in where.owners)
        and holds_camera(asked.who.scope, one)
        and (not where.cameras or one.id in where.cameras)
    }


def _by_key(cameras: dict[str, int], asked: _Asked) -> dict[str, int]:
    if asked.by == "camera":
        return cameras
    if asked.by != "owner":
        return {}
    owners: dict[str, int] = {}
    for one in asked.given.fleet.cameras().values():
        if one.id in cameras:
            owners[one.owner] = owners.get(one.owner, 0) + 1
    return owners


def _group(asked: _Asked, answer: Answer, group: Group, *, whole: bool = False) -> GroupOut:
    if asked.by == "camera" and (camera := asked.given.fleet.cameras().get(group.key)) is not None:
        zh = en = camera.name
    else:
        zh, en = asked.labels.label(asked.by, group.key)
    return GroupOut(
        key=group.key,
        label="" if whole else zh,
        label_en="" if whole else en,
        values={column.key: value for column, value in zip(answer.columns, group.values, strict=True)},
        cases=links(
            asked.wish, answer, None if whole else group.key, asked.since, asked.until, asked.book.zone
        ),
    )
