"""A district's year in small: cases with every kind of life, drawn by a seed, and a slow recount of any figure."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from alerts.figures.cases import CaseTable
from alerts.figures.times import LocalHours
from alerts.store.base import Store
from alerts.store.figures import CaseFigure, FigureReader
from alerts.store.load import LoadMark, Marked
from core.case import Case, Stage, Unit
from core.incident import Incident, Status, Step
from tests.builders import at
from tests.builders_store import CROWD, WASTE, incident, place, step, view

OWNERS, UNITS = ("police", "urban-management", "education"), ("U1", "U2", "")
GRIDS = ("330109001002003", "330109001002004", "330109002001001", "330109", "")
HOUR = 3600.0
NOON = 1_793_600_000_000_000  # microseconds since 1970


def life(rng: random.Random, number: int) -> tuple[Incident, list[Step]]:
    """Return a case as it ends, and its history."""
    start = rng.randrange(0, 30 * 24) * HOUR + rng.random() * HOUR
    unit = rng.choice(UNITS)
    matter = rng.choice([WASTE, CROWD])
    taken = [step(1, "opened", seconds=start + 5)]
    status, stage = Status.OPEN, Stage.COLLECTED
    due = None

    def then(what: str, who: str, after: Status, seconds: float) -> None:
        nonlocal status
        status = after
        taken.append(step(len(taken) + 1, what, who=who, seconds=start + seconds, after=after))

    if rng.random() < 0.6:
        then("confirmed", "operator:li", Status.ACKNOWLEDGED, 60)
    if rng.random() < 0.25:
        then("rejected", rng.choice(["operator:li", "platform:p"]), Status.REJECTED, 120)
    elif rng.random() < 0.8:
        due = at(start + 5 * HOUR)
        then("dispatched", "platform:p", Status.HANDLING, 600)
        stage = Stage.HANDLING
        for _ in range(rng.randrange(3)):
            then("handled", "platform:p", Status.VERIFYING, len(taken) * HOUR)
            stage = Stage.FEEDBACK
            if rng.random() < 0.3:
                then("reopened", "gridwatch", Status.REOPENED, len(taken) * HOUR)
            elif rng.random() < 0.8:
                then("closed", "gridwatch", Status.CLOSED, len(taken) * HOUR)
                stage = Stage.CLOSED
                break
    camera_id = f"cam-{rng.randrange(4)}"
    grid = rng.choice(GRIDS)
    made = incident(
        f"inc_{number:04}",
        seconds=start,
        status=status,
        matter=matter,
        owner=rng.choice(OWNERS),
        place=place(grid=grid) if grid else replace(place(), grid=()),
        opened_at=at(start + 5),
        views=(view(camera_id, f"{number}", when=at(start)),),
        case=Case(
            stage=stage,
            unit=Unit(code=unit, name=f"单位{unit}", name_en=f"Unit {unit}") if unit else None,
            due_at=due,
            overdue_since=due if due and status is Status.HANDLING else None,
            dispatched_at=at(start + 600) if due else None,
        ),
        facts={"merged_into": "inc_x"} if status is Status.REJECTED and rng.random() < 0.3 else {},
    )
    return made, taken


def put(store: Store, lives: Sequence[tuple[Incident, Sequence[Step]]]) -> None:
    """Keep them, each as one version for each of its steps, interleaved as they happened."""
    acts = sorted((taken.at, one.id, n) for one, history in lives for n, taken in enumerate(history, start=1))
    by_id = {one.id: (one, history) for one, history in lives}
    with store.write() as writer:
        for _, name, n in acts:
            one, history = by_id[name]
            last = n == len(history)
            shown = one if last else replace(one, status=history[n - 1].after, facts={})
            writer.put_incident(replace(shown, version=n), [history[n - 1]])
            if n == 1:
                writer.add_load_marks([_shown(one)])


def _shown(one: Incident) -> LoadMark:
    return LoadMark(
        at=one.created_at + timedelta(seconds=30),
        incident_id=one.id,
        what=Marked.SHOWN,
        matter=one.matter.key,
        severity=one.matter.severity,
        owner=one.owner,
        street=(one.place.grid_code or "")[:9],
        source=one.cameras[0],
    )


class _Rows:
    """What a reader tells of some rows."""

    def __init__(self, rows: Sequence[CaseFigure]) -> None:
        self._rows = [one._replace(number=n, changed=n) for n, one in enumerate(rows, start=1)]

    def case_figures(self, after: int, limit: int) -> Sequence[CaseFigure]:
        return [one for one in self._rows if one.changed > after][:limit]


def row(name: str = "inc_1", **changes: Any) -> CaseFigure:
    """Return the row of an open case of the first grid, found at noon."""
    made = CaseFigure(
        number=0,
        changed=0,
        incident_id=name,
        found_at=NOON,
        opened_at=NOON,
        handled_at=0,
        verified_at=0,
        due_at=0,
        status="open",
        stage="collected",
        held="",
        overdue=0,
        merged=0,
        proof="",
        verdict="",
        matter="waste",
        severity="minor",
        owner="police",
        unit="",
        grid="330109001002003",
        camera="cam-1",
        lon=120.25,
        lat=30.45,
    )
    return made._replace(**changes)


def table_of(*rows: CaseFigure) -> CaseTable:
    """Return columns of some rows."""
    table = CaseTable(LocalHours(ZoneInfo("Asia/Shanghai")).of)
    table.refresh(cast("FigureReader", _Rows(rows)))
    return table
