"""What passes from stage to stage: cards that are shown, cards that are held back, and the lines of the inbox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from alerts.load.flood import CALM, Flood
from alerts.load.inhibition import NONE, Inhibitions
from alerts.load.item import Item
from alerts.load.silence import Shelf, Silence
from core.config.settings.load import Load
from core.reason import Reason

SHOWN = Reason(code="load.shown")


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """One incident and the inbox's answer to it: shown or held back, and why."""

    item: Item
    shown: bool = True
    by: str = ""  # what holds it back: outage | turned | weather | degraded | silence | shelf
    ref: str = ""  # its id: outage, silence; "" for a shelf
    why: Reason = SHOWN
    points: float = 0.0  # of 100
    asks: bool = True  # False: waits at the end of the inbox and asks for nothing
    names: tuple[Reason, ...] = ()  # standing, chattering

    def held(self, by: str, why: Reason, ref: str = "") -> Card:
        """Return it held back."""
        return Card(item=self.item, shown=False, by=by, ref=ref, why=why, names=self.names)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line of the inbox: an incident, or a group of alike ones with the first of them at its head."""

    cards: tuple[Card, ...]  # the first is the head
    group: str = ""  # what they have in common, e.g. "330109001/exposed_garbage"; "" for a line of its own
    why: Reason = SHOWN

    @property
    def head(self) -> Card:
        """The card that stands for all."""
        return self.cards[0]

    @property
    def severity(self) -> str:
        """The highest of all: a group never hides it."""
        return max(self.cards, key=lambda card: card.item.level).item.severity


@dataclass(frozen=True, kw_only=True, slots=True)
class Queue:
    """Everything that is open, sorted out so far. No stage drops a card."""

    cards: tuple[Card, ...] = ()  # shown so far
    held: tuple[Card, ...] = ()
    rows: tuple[Row, ...] = ()  # made by the last stage, of all `cards`

    @classmethod
    def of(cls, items: Iterable[Item]) -> Queue:
        """Return all of them shown."""
        return cls(cards=tuple(Card(item=item) for item in items))

    def sorted_out(self, cards: Iterable[Card]) -> Queue:
        """Return the queue with `cards` in place of its own: those not shown go to the held ones."""
        made = tuple(cards)
        return replace(
            self,
            cards=tuple(card for card in made if card.shown),
            held=(*self.held, *(card for card in made if not card.shown)),
        )

    @property
    def waiting(self) -> int:
        """How many of those shown wait for an operator."""
        return sum(card.item.waits for card in self.cards)

    @property
    def held_by(self) -> Mapping[str, int]:
        """How many are held back, by what."""
        return dict(Counter(card.by for card in self.held))


@dataclass(frozen=True, kw_only=True, slots=True)
class Situation:
    """What stages know besides the queue."""

    now: datetime
    rule: Load
    inhibitions: Inhibitions = NONE
    silences: tuple[Silence, ...] = ()
    shelves: Mapping[str, Shelf] = field(default_factory=dict)  # by incident id
    flood: Flood = CALM
    raised: Mapping[str, int] = field(default_factory=dict)  # source to its alarms within `load.chatter_s`
    before: Mapping[str, Card] = field(
        default_factory=dict
    )  # of the look before: the very same item keeps its points
