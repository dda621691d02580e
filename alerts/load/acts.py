"""What people do to the load: silence, declare bad weather, shelve. Each act is kept with who and why.

A silence holds its own trail, and each act on it is a line of the chained audit, in the same transaction. A shelf is a
step of its incident's history. A silence that holds back sending lets deliveries wait until its end, in order; nothing
of them is dropped, and ending it early lets them go at once.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

import structlog

from alerts.desk import Also, Desk, nothing
from alerts.life import Event
from alerts.load.item import at_least, item_of
from alerts.load.silence import Act, Matchers, Shelf, Silence, SilenceKind, check_shelf, check_silence
from alerts.store.base import Store, Writer
from core.clock import Clock
from core.config.settings.load import Load
from core.errors import IllegalStep, NotFound
from core.ids import Ids
from core.incident import Incident
from core.people.audit import Entry
from core.reason import Reason

log = structlog.get_logger(__name__)


class LoadActs:
    """Carries out what people do. Calls block and may come from any thread."""

    def __init__(
        self, store: Store, desk: Desk, *, rule: Load, clock: Clock, ids: Ids, zone: tzinfo = UTC
    ) -> None:
        """`zone`: of the district, in which operators read times."""
        self._store = store
        self._desk = desk
        self._rule = rule
        self._clock = clock
        self._ids = ids
        self._zone = zone

    def silence(
        self,
        matchers: Matchers,
        *,
        who: str,
        why: str,
        ends_at: datetime,
        starts_at: datetime | None = None,
        kind: SilenceKind = SilenceKind.SILENCE,
        sending: bool = False,
    ) -> Silence:
        """Make a silence, from now on if not told otherwise.

        Raises:
            BadSilence: it matches everything, has no reason or end, or lasts too long.
            IllegalStep: too many are in force.
        """
        now = self._clock.now()
        made = Silence(
            id=self._ids.new("sil"),
            kind=kind,
            matchers=matchers,
            reason=why,
            author=who,
            starts_at=starts_at or now,
            ends_at=ends_at,
            sending=sending,
            never_hidden=self._rule.never_hidden,
            acts=(Act(at=now, who=who, what="made", why=why),),
        )
        check_silence(made, self._rule, now)
        with self._store.write() as writer:
            lasting = writer.silences(ending_after=now)
            if len(lasting) >= self._rule.silences:
                raise IllegalStep(
                    f"{len(lasting)} silences are in force; end those that are not needed any more"
                )
            made = replace(made, ends_at=_unique(made.ends_at, lasting)) if sending else made
            writer.put_silence(made)
            self._tell(writer, made, now)
        return made

    def change(self, silence_id: str, *, who: str, why: str, ends_at: datetime) -> Silence:
        """Move a silence's end.

        Raises:
            NotFound: no such silence.
            BadSilence: it would last too long.
            IllegalStep: it is over.
        """
        now = self._clock.now()

        def moved(silence: Silence, writer: Writer) -> Silence:
            after = replace(silence, ends_at=ends_at)
            check_silence(after, self._rule, now)
            others = [one for one in writer.silences(ending_after=now) if one.id != silence_id]
            return replace(after, ends_at=_unique(ends_at, others)) if silence.sending else after

        return self._change(silence_id, Act(at=now, who=who, what="changed", why=why), moved)

    def end(self, silence_id: str, *, who: str, why: str) -> Silence:
        """End a silence now; what it let wait is sent.

        Raises:
            NotFound: no such silence.
            IllegalStep: it is over already.
        """
        now = self._clock.now()
        return self._change(
            silence_id,
            Act(at=now, who=who, what="ended", why=why),
            lambda silence, _: replace(silence, ends_at=now, starts_at=min(silence.starts_at, now)),
        )

    def shelve(self, incident_id: str, *, who: str, why: str, until: datetime, also: Also = nothing) -> Shelf:
        """Put one incident aside; its history says who, why and until when. `also`: in the same transaction.

        Raises:
            NotFound: no such incident.
            BadSilence: no reason, or for too long.
            IllegalStep: it has ended, or is too severe to be put aside.
        """
        now = self._clock.now()
        shelf = Shelf(incident_id=incident_id, reason=why, author=who, at=now, until=until)
        check_shelf(shelf, self._rule)

        def put(writer: Writer, incident: Incident) -> None:
            if at_least(item_of(incident, now), self._rule.never_hidden):
                raise IllegalStep(
                    f"{incident_id} is {incident.matter.severity}: acknowledge it, it is not put aside"
                )
            writer.put_shelf(shelf)
            also(writer, incident)

        told = until.astimezone(self._zone).strftime("%Y-%m-%d %H:%M")
        said = Reason(code="load.shelved", facts={"until": told, "why": why})
        self._desk.record(incident_id, Event.SHELVED, who=who, why=said, also=put)
        return shelf

    def unshelve(self, incident_id: str, *, who: str, why: str, also: Also = nothing) -> None:
        """Take one incident from the shelf before its time.

        Raises:
            NotFound: no such incident, or it is not shelved.
        """

        def drop(writer: Writer, incident: Incident) -> None:
            if incident_id not in writer.shelves():
                raise NotFound(f"{incident_id} is not shelved")
            writer.drop_shelves([incident_id])
            also(writer, incident)

        said = Reason(code="load.unshelved", facts={"why": why})
        self._desk.record(incident_id, Event.UNSHELVED, who=who, why=said, also=drop)

    def _change(self, silence_id: str, act: Act, changed: Callable[[Silence, Writer], Silence]) -> Silence:
        with self._store.write() as writer:
            before = writer.silence(silence_id)
            if before is None:
                raise NotFound(f"no silence {silence_id}")
            if before.ends_at <= act.at:
                raise IllegalStep(
                    f"{silence_id} is over since {before.ends_at.isoformat(timespec='minutes')}"
                )
            after = replace(changed(before, writer), acts=(*before.acts, act))
            writer.put_silence(after)
            if before.sending and after.ends_at != before.ends_at:
                writer.move_deliveries(before.ends_at, after.ends_at)
            self._tell(writer, after, act.at)
        return after

    @staticmethod
    def _tell(writer: Writer, silence: Silence, now: datetime) -> None:
        act = silence.acts[-1]
        writer.add_event(now, "load", silence.id, {"what": act.what, "who": act.who, "why": act.why})
        writer.add_audit(
            Entry(
                at=now,
                who=act.who[:64],
                role="",
                act=f"silence {act.what}",
                ref=silence.id,
                detail=_detail(silence),
                reason=act.why[:500],
            )
        )
        log.info(
            "silence",
            silence=silence.id,
            what=act.what,
            who=act.who,
            why=act.why,
            until=silence.ends_at.isoformat(),
            matchers=dataclasses.asdict(silence.matchers),
            sending=silence.sending,
        )


def _detail(silence: Silence) -> str:
    """Return what a silence is, for the audit: its own trail can be rewritten by whoever writes the database."""
    told = {
        "kind": silence.kind.value,
        "from": silence.starts_at.isoformat(),
        "until": silence.ends_at.isoformat(),
        "sending": silence.sending,
        "matchers": {key: value for key, value in dataclasses.asdict(silence.matchers).items() if value},
    }
    return json.dumps(told, ensure_ascii=False, default=str)[:500]


def _unique(ends_at: datetime, others: tuple[Silence, ...] | list[Silence]) -> datetime:
    """Return an end that no other silence has: deliveries are known by the instant that they wait for."""
    taken = {one.ends_at for one in others}
    while ends_at in taken:
        ends_at += timedelta(microseconds=1)
    return ends_at
