from __future__ import annotations

from dataclasses import replace

from alerts.load.flood import CALM
from alerts.load.inbox import Inbox
from alerts.load.stages import sort_out
from alerts.shift.office import Standing
from api.models.inbox import CardOut, RowOut
from core.config.settings.load import Load
from core.incident import Status
from tests.builders import at
from tests.builders_desk import incident, view
from tests.builders_load import NOON, item, situation
from tests.builders_shift import claim, pending
from tests.builders_store import picture


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


def test_a_card_tells_who_has_it_and_what_waits():
    """And its place, picture, unit and limit: a line needs no question more."""
    made = incident(Status.OPEN, view("cam-1"), pictures=(picture("before"), picture("latest", when=at(60))))
    inbox = Inbox(
        at=NOON,
        queue=sort_out([item(made.id)], situation()),
        incidents={made.id: made},
        flood=CALM,
        rule=Load(),
        shelves={},
        cameras=frozenset(),
    )
    standing = Standing(claims={made.id: claim(made.id)}, acts={made.id: (pending(incident_id=made.id),)})
    told = CardOut.of(inbox.queue.cards[0], inbox, standing)
    assert (told.claim.who, [act.act for act in told.pending]) == ("li", ["acknowledge"])
    assert (told.thumb.role, told.thumb.url) == ("latest", "/api/v1/evidence/masked/latest.jpg")
    assert (told.matter_name, told.unit, told.due_at) == ("积存垃圾渣土", None, None)
    assert CardOut.of(inbox.queue.cards[0], inbox).claim is None
