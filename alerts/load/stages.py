"""How the inbox comes about: a list of small stages, in the order in which they run. Pure.

    open incidents -> name -> inhibit -> silence -> shelve -> rank -> group -> lines, and what is held back

Each stage takes the queue and gives it back; what one of them holds back, the next ones do not see. Nothing is
dropped: what goes in comes out shown or held back, and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from alerts.load.inhibition import Inhibitions
from alerts.load.item import Item, at_least
from alerts.load.queue import Card, Queue, Row, Situation
from alerts.load.rank import scores
from alerts.load.silence import Silence, SilenceKind
from core.reason import Fact, Reason

Stage = Callable[[Queue, Situation], Queue]


def name(queue: Queue, situation: Situation) -> Queue:
    """Say which alarms are standing or chattering; both stay where they are."""
    return replace(queue, cards=tuple(_named(card, situation) for card in queue.cards))


def inhibit(queue: Queue, situation: Situation) -> Queue:
    """Hold back what depends on a dark, turned or rained-on camera."""
    causes: Inhibitions = situation.inhibitions
    if not causes.by_camera and not causes.by_prefix:
        return queue
    return queue.sorted_out(_inhibited(card, situation) for card in queue.cards)


def silence(queue: Queue, situation: Situation) -> Queue:
    """Hold back what a person has silenced; a silence that has not begun or has ended holds nothing."""
    active = [
        one for one in situation.silences if one.kind is SilenceKind.SILENCE and one.active(situation.now)
    ]
    if not active:
        return queue
    by_camera: dict[str, list[Silence]] = {}  # most silences are of a camera: only its own are tried
    others = [one for one in active if not one.matchers.cameras]
    for one in active:
        for camera_id in one.matchers.cameras:
            by_camera.setdefault(camera_id, []).append(one)

    def silenced(card: Card) -> Card:
        if not may_hide(card.item, situation):
            return card
        of_camera = by_camera.get(card.item.cameras[0], ()) if card.item.cameras else ()
        one = next((one for one in (*others, *of_camera) if one.matchers.match(card.item)), None)
        if one is None:
            return card
        facts: dict[str, Fact] = {"why": one.reason, "who": one.author}
        return card.held("silence", Reason(code="load.held.silence", facts=facts), one.id)

    return queue.sorted_out(silenced(card) for card in queue.cards)


def shelve(queue: Queue, situation: Situation) -> Queue:
    """Hold back single incidents that a person has put aside."""
    if not situation.shelves:
        return queue

    def shelved(card: Card) -> Card:
        shelf = situation.shelves.get(card.item.id)
        if shelf is None or not shelf.active(situation.now) or not may_hide(card.item, situation):
            return card
        facts: dict[str, Fact] = {"why": shelf.reason, "who": shelf.author}
        return card.held("shelf", Reason(code="load.held.shelf", facts=facts))

    return queue.sorted_out(shelved(card) for card in queue.cards)


def rank(queue: Queue, situation: Situation) -> Queue:
    """Put first what counts most; what does not count enough to ask for attention comes last."""
    ranked = [_ranked(card, situation) for card in queue.cards]
    ranked.sort(key=_order)
    return replace(queue, cards=tuple(ranked))


def group(queue: Queue, situation: Situation) -> Queue:
    """In a flood make one line of alike alarms, under the first of them; else one line each."""
    if not situation.flood.on:
        return replace(queue, rows=tuple(Row(cards=(card,)) for card in queue.cards))
    rule = situation.rule
    alike: dict[str, list[Card]] = {}
    for card in queue.cards:
        if card.item.waits and may_hide(card.item, situation):
            alike.setdefault(group_of(card.item, rule.group_by), []).append(card)
    folded = {key: cards for key, cards in alike.items() if len(cards) >= rule.group_least}
    rows = []
    told: set[str] = set()
    for card in queue.cards:
        key = group_of(card.item, rule.group_by)
        if key not in folded or not card.item.waits or not may_hide(card.item, situation):
            rows.append(Row(cards=(card,)))
        elif key not in told:
            told.add(key)
            facts: dict[str, Fact] = {
                "count": len(folded[key]),
                "minutes": 10,
                "alarms": situation.flood.arrivals,
            }
            why = Reason(code="load.grouped", facts=facts)
            rows.append(Row(cards=_severest_first(folded[key]), group=key, why=why))
    return replace(queue, rows=tuple(rows))


STAGES: tuple[Stage, ...] = (name, inhibit, silence, shelve, rank, group)
"""All of them; the inbox, the load report and the simulated year run this list."""


def sort_out(items: Iterable[Item], situation: Situation, stages: Sequence[Stage] = STAGES) -> Queue:
    """Run the stages over everything that is open."""
    queue = Queue.of(items)
    for stage in stages:
        queue = stage(queue, situation)
    return queue


def may_hide(item: Item, situation: Situation) -> bool:
    """Return whether an item may be held back or folded into a group at all."""
    return not at_least(item, situation.rule.never_hidden)


def group_of(item: Item, keys: Sequence[str]) -> str:
    """Return what an item shares with its group."""
    return "/".join(str(getattr(item, key)) for key in keys)


def _named(card: Card, situation: Situation) -> Card:
    item, rule = card.item, situation.rule
    names = []
    waited = situation.now - item.since
    if item.waits and waited > timedelta(seconds=rule.standing_s):
        names.append(Reason(code="load.standing", facts={"hours": round(waited.total_seconds() / 3600)}))
    times = situation.raised.get(item.source, 0)
    if times >= rule.chatter_times:
        hours = round(rule.chatter_s / 3600, 1)
        names.append(Reason(code="load.chattering", facts={"times": times, "hours": hours}))
    return replace(card, names=tuple(names)) if names else card


def _inhibited(card: Card, situation: Situation) -> Card:
    cause = situation.inhibitions.explaining(card.item)
    if cause is None or not may_hide(card.item, situation):
        return card
    return card.held(cause.cause.value, cause.why, cause.id)


def _ranked(card: Card, situation: Situation) -> Card:
    item, rule = card.item, situation.rule
    before = situation.before.get(item.id)
    if before is not None and before.item is item:
        return before if before.names == card.names else replace(before, names=card.names)
    return Card(
        item=item,
        points=round(sum(scores(item, situation.now, rule)), 1),
        asks=at_least(item, rule.ask_from) or item.certainty == "observed" or item.overdue,
        names=card.names,
    )


def _order(card: Card) -> tuple[bool, bool, float, float, str]:
    return not card.item.waits, not card.asks, -card.points, card.item.since.timestamp(), card.item.id


def _severest_first(cards: Sequence[Card]) -> tuple[Card, ...]:
    return tuple(sorted(cards, key=lambda card: -card.item.level))  # stable: of equals the first ranked
