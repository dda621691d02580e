"""The shift over a store: claims, acts that wait, and the loop's part in carrying them out.

Calls block and may come from any thread. Each change is one transaction with its live event, so that every console
sees what another does, and a killed process goes on where it stopped.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypedDict, Unpack

import structlog

from alerts.desk import Desk
from alerts.load.acts import LoadActs
from alerts.shift.act import Kind, PendingAct, check
from alerts.shift.carry import carry_out
from alerts.shift.claim import Claim, Claimed, name_of
from alerts.shift.legal import impossible
from alerts.store.base import Json, Reader, Store, Writer
from core.clock import Clock
from core.config.settings.load import Load
from core.errors import GridwatchError, IllegalStep, NotFound, StoreError
from core.ids import Ids
from core.incident import Incident
from core.reason import Reason

log = structlog.get_logger(__name__)

AT_ONCE = 100  # acts that one call keeps, and that one tick carries out


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What came of one act that was said: it waits, or why not."""

    incident_id: str
    act: PendingAct | None = None  # waits
    refused: Reason | None = None
    claim: Claim | None = None  # of whoever works on it, where that is why


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What is shown beside cases."""

    claims: Mapping[str, Claim] = field(default_factory=dict)  # by case
    acts: Mapping[str, tuple[PendingAct, ...]] = field(default_factory=dict)  # waiting, by case


class Said(TypedDict, total=False):
    """What goes with an act, by its kind (alerts/shift/act.py)."""

    reason: str
    text: str
    unit: str
    until: datetime | None
    into: str
    views: tuple[str, ...]
    reports: tuple[str, ...]


class Shift:
    """Who has which case, and what waits."""

    def __init__(
        self, store: Store, desk: Desk, load: LoadActs, *, rule: Load, clock: Clock, ids: Ids
    ) -> None:
        self._store = store
        self._desk = desk
        self._load = load
        self.rule = rule
        self._clock = clock
        self._ids = ids
        self._next: datetime | None = None  # the earliest due; None: not looked up yet, or nothing waits
        self._looked = False
        self._lock = threading.Lock()

    def claim(self, incident_id: str, *, who: str, take_over: bool = False) -> Claim:
        """Take a case, or renew one's own hold on it. `take_over`: also from whoever has it.

        Raises:
            NotFound: no such incident.
            Claimed: somebody else works on it.
        """
        now = self._clock.now()
        with self._store.write() as writer:
            if writer.incident(incident_id) is None:
                raise NotFound(f"no incident {incident_id}")
            before = writer.claim(incident_id)
            if before is not None and before.against(who, now) and not take_over:
                raise Claimed(before)
            kept = before is not None and before.who == who and before.active(now)
            since = before.at if kept and before is not None else now
            until = now + timedelta(seconds=self.rule.claim_s)
            made = Claim(incident_id=incident_id, who=who, at=since, until=until)
            writer.put_claim(made)
            _tell_claim(writer, made, now)
        return made

    def check_free(self, incident_id: str, *, who: str) -> None:
        """Refuse where somebody else works on a case.

        Raises:
            Claimed: it says who, and until when.
        """
        with self._store.read() as reader:
            claim = reader.claim(incident_id)
        if claim is not None and claim.against(who, self._clock.now()):
            raise Claimed(claim)

    def release(self, incident_id: str, *, who: str) -> None:
        """Give a case back; one that somebody else has stays his."""
        now = self._clock.now()
        with self._store.write() as writer:
            before = writer.claim(incident_id)
            if before is None or before.who != who:
                return
            writer.drop_claim(incident_id)
            _tell_claim(writer, replace(before, until=now), now)

    def standing(self, reader: Reader) -> Standing:
        """Return the claims that hold and the acts that wait, of all cases: two questions."""
        acts: dict[str, tuple[PendingAct, ...]] = {}
        for act in reader.pending_acts():
            acts[act.incident_id] = (*acts.get(act.incident_id, ()), act)
        claims = {one.incident_id: one for one in reader.claims(after=self._clock.now())}
        return Standing(claims=claims, acts=acts)

    def act(self, incident_id: str, act: Kind, *, who: str, **said: Unpack[Said]) -> PendingAct:
        """Return an act as it is said now; `keep` lets it wait."""
        now = self._clock.now()
        due = now + timedelta(seconds=self.rule.undo_s)
        return PendingAct(
            id=self._ids.new("act"), incident_id=incident_id, act=act, who=who, at=now, due_at=due, **said
        )

    def keep(
        self, acts: Sequence[PendingAct], *, known: Mapping[str, Incident] | None = None
    ) -> list[Answer]:
        """Let acts wait until they are due; each answers for itself. `known`: the cases that may be acted on.

        Raises:
            IllegalStep: one does not say what it needs, or too many wait.
        """
        for act in acts:
            check(act)
        now = self._clock.now()
        with self._store.write() as writer:
            if writer.count_pending_acts() + len(acts) > self.rule.pending_acts:
                raise IllegalStep(f"{self.rule.pending_acts} acts wait already; try again in a few seconds")
            kept_now = writer.incidents([act.incident_id for act in acts])
            allowed = kept_now.keys() if known is None else kept_now.keys() & known.keys()
            answers = [
                self._answer(
                    writer, act, kept_now[act.incident_id] if act.incident_id in allowed else None, now
                )
                for act in acts
            ]
            kept = [one.act for one in answers if one.act is not None]
            writer.put_pending_acts(kept)
            for one in kept:
                _tell(writer, one, "waits", now)
        with self._lock:
            for one in kept:
                self._next = one.due_at if self._next is None else min(self._next, one.due_at)
        return answers

    def take_back(self, act_id: str, *, who: str) -> PendingAct:
        """Take an act back before it is carried out; or put away one that was refused.

        Raises:
            NotFound: no such act waits (any more).
            IllegalStep: it is somebody else's.
        """
        now = self._clock.now()
        with self._store.write() as writer:
            act = writer.pending_act(act_id)
            if act is None:
                raise NotFound(f"no act {act_id} waits: it was carried out or taken back")
            if act.who != who:
                raise IllegalStep(f"{act_id} is {name_of(act.who)}'s: only its author takes it back")
            writer.drop_pending_act(act_id)
            _tell(writer, act, "taken_back" if act.waits else "put_away", now)
        return act

    @property
    def due(self) -> bool:
        """Whether something may be due; the store is not asked."""
        with self._lock:
            return not self._looked or (self._next is not None and self._next <= self._clock.now())

    def tick(self) -> bool:
        """Carry out what is due; return whether acts were settled, one way or the other."""
        now = self._clock.now()
        with self._store.read() as reader:
            due = reader.pending_acts(due_by=now, limit=AT_ONCE)
        settled = [self._settle(act) for act in due]
        with self._lock, self._store.read() as reader:
            following = reader.pending_acts(limit=1)
            self._next = following[0].due_at if following else None
            self._looked = True
        return any(settled)

    def _answer(self, writer: Writer, act: PendingAct, incident: Incident | None, now: datetime) -> Answer:
        incident_id = act.incident_id
        if incident is None:
            return Answer(incident_id=incident_id, refused=Reason(code="shift.gone"))
        claim = writer.claim(incident_id)
        if claim is not None and claim.against(act.who, now):
            told = Reason(code="shift.claimed", facts={"who": name_of(claim.who)})
            return Answer(incident_id=incident_id, refused=told, claim=claim)
        others = [one for one in writer.pending_acts(incident_id=incident_id) if one.who != act.who]
        if others:
            code = f"shift.awaited.{others[0].act.value}"
            told = Reason(code=code, facts={"who": name_of(others[0].who)})
            return Answer(incident_id=incident_id, refused=told)
        why_not = self._impossible(act.act, incident)
        if why_not is not None:
            return Answer(incident_id=incident_id, refused=why_not)
        return Answer(incident_id=incident_id, act=act)

    def _settle(self, act: PendingAct) -> bool:
        """Carry one out, or say why it cannot be; False where the store takes nothing now: it stays due."""
        now = self._clock.now()

        def done(writer: Writer, _: Incident) -> None:
            if not writer.drop_pending_act(act.id):
                raise _TakenBack(f"{act.id} was taken back")
            _tell(writer, act, "done", now)

        try:
            why_not = self._why_not(act)
            if why_not is None:
                carry_out(act, self._desk, self._load, also=done)
                return True
        except _TakenBack:
            return False
        except StoreError:
            raise  # nothing was done: the next tick tries again
        except GridwatchError as error:
            why_not = Reason(code="shift.refused", facts={"what": str(error)})
        log.warning(
            "shift.refused", act=act.id, what=act.act.value, incident=act.incident_id, why=why_not.tell()
        )
        with self._store.write() as writer:
            if writer.pending_act(act.id) is not None:
                refused = replace(act, refused_at=now, refused=why_not)
                writer.put_pending_acts([refused])
                _tell(writer, refused, "refused", now)
        return True

    def _impossible(self, kind: Kind, incident: Incident) -> Reason | None:
        return impossible(kind, incident, never_hidden=self.rule.never_hidden)

    def _why_not(self, act: PendingAct) -> Reason | None:
        with self._store.read() as reader:
            incident = reader.incident(act.incident_id)
        return Reason(code="shift.gone") if incident is None else self._impossible(act.act, incident)


class _TakenBack(GridwatchError):
    """Its author was quicker."""


def _tell_claim(writer: Writer, claim: Claim, now: datetime) -> None:
    told: Json = {"who": name_of(claim.who), "until": claim.until.isoformat()}
    writer.add_event(now, "claim", claim.incident_id, told)


def _tell(writer: Writer, act: PendingAct, what: str, now: datetime) -> None:
    told: Json = {"id": act.id, "what": what, "act": act.act.value, "who": name_of(act.who)}
    told["due_at"] = act.due_at.isoformat()
    if act.refused is not None:
        told |= {"why": act.refused.tell("zh"), "why_en": act.refused.tell("en")}
    writer.add_event(now, "pending", act.incident_id, told)
