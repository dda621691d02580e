"""What figures are counted from, in the database: what one transaction changes is written at its end.

A summary by day and by every mixture of matter, grid, unit and owner would have nearly as many rows as there are
cases; one by each alone could not be filtered. So a case has one narrow row, numbered without gaps, which an array in
memory can be indexed by. Deliveries and looks are asked for by few things, and are summed up by the hour.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    CursorResult,
    Integer,
    bindparam,
    case,
    delete,
    func,
    insert,
    select,
    update,
)

from alerts.store import codec, figures, queries, rules
from alerts.store.base import Delivery, DeliveryState
from alerts.store.cursor import micros
from alerts.store.figure_tables import case_figure, delivery_figure, look_figure
from alerts.store.figures import HOUR_US, LATE_US, CaseFigure, DeliveryFigure, LookFigure, Looks, MarkFigure
from alerts.store.figuring import figure_of
from alerts.store.load import Marked
from alerts.store.tables import bookmark, delivery, incident, incident_document, load_mark
from alerts.store.tables import step as step_table
from alerts.store.trail import UNTOLD
from core.incident import Incident, Step
from core.people.scope import EVERYTHING, Scope

_COLUMNS = [case_figure.c[name] for name in CaseFigure._fields]
_COUNTS = ("queued", "accepted", "late", "dead", "held")
_CHUNK = 500  # parameters in a statement
Key = tuple[int, str]  # hour, receiver

_CHANGED = (
    select(*_COLUMNS)
    .where(case_figure.c.changed > bindparam("after"))
    .order_by(case_figure.c.changed)
    .limit(bindparam("limit"))
)
_OF = select(*_COLUMNS).where(case_figure.c.incident_id.in_(bindparam("ids", expanding=True)))
# Two ends of two indexes: SQLite takes a single max() from an index, two at once by reading every row.
LAST = select(
    select(func.max(case_figure.c.changed)).scalar_subquery(),
    select(func.max(case_figure.c.number)).scalar_subquery(),
)
_FIRST = select(
    select(func.min(look_figure.c.hour)).scalar_subquery(), select(func.min(load_mark.c.at)).scalar_subquery()
)
STARTING = (
    select(case_figure.c.incident_id)
    .where(case_figure.c.incident_id >= bindparam("prefix"), case_figure.c.incident_id < bindparam("beyond"))
    .order_by(case_figure.c.incident_id)
    .limit(bindparam("limit", type_=Integer))
)
_LAST_SIGN = "\U0010ffff"  # sorts behind whatever an id holds
_DROP = delete(case_figure).where(case_figure.c.number == bindparam("of"))
_INSERT = insert(case_figure)
_ADD = (
    update(delivery_figure)
    .where(
        delivery_figure.c.hour == bindparam("of_hour"), delivery_figure.c.receiver == bindparam("of_receiver")
    )
    .values({name: delivery_figure.c[name] + bindparam(f"plus_{name}") for name in _COUNTS})
)
_INSERT_DELIVERY = insert(delivery_figure)
# Alarms shown, with the number of the case: by primary key, then the case's own. Parameters: after, limit.
_MARKS = (
    select(
        load_mark.c.number,
        load_mark.c.at,
        case((load_mark.c.what == Marked.GROUPED.value, load_mark.c.by), else_="").label("group"),
        load_mark.c.matter,
        load_mark.c.severity,
        load_mark.c.owner,
        load_mark.c.street,
        load_mark.c.source,
        func.coalesce(case_figure.c.number, 0).label("case"),
    )
    .outerjoin(case_figure, case_figure.c.incident_id == load_mark.c.incident_id)
    .where(
        load_mark.c.number > bindparam("after"),
        load_mark.c.what.in_([Marked.SHOWN.value, Marked.GROUPED.value]),
    )
    .order_by(load_mark.c.number)
    .limit(bindparam("limit"))
)


class Tally:
    """Collects what one transaction does to the figures; `seal` writes it."""

    def __init__(self, connection: Connection, history: Callable[[str], Sequence[Step]]) -> None:
        """`history`: of a case, as this transaction leaves it."""
        self._connection = connection
        self._history = history
        self._cases: dict[str, tuple[Incident, list[Step]]] = {}
        self._counts: dict[Key, Counter[str]] = defaultdict(Counter)

    def case(self, incident: Incident, steps: Sequence[Step]) -> None:
        """Take in a version; one without a step changes no figure."""
        if steps and incident.opened_at is not None:
            before = self._cases.get(incident.id)
            self._cases[incident.id] = (incident, [*(before[1] if before else ()), *steps])

    def queued(self, row: Delivery) -> None:
        """Take in a new delivery."""
        self._count(row, queued=1, **_standing(row))

    def settled(self, before: Delivery | None, after: Delivery) -> None:
        """Take in what an attempt made of a delivery."""
        was = _standing(before) if before is not None else {}
        if (now := _standing(after)) != was:
            self._count(after, **now)
            self._count(after, **{name: -count for name, count in was.items()})

    def many(self, which: Any, change: Callable[[], int]) -> int:
        """Count these deliveries anew around a change of many of them at once; return what it returns."""
        found = self._connection.scalars(select(delivery.c.number).where(which)).all()
        self._recount(found, -1)
        changed = change()
        self._recount(found, 1)
        return changed

    def seal(self) -> None:
        """Write it."""
        if self._cases:
            self._seal_cases()
        if self._counts:
            self._seal_deliveries()

    def _seal_cases(self) -> None:
        cases, self._cases = self._cases, {}
        before = known(self._connection, list(cases))
        made = []
        for incident_id, (one, steps) in cases.items():
            row = before.get(incident_id)
            taken = steps if row is not None else self._history(incident_id)
            if (figure := figure_of(row, one, taken)) is not None:
                made.append(figure)
        keep(self._connection, made)

    def _seal_deliveries(self) -> None:
        counts, self._counts = self._counts, defaultdict(Counter)
        for (hour, receiver), count in counts.items():
            if not any(count.values()):
                continue
            plus = {f"plus_{name}": count[name] for name in _COUNTS}
            of = {"of_hour": hour, "of_receiver": receiver}
            if not self._connection.execute(_ADD, of | plus).rowcount:
                row = {name: count[name] for name in _COUNTS}
                self._connection.execute(_INSERT_DELIVERY, {"hour": hour, "receiver": receiver} | row)

    def _count(self, row: Delivery, **counts: int) -> None:
        count = self._counts[micros(row.created_at) // HOUR_US, row.receiver]
        for name, plus in counts.items():
            count[name] += plus

    def _recount(self, numbers: Sequence[int], sign: int) -> None:
        late = delivery.c.accepted_at - delivery.c.created_at > LATE_US
        for start in range(0, len(numbers), _CHUNK):
            found = self._connection.execute(
                select(
                    (delivery.c.created_at // HOUR_US).label("hour"),
                    delivery.c.receiver,
                    delivery.c.state,
                    func.count().label("rows"),
                    func.sum(case((late, 1), else_=0)).label("late"),
                )
                .where(delivery.c.number.in_(numbers[start : start + _CHUNK]))
                .group_by("hour", delivery.c.receiver, delivery.c.state)
            )
            for row in found:
                count = self._counts[row.hour, row.receiver]
                if row.state != DeliveryState.PENDING.value:
                    count[row.state] += sign * row.rows
                if row.state == DeliveryState.ACCEPTED.value:
                    count["late"] += sign * row.late


class SqlFigureReader:
    """The questions of `figures.FigureReader`."""

    _connection: Connection

    def last_figure(self) -> int:
        """Return the highest `changed`: the end of its index."""
        return int(self._connection.scalar(select(func.max(case_figure.c.changed))) or 0)

    def case_figures(self, after: int = 0, limit: int = 20_000) -> Sequence[CaseFigure]:
        """Return cases changed after that: ix_case_figure_changed."""
        rows = self._connection.execute(_CHANGED, {"after": after, "limit": limit})
        return list(map(CaseFigure._make, _plain(rows)))

    def figure_ids(self, numbers: Sequence[int]) -> Mapping[int, str]:
        """Return the incidents behind numbers of cases, by primary key."""
        found: dict[int, str] = {}
        for start in range(0, len(numbers), _CHUNK):
            some = list(numbers[start : start + _CHUNK])
            asked = select(case_figure.c.number, case_figure.c.incident_id)
            rows = self._connection.execute(asked.where(case_figure.c.number.in_(some)))
            found |= {row.number: row.incident_id for row in rows}
        return found

    def ids_starting(self, prefix: str, limit: int = 10) -> Sequence[str]:
        """Return ids of cases that begin so: a range of ix_case_figure_incident."""
        asked = {"prefix": prefix, "beyond": prefix + _LAST_SIGN, "limit": limit}
        return list(self._connection.scalars(STARTING, asked))

    def figure_numbers(self, incident_ids: Sequence[str]) -> Mapping[str, int]:
        """Return the numbers of those of these incidents that are cases: ix_case_figure_incident."""
        ids = list(incident_ids)
        found = [known(self._connection, ids[n : n + _CHUNK]) for n in range(0, len(ids), _CHUNK)]
        return {one: row.number for some in found for one, row in some.items()}

    def mark_figures(self, after: int = 0, limit: int = 20_000) -> Sequence[MarkFigure]:
        """Return alarms shown after that number."""
        rows = self._connection.execute(_MARKS, {"after": after, "limit": limit})
        return list(map(MarkFigure._make, _plain(rows)))

    def delivery_figures(self, since: int, until: int, scope: Scope = EVERYTHING) -> Sequence[DeliveryFigure]:
        """Return hours of deliveries, by primary key; of a part of the district, from the deliveries themselves."""
        if not scope.everything:
            asked = queries.delivery_hours(since, until, scope)
            return [DeliveryFigure(*row) for row in self._connection.execute(asked)]
        return [DeliveryFigure._make(row) for row in self._hours(delivery_figure, since, until)]

    def look_figures(self, since: int, until: int) -> Sequence[LookFigure]:
        """Return hours of looks, by primary key."""
        return [LookFigure._make(row) for row in self._hours(look_figure, since, until)]

    def first_hour(self) -> int | None:
        """Return the first hour of looks or alarms: the beginnings of two indexes."""
        looks, marks = self._connection.execute(_FIRST).one()
        hours = [looks, None if marks is None else marks // figures.HOUR_US]
        return min((hour for hour in hours if hour is not None), default=None)

    def _hours(self, table: Any, since: int, until: int) -> Any:
        asked = select(table).where(table.c.hour >= since, table.c.hour < until)
        return self._connection.execute(asked.order_by(*table.primary_key.columns))


class SqlFigureWriter(SqlFigureReader):
    """The changes of `figures.FigureWriter`."""

    def add_looks(self, hour: int, owner: str, looks: Looks) -> None:
        """Add patrol periods to an hour."""
        table = look_figure
        of = (table.c.hour == hour) & (table.c.owner == owner)
        row = self._connection.execute(select(table).where(of)).first()
        kept = LookFigure._make(row) if row else LookFigure(hour, owner, 0, 0, 0, "{}")
        after = added(kept, looks)
        if row is None:
            self._connection.execute(insert(table), after._asdict())
        else:
            self._connection.execute(update(table).where(of).values(after._asdict()))

    def fill_figures(self, limit: int = 500) -> int:
        """Give older incidents their rows."""
        mark = self._connection.scalar(select(bookmark.c.document).where(bookmark.c.name == figures.FILLED))
        at = json.loads(mark)["id"] if mark is not None else ""
        if at is None:
            return 0
        ids = self._connection.scalars(
            select(incident.c.id)
            .where(incident.c.id > at, incident.c.status.not_in(sorted(one.value for one in UNTOLD)))
            .order_by(incident.c.id)
            .limit(limit)
        ).all()
        self._fill([one for one in ids if one not in known(self._connection, list(ids))])
        text = json.dumps({"id": ids[-1] if ids else None})
        self._connection.execute(delete(bookmark).where(bookmark.c.name == figures.FILLED))
        self._connection.execute(insert(bookmark), {"name": figures.FILLED, "document": text})
        return len(ids)

    def _fill(self, ids: Sequence[str]) -> None:
        if not ids:
            return
        steps: dict[str, list[Step]] = defaultdict(list)
        found = self._connection.execute(
            select(step_table.c.incident_id, step_table.c.document)
            .where(step_table.c.incident_id.in_(ids))
            .order_by(step_table.c.incident_id, step_table.c.seq)
        )
        for row in found:
            steps[row.incident_id].append(codec.decode_step(row.document))
        documents = self._connection.scalars(
            select(incident_document.c.document).where(incident_document.c.incident_id.in_(ids))
        )
        incidents = (codec.decode_incident(text) for text in documents)
        made = (figure_of(None, one, steps[one.id]) for one in incidents)
        keep(self._connection, [figure for figure in made if figure is not None])


def _plain(rows: CursorResult[Any]) -> Sequence[tuple[Any, ...]]:
    """Return the driver's own tuples: numbers and words need no turning, and a million rows no wrapping."""
    cursor: Any = rows.cursor
    try:
        return cursor.fetchall()  # type: ignore[no-any-return] # of any driver
    finally:
        rows.close()


def known(connection: Connection, ids: Sequence[str]) -> dict[str, CaseFigure]:
    """Return the rows of these cases."""
    rows = connection.execute(_OF, {"ids": ids}) if ids else ()
    return {row.incident_id: CaseFigure._make(row) for row in rows}


def keep(connection: Connection, made: Sequence[CaseFigure]) -> None:
    """Write rows as changed now, each new one with the next number."""
    if not made:
        return
    changed, number = connection.execute(LAST).one()
    rows = []
    for n, figure in enumerate(made, start=1):
        if not figure.number:
            number = (number or 0) + 1
        rows.append(figure._replace(number=figure.number or number, changed=(changed or 0) + n)._asdict())
    if old := [{"of": figure.number} for figure in made if figure.number]:
        connection.execute(_DROP, old)
    connection.execute(_INSERT, rows)


def prune(connection: Connection, now: datetime) -> int:
    """Drop hours of looks that nobody asks for any more."""
    before = micros(now - rules.LOAD_KEPT) // HOUR_US
    return connection.execute(delete(look_figure).where(look_figure.c.hour < before)).rowcount


def added(kept: LookFigure, looks: Looks) -> LookFigure:
    """Return an hour with more periods in it. Pure."""
    kinds = Counter(json.loads(kept.kinds)) + Counter(dict(looks.kinds))
    return kept._replace(
        due=kept.due + looks.due,
        on_time=kept.on_time + looks.on_time,
        late=kept.late + looks.late,
        kinds=json.dumps(kinds, sort_keys=True),
    )


def _standing(row: Delivery) -> dict[str, int]:
    """Return what a delivery counts as, beside being queued."""
    if row.state is DeliveryState.ACCEPTED:
        assert row.accepted_at is not None  # noqa: S101 - rules.after_attempt has set it
        return {"accepted": 1, "late": int(micros(row.accepted_at) - micros(row.created_at) > LATE_US)}
    return {} if row.state is DeliveryState.PENDING else {row.state.value: 1}
