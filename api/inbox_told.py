"""The inbox as consoles are told it: what may be wished for, and its answer, made once for all who wish the same."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from alerts.load.queue import Card
from alerts.load.silence import Matchers
from api.inbox_lines import InboxTold, lines_of
from api.models.inbox import FloodOut, InboxOut
from api.paced import KEPT, Paced
from api.people.within import narrowed
from api.services import Services
from core.matter import Severity
from core.people.scope import Scope

ASKED_S, WATCHED_S = 0.3, 0.8  # between two workings out of the same inbox: for who asks, for who watches
MOST_ORDERED = 10_000  # ids
MOST_OF_GROUP = 500  # incidents


class InboxWish(BaseModel):
    """Which part of the inbox is wanted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    held: Annotated[bool, Field(description="Show what is held back instead.")] = False
    waiting: Annotated[bool, Field(description="Only what waits for an operator.")] = True
    grid: Annotated[str, Field(pattern=r"^\d{0,15}$", description="Grid code prefix.")] = ""
    matter: Annotated[tuple[str, ...], Field(max_length=200, description="Matter keys.")] = ()
    owner: Annotated[tuple[str, ...], Field(max_length=200, description="Source owners.")] = ()
    severity: Annotated[tuple[Severity, ...], Field(max_length=8, description="CAP severities.")] = ()
    camera: Annotated[str | None, Field(max_length=256, description="Seen by this camera.")] = None
    group: Annotated[
        str | None, Field(max_length=256, description="Also the incidents of this group, as `cards`.")
    ] = None
    offset: Annotated[int, Field(ge=0, le=100000)] = 0
    limit: Annotated[int, Field(ge=1, le=2000)] = 100

    def test(self) -> Callable[[Card], bool]:
        """Return what says whether a card is wanted."""
        matchers = Matchers(matters=self.matter, grid=self.grid, owners=self.owner, severities=self.severity)
        every = matchers == Matchers()  # thousands of cards are asked: most consoles want all that waits

        def passes(card: Card) -> bool:
            return (
                (card.item.waits or not self.waiting)
                and (every or matchers.match(card.item))
                and (self.camera is None or self.camera in card.item.cameras)
            )

        return passes


class InboxBoard:
    """Tells the inbox. Lives inside one event loop; it is worked out in a worker thread."""

    def __init__(self, given: Services) -> None:
        self._given = given
        self._shared = Paced[InboxTold]()
        self._last: OrderedDict[Hashable, InboxTold] = OrderedDict()  # told last, of the latest kinds

    async def told(self, scope: Scope, wish: InboxWish, *, pace_s: float) -> InboxTold:
        """Return the inbox of a scope as it stands after this was called; `pace_s`: as `Paced.get` has it."""
        kind: Hashable = (scope, wish)
        before = self._last.get(kind)
        told = await self._shared.get(kind, lambda: _told(self._given, scope, wish, before), pace_s=pace_s)
        self._last[kind] = told
        self._last.move_to_end(kind)
        if len(self._last) > KEPT:
            self._last.popitem(last=False)
        return told


def _told(given: Services, scope: Scope, wish: InboxWish, before: InboxTold | None) -> InboxTold:
    found = given.load.inbox.look()
    queue = narrowed(found.queue, scope)
    passes = wish.test()
    page = slice(wish.offset, wish.offset + wish.limit)
    rows = [] if wish.held else [row for row in queue.rows if any(map(passes, row.cards))]
    cards = [card for card in queue.held if passes(card)] if wish.held else []
    if wish.group and not wish.held:
        cards = [card for row in rows if row.group == wish.group for card in row.cards if passes(card)]
    with given.store.read() as reader:
        standing = given.shift.standing(reader)
    flood = FloodOut(since=found.flood.since, alarms=found.flood.arrivals, seats=found.flood.seats)
    told = InboxOut(
        at=found.at,
        flood=flood,
        waiting=queue.waiting,
        held=dict(queue.held_by),
        total=len(cards) if wish.held else len(rows),
        order=[],
        rows=[],
        cards=[],
        undo_s=given.shift.rule.undo_s,
        claim_s=given.shift.rule.claim_s,
    )
    return InboxTold(
        at=json.dumps(told.model_dump(mode="json", include={"at"})["at"]),
        head=told.model_dump_json(exclude={"at", "order", "rows", "cards"}),
        order=[card.item.id for row in rows for card in row.cards][:MOST_ORDERED],
        rows=lines_of(rows[page], found, standing, before.rows if before else {}),
        cards=lines_of(
            cards[page] if wish.held else cards[:MOST_OF_GROUP],
            found,
            standing,
            before.cards if before else {},
        ),
    )
