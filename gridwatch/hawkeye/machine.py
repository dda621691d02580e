"""Hawk-eyes, decided: who is turned next, when it looks, and that it comes home. Pure.

    step(state, event, rules) -> (state, commands)

    HOME ─► TURNING ─► LOOKING ─► AWAY ─► RETURNING ─► HOME
              └──────────────────► │ ◄──────┘ (not come home: again later)

One command at a time per camera: a new one is given only when the last has ended. Whatever ends a turn or a look,
the camera goes home next, unless a person holds it; then it goes home after the hold. `Keep(away=True)` precedes
the first command that may move a camera, and `Keep(away=False)` follows only its proven return, so that whoever
starts after a kill knows whom to send home.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from core.config.settings.hawkeye import Hawkeye
from core.reason import Fact, Reason
from gridwatch.hawkeye.events import (
    Closing,
    Counts,
    GoHome,
    HawkCommand,
    HawkEvent,
    Hold,
    HoldEnded,
    HoldTaken,
    HomeEnded,
    Keep,
    Look,
    LookEnded,
    Restored,
    Tell,
    Ticked,
    Turn,
    TurnEnded,
    Wanted,
    Warn,
    Wish,
)

MOST_REST_S = 900.0  # between two tries to bring a camera home
WARN_EVERY = 8  # failed tries after which operators are told again


class Stand(StrEnum):
    """Where a camera is in its round."""

    HOME = "home"
    TURNING = "turning"
    LOOKING = "looking"
    AWAY = "away"  # turned away, and nothing under way
    RETURNING = "returning"


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """One camera. `busy` stands are TURNING, LOOKING and RETURNING: a command has not ended yet."""

    stand: Stand = Stand.HOME
    wish: Wish | None = None  # what it is turned for
    hold: Hold | None = None
    again_at: float = 0.0  # not sent home before
    failures: int = 0  # tries in a row that did not bring it home
    stay: int = 0  # grows with every leaving: two pictures of one stay show the same

    @property
    def busy(self) -> bool:
        """Whether a command is under way."""
        return self.stand in {Stand.TURNING, Stand.LOOKING, Stand.RETURNING}

    @property
    def at_home(self) -> bool:
        """Whether its picture is that of its home view."""
        return self.stand is Stand.HOME and self.hold is None


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """All hawk-eyes; a camera that is not in `heads` is at home."""

    heads: Mapping[str, Head] = field(default_factory=dict)
    waiting: tuple[Wish, ...] = ()
    counts: Counts = field(default_factory=Counts)
    closing: bool = False

    def head(self, camera_id: str) -> Head:
        """Return a camera."""
        return self.heads.get(camera_id) or Head()


Stepped = tuple[State, tuple[HawkCommand, ...]]


def step(state: State, event: HawkEvent, rules: Hawkeye) -> Stepped:
    """Take in what happened; return what is to be done, in this order."""
    work = _Work(state, rules, event.at)
    match event:
        case Wanted():
            work.wanted(event.wish)
        case TurnEnded():
            work.turn_ended(event)
        case LookEnded():
            work.look_ended(event)
        case HomeEnded():
            work.home_ended(event)
        case HoldTaken():
            work.hold_taken(event.camera_id, event.hold)
        case HoldEnded():
            work.hold_ended(event.camera_id)
        case Restored():
            work.put(event.camera_id, replace(state.head(event.camera_id), stand=Stand.AWAY, hold=event.hold))
        case Closing():
            work.closing()
        case Ticked():
            pass
    work.go_on()
    return work.result()


class _Work:
    """One step under way: the state as it becomes, and the commands so far."""

    def __init__(self, state: State, rules: Hawkeye, at: float) -> None:
        self._heads = dict(state.heads)
        self._waiting = list(state.waiting)
        self._counts = state.counts
        self._closing = state.closing
        self._rules = rules
        self._at = at
        self._commands: list[HawkCommand] = []

    def result(self) -> Stepped:
        state = State(
            heads=self._heads, waiting=tuple(self._waiting), counts=self._counts, closing=self._closing
        )
        return state, tuple(self._commands)

    def head(self, camera_id: str) -> Head:
        return self._heads.get(camera_id) or Head()

    def put(self, camera_id: str, head: Head) -> None:
        self._heads[camera_id] = head

    # what happened

    def wanted(self, wish: Wish) -> None:
        self._counts = replace(self._counts, wanted=self._counts.wanted + 1)
        known = {one.incident_id for one in self._waiting}
        known |= {head.wish.incident_id for head in self._heads.values() if head.wish is not None}
        if wish.incident_id not in known:
            self._queue(wish)

    def turn_ended(self, event: TurnEnded) -> None:
        head = self.head(event.camera_id)
        wish = head.wish
        if head.stand is not Stand.TURNING or wish is None:
            return
        if head.hold is not None:  # taken by a person meanwhile: whatever it shows is not ours
            self._leave(event.camera_id, head)
            self._next_camera(wish, _held(head.hold))
        elif event.turned.arrived:
            self.put(event.camera_id, replace(head, stand=Stand.LOOKING))
            self._commands.append(Look(wish=wish, turned=event.turned))
        else:
            self._leave(event.camera_id, head)
            self._next_camera(wish, event.turned.why)

    def look_ended(self, event: LookEnded) -> None:
        head = self.head(event.camera_id)
        wish = head.wish
        if head.stand is not Stand.LOOKING or wish is None:
            return
        self._leave(event.camera_id, head)
        if event.kept:
            self._counts = replace(self._counts, taken=self._counts.taken + 1)
        else:
            self._next_camera(wish, event.why)

    def home_ended(self, event: HomeEnded) -> None:
        head = self.head(event.camera_id)
        if head.stand is not Stand.RETURNING:
            return
        if event.turned.arrived and head.hold is None:
            self.put(event.camera_id, Head(stay=head.stay))
            self._counts = replace(self._counts, homes=self._counts.homes + 1)
            self._commands.append(Keep(camera_id=event.camera_id, away=False, hold=None))
            if head.failures:
                self._commands.append(Warn(camera_id=event.camera_id, why=Reason(code="hawk.home_again")))
            return
        rest = min(MOST_REST_S, self._rules.again_s * 2.0 ** min(head.failures, 10))
        held = head.hold is not None
        self.put(
            event.camera_id,
            replace(
                head,
                stand=Stand.AWAY,
                again_at=self._at if held else self._at + rest,
                failures=head.failures if held else head.failures + 1,
            ),
        )
        if held:
            return
        self._counts = replace(self._counts, strays=self._counts.strays + 1)
        if head.failures % WARN_EVERY == 0:
            facts: dict[str, Fact] = {
                "detail": event.turned.why.tell("zh"),
                "detail_en": event.turned.why.tell("en"),
            }
            self._commands.append(
                Warn(camera_id=event.camera_id, why=Reason(code="hawk.not_home", facts=facts))
            )

    def hold_taken(self, camera_id: str, hold: Hold) -> None:
        head = self.head(camera_id)
        left = head.hold is None and head.stand is Stand.HOME
        self.put(camera_id, replace(head, hold=hold, stay=head.stay + left))
        self._commands.append(Keep(camera_id=camera_id, away=True, hold=hold))
        for wish in [one for one in self._waiting if one.camera_id == camera_id]:
            self._waiting.remove(wish)
            self._next_camera(wish, _held(hold))

    def hold_ended(self, camera_id: str) -> None:
        """A person may have left it anywhere: it goes home."""
        head = self.head(camera_id)
        if head.hold is None:
            return
        stand = head.stand if head.busy else Stand.AWAY
        self.put(camera_id, replace(head, hold=None, stand=stand, again_at=self._at))
        self._commands.append(Keep(camera_id=camera_id, away=True, hold=None))

    def closing(self) -> None:
        self._closing = True
        self._waiting.clear()

    # what follows

    def go_on(self) -> None:
        """Give every camera that has nothing under way its next command."""
        for camera_id, head in list(self._heads.items()):
            if head.hold is not None and head.hold.until <= self._at:
                self.hold_ended(camera_id)
        for wish in [one for one in self._waiting if self._at - one.asked_at > self._rules.patience_s]:
            self._waiting.remove(wish)
            self._counts = replace(self._counts, late=self._counts.late + 1)
            facts: dict[str, Fact] = {"patience_s": round(self._rules.patience_s)}
            self._tell(wish, Reason(code="hawk.too_late", facts=facts))
        for camera_id, head in list(self._heads.items()):
            if (
                head.stand is Stand.AWAY
                and head.hold is None
                and (head.again_at <= self._at or (self._closing and not head.failures))
            ):
                self.put(camera_id, replace(head, stand=Stand.RETURNING))
                self._commands.append(GoHome(camera_id=camera_id))
        for wish in list(self._waiting):
            turned = sum(head.stand is not Stand.HOME for head in self._heads.values() if head.hold is None)
            if turned >= self._rules.at_once:
                return
            head = self.head(wish.camera_id)
            if head.at_home:
                self._waiting.remove(wish)
                self.put(wish.camera_id, replace(head, stand=Stand.TURNING, wish=wish, stay=head.stay + 1))
                self._commands.append(Keep(camera_id=wish.camera_id, away=True, hold=None))
                self._commands.append(Turn(wish=wish))

    def _leave(self, camera_id: str, head: Head) -> None:
        self.put(camera_id, replace(head, stand=Stand.AWAY, wish=None, again_at=self._at))

    def _next_camera(self, wish: Wish, why: Reason) -> None:
        """Say why this camera brings nothing, and ask the next best."""
        self._tell(wish, why)
        if len(wish.choices) > 1:
            self._queue(replace(wish, choices=wish.choices[1:]))
        else:
            self._counts = replace(self._counts, failed=self._counts.failed + 1)

    def _queue(self, wish: Wish) -> None:
        """Put a wish in its camera's queue: most severe first, then who waits longest."""
        if self._closing:
            return
        while (hold := self.head(wish.camera_id).hold) is not None and hold.until > self._at:
            if len(wish.choices) == 1:
                self._counts = replace(self._counts, refused=self._counts.refused + 1)
                self._tell(wish, _held(hold))
                return
            wish = replace(wish, choices=wish.choices[1:])
        self._waiting.append(wish)
        self._waiting.sort(key=lambda one: (-one.rank, one.asked_at))
        mine = [one for one in self._waiting if one.camera_id == wish.camera_id]
        if len(mine) > self._rules.waiting:
            self._waiting.remove(mine[-1])
            self._counts = replace(self._counts, shed=self._counts.shed + 1)
            facts: dict[str, Fact] = {"waiting": self._rules.waiting}
            self._tell(mine[-1], Reason(code="hawk.shed", facts=facts))

    def _tell(self, wish: Wish, why: Reason) -> None:
        self._commands.append(Tell(incident_id=wish.incident_id, camera_id=wish.camera_id, why=why))


def _held(hold: Hold) -> Reason:
    return Reason(code="hawk.held", facts={"who": hold.who})
