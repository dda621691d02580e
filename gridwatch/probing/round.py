"""One round of probing: who is still to be asked, by the journal, and the asking itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from core.clock import Clock
from core.config.camera import Camera
from core.config.settings.root import Settings
from gridwatch.probing.asking import Ask, ask_all
from gridwatch.probing.journal import Entry, Journal, JournalError, Told, access_of, open_journal
from gridwatch.probing.plan import Plan
from ingest.onvif.probe import ProbeResult

_PICTURE = "+picture"  # behind the fingerprint of an answer for which a picture was taken

Progress = Callable[[int, int], None]
"""Told how many cameras have answered, and how many there are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What is asked for."""

    configs: Path  # the folder whose cameras these are
    cameras: Sequence[Camera]  # to be told about
    named: bool = False  # whether they were named one by one: then they are asked whatever is known
    owner: str | None = None  # the only owner they are of
    fresh: bool = False  # whether to forget what is known
    broken: bool = False  # whether to ask again those that could not be looked at
    pictures: bool = False  # whether a picture is taken too: an answer without one does not count then
    within: timedelta = timedelta(hours=24)  # for which a kept answer counts


@dataclass(kw_only=True, slots=True)
class Round:
    """What came of it; grows while it goes on, so that an interrupted one can be told as well."""

    cameras: int
    kept: int = 0  # answers of the journal that count
    damaged: int = 0  # lines of the journal that could not be read
    whole: bool = False  # whether every camera has answered
    entries: tuple[Entry, ...] = ()  # in the order of the wish


def run_round(
    wish: Wish, *, settings: Settings, journal: Path, threads: int, ask: Ask, clock: Clock, told: Progress
) -> Round:
    """Ask whom the journal does not know. Ctrl-C ends it early, and every answer so far is kept.

    Raises:
        JournalError: the journal is another folder's, is being written by another probe, or cannot be written.
    """
    with open_journal(journal, keep=lambda known: _goes_on(wish, known, journal)) as book:
        wider = book.told.owner is not None and wish.owner is None
        if not wish.named and (book.told.ended or wish.broken or wider):
            book.begin(configs=wish.configs, owner=wish.owner, at=clock.now(), again=wish.broken)
        since = clock.now() - wish.within
        known = book.told.entries
        asked = [
            one for one in wish.cameras if wish.named or not _counts(known.get(one.id), one, since, wish)
        ]
        came = Round(
            cameras=len(wish.cameras), kept=len(wish.cameras) - len(asked), damaged=book.told.damaged
        )
        mark = _PICTURE if wish.pictures else ""
        access = {one.id: access_of(one) + mark for one in asked}
        answered = _Answered(book, access, clock, lambda done: told(came.kept + done, came.cameras))
        plan = Plan(
            asked,
            per_host=settings.budgets.sessions_per_host,
            refusals=settings.looking.refused_logins,
        )
        try:
            ask_all(plan, ask, threads=threads, answered=answered)
            came.whole = True
        except KeyboardInterrupt:
            pass  # told by `whole`
        if came.whole and not wish.named and wish.owner in {None, book.told.owner}:
            book.end(clock.now())
        gone = {one.id for one in asked} - answered.ids
        came.entries = tuple(known[one.id] for one in wish.cameras if one.id in known and one.id not in gone)
    return came


class _Answered:
    """Writes every answer down as it comes."""

    def __init__(
        self, book: Journal, access: Mapping[str, str], clock: Clock, told: Callable[[int], None]
    ) -> None:
        self._book = book
        self._access = access
        self._clock = clock
        self._told = told
        self.ids: set[str] = set()

    def __call__(self, result: ProbeResult) -> None:
        name = result.camera_id
        self._book.add(result, access=self._access[name], at=self._clock.now())
        self.ids.add(name)
        self._told(len(self.ids))


def _goes_on(wish: Wish, known: Told, journal: Path) -> bool:
    """Whether a round goes on with what the journal says."""
    if wish.fresh and not wish.named:
        return False
    mine = str(wish.configs.resolve())
    if known.configs not in {None, mine}:
        raise JournalError(
            f"{journal} is about the cameras of {known.configs}; give another --journal, or --fresh"
        )
    return wish.named or wish.broken or not known.ended


def _counts(entry: Entry | None, camera: Camera, since: datetime, wish: Wish) -> bool:
    if entry is None or entry.at < since or (wish.pictures and not entry.access.endswith(_PICTURE)):
        return False
    return entry.access.removesuffix(_PICTURE) == access_of(camera)
