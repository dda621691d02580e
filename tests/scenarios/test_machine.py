"""Whatever comes in whatever order, the life of an incident stays in order: a real desk, courier and store.

Hypothesis plays the cameras, operators, the platform, the receiver, crashes and time against each other, and
looks after every act whether all that must hold still holds. `--hypothesis-profile=deep` plays for minutes.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from alerts.audit.whole import audit
from alerts.callbacks import PlatformStatus, Refusal
from alerts.life import LEGAL, Actor, Event
from alerts.replay import replay
from alerts.store.base import DeliveryState, Store
from alerts.store.memory import MemoryStore
from alerts.store.rules import CALLBACKS_KEPT
from alerts.store.sql import SqlStore
from core.errors import IllegalStep
from core.incident import Status, Step
from core.look import LookReason
from core.sighting import Finding
from gridwatch.bench.crash_audit import every_incident, faults_of_store
from tests.builders_store import step
from tests.scenarios.city import RECEIVER, City

CAMERAS = ("cam-1", "cam-2")
ANSWERS = ("ok", "ok", "ok", "lost", "declined", "down", "busy", "error", "gone")
ACTS = ("acknowledge", "confirm", "reject", "look_again", "close")
WAITS = (1, 7, 40, 400, 4_000, 90_000)  # seconds


class Life(RuleBasedStateMachine):
    """Rules are what can happen; invariants what must hold after each of them."""

    incidents: Bundle[str] = Bundle("incidents")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="gridwatch-life-"))
        self.subjects = dict.fromkeys(CAMERAS, 1)
        self.histories: dict[str, tuple[Step, ...]] = {}
        self.told: dict[str, Any] = {}  # message id -> what was answered
        self.replayed: set[str] = set()
        self.pruned: set[str] = set()
        self.city = City(self.folder / "evidence", self.open_store(), cameras=len(CAMERAS))

    def open_store(self) -> Store:
        """In memory, kept over a restart."""
        return MemoryStore()

    def reopen_store(self, store: Store) -> Store:
        """What a new process finds."""
        return store

    def teardown(self) -> None:
        """Let everything that is owed be delivered, and add it all up."""
        try:
            self.adds_up()
        finally:
            self.city.close()
            self.city.store.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    # What can happen.

    @rule(
        target=incidents,
        camera=st.sampled_from(CAMERAS),
        finding=st.sampled_from(
            (
                Finding.CANDIDATE,
                Finding.PRESENT,
                Finding.PRESENT,
                Finding.MISSED,
                Finding.CLEARED,
                Finding.DROPPED,
            )
        ),
        wait=st.sampled_from(WAITS[:4]),
    )
    def look(self, camera: str, finding: Finding, wait: int) -> Any:
        """A patrol look, in which the rule of a camera says something of the thing it watches."""
        return self._look(camera, finding, wait)

    @rule(target=incidents, camera=st.sampled_from(CAMERAS), wait=st.sampled_from(WAITS[:4]))
    def another_thing(self, camera: str, wait: int) -> Any:
        """The next heap at the same camera: confirmed at its second look."""
        self.subjects[camera] += 1
        self._look(camera, Finding.CANDIDATE, wait)
        return self._look(camera, Finding.PRESENT, 20)

    @rule(
        incident=incidents,
        finding=st.sampled_from((None, Finding.PRESENT, Finding.PRESENT, Finding.MISSED, Finding.CLEARED)),
        wait=st.sampled_from(WAITS[:4]),
        reason=st.sampled_from((LookReason.VERIFY, LookReason.VERIFY, LookReason.OPERATOR)),
    )
    def look_that_was_asked_for(
        self, incident: str, finding: Finding | None, wait: int, reason: LookReason
    ) -> None:
        """An incident wanted a look: it is there, it is gone, or the rule has nothing to say."""
        if incident in self.pruned:
            return
        view = self.city.incident(incident).views[0]
        self._pass(wait)
        self.city.look(
            view.camera_id,
            *([] if finding is None else [finding]),
            subject=view.subject,
            slot=_slot(view.subject),
            since=view.first_seen,
            reason=reason,
            incident_id=incident,
        )

    @rule(incident=incidents, what=st.sampled_from(ACTS), wait=st.sampled_from(WAITS[:3]))
    def act(self, incident: str, what: str, wait: int) -> None:
        """An operator does something, possible or not."""
        if incident in self.pruned:
            return
        self._pass(wait)
        before = self.city.incident(incident)
        try:
            self.city.desk.act(incident, what, "operator:li", "so it is")
        except IllegalStep:
            assert self.city.incident(incident) == before

    @rule(one=incidents, other=incidents, wait=st.sampled_from(WAITS[:3]))
    def merge(self, one: str, other: str, wait: int) -> None:
        """An operator says that two are one, possible or not."""
        self._by_hand(
            wait, lambda: self.city.desk.merge(one, other, who="operator:li", why="one heap"), one, other
        )

    @rule(incident=incidents, wait=st.sampled_from(WAITS[:3]))
    def split(self, incident: str, wait: int) -> None:
        """That one of its views is another thing."""
        if incident not in self.pruned:
            subject = self.city.incident(incident).views[-1].subject
            act = self.city.desk.split
            self._by_hand(wait, lambda: act(incident, [subject], who="operator:li", why="another"), incident)

    @rule(incident=incidents, wait=st.sampled_from(WAITS[:4]))
    def undo(self, incident: str, wait: int) -> None:
        """That neither was right."""
        self._by_hand(wait, lambda: self.city.desk.undo(incident, who="operator:li", why="no"), incident)

    @rule(
        incident=incidents,
        status=st.sampled_from(PlatformStatus),
        ago=st.sampled_from((0, 0, 0, 5, 3_000, 200_000, -200, -400)),
        wait=st.sampled_from(WAITS[:4]),
    )
    def platform(self, incident: str, status: PlatformStatus, ago: float, wait: int) -> None:
        """The platform says something: now, late, or from a clock that is ahead."""
        self._pass(wait)
        name = f"msg-{len(self.told)}"
        answer = self.city.say(incident, status, message=name, ago_s=ago)
        if ago < -300:
            assert isinstance(answer, Refusal), "from the future is refused"
        else:
            assert not isinstance(answer, Refusal)
            assert answer["result"] in {"applied", "ignored", "unknown"}
            self.told[name] = (incident, status, ago, answer, self.city.clock.now())

    @precondition(lambda self: self.told)
    @rule(data=st.data(), wait=st.sampled_from(WAITS[:4]))
    def platform_again(self, data: st.DataObject, wait: int) -> None:
        """The same message once more, its answer having been lost: the same answer, and nothing happens."""
        name = data.draw(st.sampled_from(sorted(self.told)))
        incident, status, ago, answer, _ = self.told[name]
        if incident in self.pruned:
            return
        before = self.city.incident(incident)
        self._pass(wait)
        assert self.city.say(incident, status, message=name, ago_s=ago) == answer
        assert self.city.incident(incident) == before

    @rule(wait=st.sampled_from(WAITS[:2]))
    def platform_of_nobody(self, wait: int) -> None:
        """A case that was never told."""
        self._pass(wait)
        answer = self.city.say("inc_none", PlatformStatus.HANDLED)
        assert not isinstance(answer, Refusal)
        assert answer["result"] == "unknown"

    @rule(answers=st.lists(st.sampled_from(ANSWERS), max_size=4), wait=st.sampled_from(WAITS))
    def deliver(self, answers: list[str], wait: int) -> None:
        """The courier goes round; the receiver answers, or not."""
        self._pass(wait)
        self.city.deliver(*answers)

    @rule(incident=incidents, answers=st.lists(st.sampled_from(ANSWERS[:4]), max_size=2))
    def main_road(self, incident: str, answers: list[str]) -> None:
        """Reported, dispatched, called handled: so that verifying is reached more often than by chance."""
        if incident in self.pruned:
            return
        self._pass(30)
        self.city.deliver(*answers)
        for status in (PlatformStatus.DISPATCHED, PlatformStatus.HANDLED):
            self._pass(30)
            self.city.say(incident, status)

    @rule(incident=incidents, finding=st.sampled_from((Finding.PRESENT, Finding.CLEARED, None)))
    def checked(self, incident: str, finding: Finding | None) -> None:
        """It is looked at twice, as whoever verifies does."""
        for _ in range(2):
            self.look_that_was_asked_for(incident, finding, 40, LookReason.VERIFY)

    @rule(wait=st.sampled_from(WAITS))
    def time_passes(self, wait: int) -> None:
        """And the desk looks after what waits."""
        self._pass(wait)
        self.city.desk.tick(self.city.clock.now())

    @rule(wait=st.sampled_from(WAITS[:2]))
    def crash(self, wait: int) -> None:
        """The process ends and another begins."""
        self._pass(wait)
        self.city.store = self.reopen_store(self.city.store)
        self.city.restart()

    @rule(wait=st.sampled_from(WAITS[:2]))
    def enable(self, wait: int) -> None:
        """An operator starts a receiver again that had answered 410."""
        self._pass(wait)
        with self.city.store.write() as writer:
            if RECEIVER in writer.disabled_receivers():
                writer.enable_receiver(RECEIVER, self.city.clock.now())

    @rule(accepted=st.booleans(), wait=st.sampled_from(WAITS[:2]))
    def send_again(self, accepted: bool, wait: int) -> None:
        """An operator replays: the dead, the held, with or without what had arrived."""
        self._pass(wait)
        states = (DeliveryState.DEAD, DeliveryState.HELD, *([DeliveryState.ACCEPTED] if accepted else []))
        with self.city.store.read() as reader:
            self.replayed |= {row.id for row in reader.deliveries() if row.state in states}
        replay(self.city.store, now=self.city.clock.now(), receiver=RECEIVER, states=states)

    @rule(days=st.sampled_from((1, 8, 95)))
    def prune(self, days: int) -> None:
        """What has outlived its use goes; nothing that is on record does."""
        self._pass(days * 86_400)
        known = {incident.id for incident in self._all() if incident.status is not Status.EXPIRED}
        with self.city.store.write() as writer:
            writer.prune(self.city.clock.now())
        kept = {incident.id for incident in self._all()}
        assert known <= kept
        self.pruned |= self.histories.keys() - kept
        since = self.city.clock.now() - CALLBACKS_KEPT
        self.told = {name: told for name, told in self.told.items() if told[-1] >= since}
        self.histories = {name: steps for name, steps in self.histories.items() if name in kept}

    # What must hold.

    @invariant()
    def the_store_is_whole(self) -> None:
        """Histories, outbox, pictures and live events belong together."""
        with self.city.store.read() as reader:
            assert [str(fault) for fault in faults_of_store(reader, self.folder / "evidence")] == []

    @invariant()
    def the_trail_is_whole(self) -> None:
        """Every row bound, every step in it, every message and how it ended."""
        with self.city.store.read() as reader:
            assert [str(fault) for fault in audit(reader).faults] == []

    @invariant()
    def histories_only_grow(self) -> None:
        """By legal steps of whoever may take them; what was once written stays."""
        with self.city.store.read() as reader:
            now = {one.id: reader.history(one.id) for one in every_incident(reader)}
        for name, known in self.histories.items():
            assert now[name][: len(known)] == known
        for name, steps in now.items():
            for new in steps[len(self.histories.get(name, ())) :]:
                _check_legal(name, new)
        self.histories = now

    @invariant()
    def rule_states_are_those_of_the_last_look(self) -> None:
        """A dwell goes on after a crash where it stood."""
        with self.city.store.read() as reader:
            for camera, state in self.city.states.items():
                assert reader.rule_state(camera) == state

    @invariant()
    def nothing_is_to_be_told_twice(self) -> None:
        """One message for each version and receiver; at the receiver in order, as long as nobody replays."""
        with self.city.store.read() as reader:
            rows = reader.deliveries(limit=100_000)
        doubled = Counter((row.incident_id, row.incident_version, row.receiver) for row in rows)
        assert not doubled or max(doubled.values()) == 1
        newest: dict[str, int] = {}
        for arrival in self.city.receiver.arrivals:
            if arrival.delivery in self.replayed:
                continue
            assert arrival.version >= newest.get(arrival.incident, 0), f"{arrival.delivery} is out of order"
            newest[arrival.incident] = arrival.version

    def adds_up(self) -> None:
        """In the end every message has arrived, each with its own bytes, and what was accepted did."""
        for _ in range(12):
            self.enable(1)
            self.city.deliver_all()
            self.city.clock.advance(90_000)
        with self.city.store.read() as reader:
            rows = {row.id: row for row in reader.deliveries(limit=100_000)}
        arrived: dict[str, set[bytes]] = {}
        for arrival in self.city.receiver.arrivals:
            arrived.setdefault(arrival.delivery, set()).add(arrival.body)
        assert arrived.keys() <= rows.keys()
        for name, row in rows.items():
            assert row.state in {DeliveryState.ACCEPTED, DeliveryState.DEAD}, f"{name} is {row.state}"
            if row.state is DeliveryState.ACCEPTED:
                assert arrived.get(name) == {row.body}, f"{name} did not arrive as it was written"
        self.the_store_is_whole()
        self.the_trail_is_whole()

    @initialize(target=incidents)
    def begin(self) -> Any:
        """With one heap, so that there is something to act upon."""
        return self.another_thing("cam-1", 20)

    def _look(self, camera: str, finding: Finding, wait: int) -> Any:
        self._pass(wait)
        subject = f"{camera}/waste/{self.subjects[camera]}"
        outcome = self.city.look(camera, finding, subject=subject, slot=_slot(subject))
        known = set(self.histories)
        return multiple(*(one.id for one in outcome.incidents if one.id not in known))

    def _by_hand(self, wait: int, act: Callable[[], Any], *about: str) -> None:
        if self.pruned.intersection(about):
            return
        self._pass(wait)
        before = [self.city.incident(name) for name in about]
        try:
            act()
        except IllegalStep:
            assert [self.city.incident(name) for name in about] == before

    def _pass(self, seconds: int) -> None:
        """No two acts at one instant: the audit tells transactions apart by it."""
        self.city.clock.advance(seconds)

    def _all(self) -> list[Any]:
        with self.city.store.read() as reader:
            return every_incident(reader)


class LifeOnDisk(Life):
    """The same over SQLite, opened anew by every crash."""

    def open_store(self) -> Store:
        """A database of its own, migrated once and copied."""
        shutil.copy(_empty(), self.folder / "x.db")
        return SqlStore(f"sqlite:///{self.folder / 'x.db'}", environment={})

    def reopen_store(self, store: Store) -> Store:
        """What the last process committed, and no more."""
        store.close()
        return SqlStore(f"sqlite:///{self.folder / 'x.db'}", environment={})


def _slot(subject: str) -> int:
    return int(subject.rsplit("/", 1)[1])


def _check_legal(name: str, taken: Step) -> None:
    if taken.what == "seen":
        assert (taken.seq, taken.before, taken.after) == (1, None, Status.CANDIDATE), name
        return
    if taken.what == Event.UNDONE.value:
        assert Actor.of(taken.who) is Actor.OPERATOR, name  # back to where it stood, whatever that was
        return
    row = LEGAL[Event(taken.what)]
    assert Actor.of(taken.who) in row.actors, f"{name}: {taken.what} by {taken.who}"
    assert taken.before is not None
    assert row.leads.get(taken.before) is taken.after, (
        f"{name}: {taken.what} from {taken.before} to {taken.after}"
    )


_EMPTY: list[Path] = []


def _empty() -> Path:
    if not _EMPTY:
        path = Path(tempfile.mkdtemp(prefix="gridwatch-empty-")) / "empty.db"
        SqlStore(f"sqlite:///{path}", environment={}).close()
        _EMPTY.append(path)
    return _EMPTY[0]


def _play(machine: type[Life], *, examples: int, steps: int) -> None:
    """Play as the profile says: a test's own bounds, or those of a profile that was asked for."""
    asked = settings.default
    assert asked is not None
    deep = asked.max_examples > 100  # hypothesis's own default is 100
    run_state_machine_as_test(
        machine,
        settings=settings(
            asked,
            max_examples=asked.max_examples if deep else examples,
            stateful_step_count=asked.stateful_step_count if deep else steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink] if deep else [Phase.generate],
            derandomize=not deep,
        ),
    )


@pytest.mark.slow
def test_in_memory_nothing_gets_out_of_order() -> None:
    """Every interleaving tried: no illegal state, no step, message or row of the trail lost, doubled or moved."""
    _play(Life, examples=24, steps=40)


@pytest.mark.slow
def test_on_disk_nothing_gets_out_of_order() -> None:
    """The same with a database, closed and opened in between."""
    _play(LifeOnDisk, examples=5, steps=30)


def test_what_may_follow_is_what_the_table_says() -> None:
    """The check of these tests can fail: a step that the table does not know is told."""
    with pytest.raises(AssertionError, match="acknowledged from closed"):
        _check_legal(
            "inc_1", step(2, "acknowledged", before=Status.CLOSED, after=Status.OPEN, who="operator:li")
        )
    with pytest.raises(AssertionError, match="acknowledged by platform"):
        _check_legal("inc_1", step(2, "acknowledged", before=Status.OPEN, who="platform"))
