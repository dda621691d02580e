from __future__ import annotations

from dataclasses import replace

from alerts.load.flood import CALM
from alerts.load.inbox import Inbox
from alerts.load.stages import sort_out
from api.models.inbox import RowOut
from core.config.settings.load import Load
from core.incident import Status
from tests.builders_desk import incident, view
from tests.builders_load import NOON, item, situation


def test_a_line_is_told_with_its_points_and_all_its_incidents():
    """A group in a flood has one head; who is in it is told by id, and why they are one."""
    items = [item(f"inc_{n}", minutes=n + 1) for n in range(4)]
    made = incident(Status.OPEN, view("cam-1"))
    inbox = Inbox(
        at=NOON,
        queue=sort_out(items, situation(flooded=True)),
        incidents={one.id: replace(made, id=one.id) for one in items},
        flood=CALM,
        rule=Load(),
        shelves={},
        cameras=frozenset(),
    )
    (row,) = inbox.queue.rows
    told = RowOut.of(row, inbox)
    assert (told.count, told.ids, told.head.id) == (4, ["inc_3", "inc_2", "inc_1", "inc_0"], "inc_3")
    assert "合并显示" in told.why
    assert sum(part.points for part in told.head.parts) == told.head.points
