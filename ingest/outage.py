"""One alarm for what fails together, in place of one for each camera. Pure: times are arguments.

    note(camera, down or not)            after every look that says something about the connection
    tick(now) -> outages begun, ended    every few seconds

The rule. A camera is down from its first look that could not connect, or was not answered in time, until it answers.
Cameras that went down within `window_s` of each other and are not explained yet are laid over the groups they are in
(`outage_group`). Where a group qualifies (`share` of its cameras and at least `least`, or at least `many`), it is
given `settle_s` for the rest to follow, so that a recorder does not get an alarm of its own before the whole network
is seen to be dark. Then the best fit becomes an outage; what it does not explain is looked at again.

An outage takes in whoever goes down in its group while it lasts. It is over when all but `rest_share` of its cameras
are back, or `linger_s` after the first came back. Who is still down then is on his own again, and is told as such.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.config.settings.outages import OutageRule
from ingest.outage_group import Group, Groups, best, sizes

_NAME = 40  # letters of a group's name in its outages' ids
RETURNED = 3
"""Cameras back that prove the network back (or a tenth of a small outage's): from then on all are tried again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outage:
    """A group that went dark, as it stands."""

    id: str
    group: Group
    members: int  # cameras of the group when it was told
    cameras: frozenset[str]  # those that it explains, also when they are back
    down: int  # of these, now
    since: datetime  # the first of them went down
    told_at: datetime
    returned_at: datetime | None = None  # some are back
    ended_at: datetime | None = None
    held_back: int = 0  # alarms of single cameras that it made needless


@dataclass(frozen=True, kw_only=True, slots=True)
class OutageNews:
    """Something for the operator, or for whoever tries cameras again."""

    what: str  # "dark", "returning" or "over"
    outage: Outage


@dataclass(slots=True, eq=False)
class _Down:
    since: datetime
    noticed: datetime  # by us: later than `since` after a restart
    explained_by: str | None = None  # outage id


@dataclass(slots=True, eq=False)
class _Open:
    id: str
    group: Group
    members: int
    since: datetime
    told_at: datetime
    cameras: set[str]
    down: set[str]
    most: int = 0  # down at a time, since it began or went down again
    returned_at: datetime | None = None
    held_back: int = 0

    def shown(self, ended_at: datetime | None = None) -> Outage:
        return Outage(
            id=self.id,
            group=self.group,
            members=self.members,
            cameras=frozenset(self.cameras),
            down=len(self.down),
            since=self.since,
            told_at=self.told_at,
            returned_at=self.returned_at,
            ended_at=ended_at,
            held_back=self.held_back,
        )


@dataclass(slots=True, eq=False)
class Outages:
    """All outages of the district. `groups` says who may fail together; `place` replaces it."""

    rule: OutageRule
    groups: Groups = field(default_factory=dict)
    _members: dict[Group, int] = field(default_factory=dict)
    _down: dict[str, _Down] = field(default_factory=dict)
    _open: dict[str, _Open] = field(default_factory=dict)
    _suspected_at: datetime | None = None  # a group qualifies since

    def place(self, groups: Groups) -> None:
        """Take who is in which group; cameras that are gone are forgotten, outages stay."""
        self.groups = groups
        self._members = dict(sizes(groups))
        for camera_id in self._down.keys() - groups.keys():
            del self._down[camera_id]
        for outage in self._open.values():
            outage.cameras &= groups.keys()
            outage.down &= groups.keys()

    def note(self, camera_id: str, *, down: bool, at: datetime, since: datetime | None = None) -> None:
        """Take in whether a camera could be connected to; `since`: it was known to be down before this process."""
        if camera_id not in self.groups:
            return
        if down:
            self._down.setdefault(camera_id, _Down(since=min(since or at, at), noticed=at))
            return
        was = self._down.pop(camera_id, None)
        if was is not None and was.explained_by in self._open:
            self._open[was.explained_by].down.discard(camera_id)

    def explains(self, camera_id: str) -> str | None:
        """Return the outage that explains why this camera is down."""
        known = self._down.get(camera_id)
        return known.explained_by if known else None

    def suspects(self, camera_id: str) -> bool:
        """Whether it went down while something larger may be happening: its own alarm can wait."""
        return self._suspected_at is not None and camera_id in self._down

    def down_of(self, outage_id: str) -> frozenset[str]:
        """Return the cameras of an open outage that are down."""
        known = self._open.get(outage_id)
        return frozenset(known.down) if known else frozenset()

    def hold_back(self, outage_id: str) -> None:
        """Count the alarm of a single camera that an outage made needless."""
        if outage_id in self._open:
            self._open[outage_id].held_back += 1

    def open(self) -> tuple[Outage, ...]:
        """Return the outages that last, the newest first."""
        return tuple(
            one.shown() for one in sorted(self._open.values(), key=lambda one: one.told_at, reverse=True)
        )

    def tick(self, now: datetime) -> tuple[OutageNews, ...]:
        """Return what began, came back or ended since the last call. Costs O(cameras that are down)."""
        news = [*self._follow(now)]
        self._take_in()
        news += self._begin(now)
        return tuple(news)

    def _follow(self, now: datetime) -> list[OutageNews]:
        news: list[OutageNews] = []
        for outage in list(self._open.values()):
            outage.most = max(outage.most, len(outage.down))
            back = outage.most - len(outage.down)
            if outage.returned_at is None and back >= min(RETURNED, max(1, outage.most // 10)):
                outage.returned_at = now
                news.append(OutageNews(what="returning", outage=outage.shown()))
            elif outage.returned_at is not None and len(outage.down) >= outage.most:
                outage.returned_at = None  # it was a flicker
            if outage.returned_at is None and outage.cameras:
                continue
            lingered = outage.returned_at is not None and now - outage.returned_at >= self._s(
                self.rule.linger_s
            )
            if len(outage.down) <= self.rule.rest_share * outage.most or lingered:
                del self._open[outage.id]
                for camera_id in outage.down:
                    self._down[camera_id] = _Down(since=now, noticed=now)
                news.append(OutageNews(what="over", outage=outage.shown(ended_at=now)))
        return news

    def _take_in(self) -> None:
        """Whoever goes down in a dark group belongs to its outage, and whoever was in it and goes down again."""
        if not self._open:
            return
        once = {camera_id: outage for outage in self._open.values() for camera_id in outage.cameras}
        dark = {outage.group: outage for outage in self._open.values() if outage.returned_at is None}
        for camera_id, known in self._down.items():
            if known.explained_by is not None:
                continue
            outage = next((dark[group] for group in self.groups[camera_id] if group in dark), None)
            if camera_id in once:
                self._explain(camera_id, known, once[camera_id])
            elif outage is not None and known.since >= outage.since - self._s(self.rule.window_s):
                self._explain(camera_id, known, outage)

    def _begin(self, now: datetime) -> list[OutageNews]:
        fresh = self._together(now)
        if best(fresh, self.groups, self._members, self.rule) is None:
            self._suspected_at = None
            return []
        if self._suspected_at is None or self._suspected_at > now:
            self._suspected_at = now
        if now - self._suspected_at < self._s(self.rule.settle_s):
            return []
        self._suspected_at = None
        news: list[OutageNews] = []
        while (group := best(fresh, self.groups, self._members, self.rule)) is not None:
            theirs = {camera_id: fresh[camera_id] for camera_id in fresh if group in self.groups[camera_id]}
            outage = self._outage(group, min(known.since for known in theirs.values()), now)
            for camera_id, known in theirs.items():
                self._explain(camera_id, known, outage)
            news.append(OutageNews(what="dark", outage=outage.shown()))
            fresh = self._together(now)
        return news

    def _together(self, now: datetime) -> dict[str, _Down]:
        """Return the unexplained cameras that were noticed lately, the most that went down within one window.

        After a restart all that are down are noticed at once: those that broke one by one long ago are no outage.
        """
        window = self._s(self.rule.window_s)
        fresh = [
            (known.since, camera_id)
            for camera_id, known in self._down.items()
            if known.explained_by is None and known.noticed >= now - window
        ]
        fresh.sort()
        first = most = start = 0
        for end, (since, _) in enumerate(fresh):
            while since - fresh[first][0] > window:
                first += 1
            if end + 1 - first > most:
                most, start = end + 1 - first, first
        return {camera_id: self._down[camera_id] for _, camera_id in fresh[start : start + most]}

    def _outage(self, group: Group, since: datetime, now: datetime) -> _Open:
        outage = _Open(
            id=_id(group, since),
            group=group,
            members=self._members[group],
            since=since,
            told_at=now,
            cameras=set(),
            down=set(),
        )
        self._open[outage.id] = outage
        return outage

    def _explain(self, camera_id: str, known: _Down, outage: _Open) -> None:
        known.explained_by = outage.id
        outage.cameras.add(camera_id)
        outage.down.add(camera_id)

    @staticmethod
    def _s(seconds: float) -> timedelta:
        return timedelta(seconds=seconds)


def _id(group: Group, since: datetime) -> str:
    """Return the name of an outage, of at most 64 characters: a host's name alone may have 253."""
    name = group.name
    if len(name) > _NAME:
        name = f"{name[: _NAME - 9]}~{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return f"{group.kind.value}-{name}-{since:%Y%m%dT%H%M%S}"
