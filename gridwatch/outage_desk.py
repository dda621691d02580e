"""One alarm in place of a thousand: what `ingest.outage` decides, carried out on the running service.

Whose alarm is made needless by an outage is held back and counted; what lasts when it is over is told after all.

A host that the schedule leaves alone is looked at by one trial a minute, another camera each time: by looks alone a
recorder of 64 channels would not be known to be down for an hour. So where a host is given up, all behind it are down
from then on, each until it answers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.store.base import Json
from core.clock import Clock
from core.config.settings.outages import OutageRule
from core.look import LookFailure
from core.reason import Reason
from gridwatch.configuration.loader import Configuration
from gridwatch.engines.local import Ended, camera_of
from gridwatch.pipeline import Posting
from gridwatch.roster import Roster
from ingest.circuit import CONNECTION_KINDS, NO_PROOF
from ingest.health import HealthEvent, HealthState
from ingest.outage import Outage, OutageNews, Outages
from ingest.outage_group import Group, GroupKind, group_of

KEPT = 200  # outages that are over, for who asks

Retry = Callable[[Sequence[str], float], None]
"""(cameras, how many a second): look at them again, however long they were to be left alone."""


class OutageDesk:
    """The event loop owns it; threads of the API read `shown` and `explains`."""

    def __init__(
        self,
        roster: Roster,
        *,
        clock: Clock,
        retry: Retry,
        resting: Callable[[], Collection[str]] = tuple,
    ) -> None:
        """`resting`: the hosts that the schedule leaves alone now, by budget key."""
        settings = roster.configuration.settings
        self._roster = roster
        self._clock = clock
        self._retry = retry
        self._resting = resting
        self._given_up: frozenset[str] = frozenset()  # hosts, at the last tick
        self._rule: OutageRule = settings.outages
        self._try_per_s = settings.budgets.failing_per_s
        self._zone = ZoneInfo(settings.district.timezone)
        self._outages = Outages(rule=self._rule)
        self._placed: Configuration | None = None
        self._groups: dict[str, tuple[Posting, tuple[Group, ...]]] = {}
        self._held: dict[
            str, tuple[HealthEvent, datetime]
        ] = {}  # told a little later, if nothing explains them
        self._needless: dict[str, HealthEvent] = {}  # explained by an outage that lasts
        self._over: deque[Outage] = deque(maxlen=KEPT)
        self._shown: tuple[Outage, ...] = ()
        self.counts = {"begun": 0, "over": 0, "held_back": 0}  # since the start
        self._place()

    @property
    def shown(self) -> tuple[Outage, ...]:
        """What lasts, then what is over, each the newest first."""
        return self._shown

    def explains(self, camera_id: str) -> str | None:
        """Return the outage that explains why a camera does not answer."""
        return self._outages.explains(camera_id)

    def note(
        self, ended: Ended, events: Sequence[HealthEvent], known_since: datetime | None
    ) -> list[HealthEvent]:
        """Take in how a look ended; return those of the events that are told at once.

        `known_since`: since when the camera was known to be offline before this look.
        """
        failure = ended if isinstance(ended, LookFailure) else None
        if failure is None or failure.kind not in NO_PROOF:
            at = failure.at if failure is not None else self._clock.now()
            down = failure is not None and failure.kind in CONNECTION_KINDS
            self._outages.note(camera_of(ended), down=down, at=at, since=known_since)
        return [event for event in events if self._is_told(event)]

    def tick(self) -> tuple[list[HealthEvent], list[tuple[str, Json]]]:
        """Return single cameras' events to be told now, and outages by id, as live events tell them."""
        now = self._clock.now()
        self._place()
        self._give_up(now)
        news = self._outages.tick(now)
        for one in news:
            self._carry_out(one, now)
        told = [event for event, since in list(self._held.values()) if self._is_due(event, since, now)]
        self._shown = (*self._outages.open(), *self._over)
        return told, [(one.outage.id, self.tell(one.outage)) for one in news if one.what != "returning"]

    def _give_up(self, now: datetime) -> None:
        """Take in which hosts have been left alone since the last tick."""
        before, self._given_up = self._given_up, frozenset(self._resting())
        if not (fresh := self._given_up - before):
            return
        for camera_id, (posting, _) in self._groups.items():
            if posting.camera.access.budget_key in fresh:
                self._outages.note(camera_id, down=True, at=now)

    def tell(self, outage: Outage) -> Json:
        """Return an outage in words and figures."""
        why = self.reason(outage)
        return {
            "what": "dark" if outage.ended_at is None else "over",
            "group": outage.group.kind.value,
            "name": outage.group.name,
            "cameras": len(outage.cameras),
            "down": outage.down,
            "since": outage.since.isoformat(),
            "why": why.tell("zh"),
            "why_en": why.tell("en"),
        }

    def reason(self, outage: Outage) -> Reason:
        """Return what an operator reads."""
        kind = outage.group.kind.value
        name, name_en = self._names(outage.group)
        since = outage.since.astimezone(self._zone)
        facts: dict[str, str | int | float | bool | None] = {"name": name, "name_en": name_en}
        if outage.ended_at is None:
            today = self._clock.now().astimezone(self._zone).date()
            facts |= {
                "cameras": outage.down,
                "members": outage.members,
                "since": f"{since:%H:%M}" if since.date() == today else f"{since:%m-%d %H:%M}",
            }
            return Reason(code=f"outage.{kind}", facts=facts)
        facts |= {
            "minutes": max(1, round((outage.ended_at - outage.since).total_seconds() / 60)),
            "back": len(outage.cameras) - outage.down,
            "cameras": len(outage.cameras),
            "left": outage.down,
        }
        return Reason(code=f"outage.over.{kind}", facts=facts)

    def _is_told(self, event: HealthEvent) -> bool:
        """Whether an event is told at once; an alarm waits for what may explain it, and its end goes with it."""
        if event.what == HealthState.OFFLINE.value:
            self._held[event.camera_id] = event, self._clock.now()
            return False
        if event.what not in {state.value for state in HealthState} | {"back"}:
            return True  # about its clock
        untold = self._held.pop(event.camera_id, None), self._needless.pop(event.camera_id, None)
        return event.what != "back" or untold == (None, None)

    def _is_due(self, event: HealthEvent, since: datetime, now: datetime) -> bool:
        """Whether a held alarm is told now; one that an outage explains is counted instead."""
        outage_id = self._outages.explains(event.camera_id)
        if outage_id is not None:
            del self._held[event.camera_id]
            self._needless[event.camera_id] = event
            self._outages.hold_back(outage_id)
            self.counts["held_back"] += 1
            return False
        waited = timedelta(0) <= now - since < timedelta(seconds=self._rule.settle_s)
        if waited or self._outages.suspects(event.camera_id):
            return False
        del self._held[event.camera_id]
        return True

    def _carry_out(self, news: OutageNews, now: datetime) -> None:
        outage = news.outage
        if news.what == "dark":
            self.counts["begun"] += 1
        elif news.what == "returning":
            self._retry(sorted(self._outages.down_of(outage.id)), self._try_per_s)
        else:
            self.counts["over"] += 1
            self._over.appendleft(outage)
            for camera_id in outage.cameras & self._needless.keys():  # still down: each on its own from now
                self._held[camera_id] = self._needless.pop(camera_id), now

    def _place(self) -> None:
        """Take a new configuration; whoever did not change keeps its groups."""
        configuration = self._roster.configuration
        if configuration is self._placed:
            return
        self._placed = configuration
        self._groups = {
            camera_id: known
            if (known := self._groups.get(camera_id)) is not None and known[0] is posting
            else (posting, groups_of(posting, configuration))
            for camera_id, posting in self._roster.postings.items()
        }
        self._outages.place({camera_id: groups for camera_id, (_, groups) in self._groups.items()})
        for kept in (self._held, self._needless):
            for camera_id in kept.keys() - self._groups.keys():
                del kept[camera_id]

    def _names(self, group: Group) -> tuple[str, str]:
        """Return what the group is called, in Chinese and English."""
        district = self._roster.configuration.settings.district
        if group.kind is GroupKind.DISTRICT:
            return district.name, district.name_en or district.name
        if group.kind is GroupKind.STREET:
            path = self._roster.configuration.grid.path_of(group.name)
            name = next((cell.name for cell in path if cell.code == group.name), group.name)
            return name, name
        return group.name, group.name


def groups_of(posting: Posting, configuration: Configuration) -> tuple[Group, ...]:
    """Return what a camera may fail together with: its host, its street where it is known, its owner, the district."""
    camera = posting.camera
    code = camera.grid_code or ""
    if len(code) < 9 and len(configuration.grid):
        code = next(
            (c.code for c in configuration.grid.resolve(camera.position.lonlat()) if len(c.code) == 9), ""
        )
    groups = [
        group_of(GroupKind.HOST, camera.access.budget_key),
        group_of(GroupKind.OWNER, camera.owner),
        group_of(GroupKind.DISTRICT, configuration.settings.district.code),
    ]
    if len(code) >= 9:
        groups.append(group_of(GroupKind.STREET, code[:9]))
    return tuple(groups)


def known_since(health: Mapping[str, object] | None) -> datetime | None:
    """Return since when a health record says that its camera is offline."""
    if health is None or health.get("state") != HealthState.OFFLINE.value:
        return None
    since = health.get("since")
    return datetime.fromisoformat(since) if isinstance(since, str) else None
