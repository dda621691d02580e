"""Changes overlays while the service runs: on disk first, then by the path of every reload; what was, is remembered."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from alerts.store.base import Store
from api.camera_book import ChangeRefused, Mistake
from api.overlays import OverlayNow, TuneAct, Tuned, TuneWish
from core.clock import Clock
from core.errors import GridwatchError
from gridwatch.camera_book.disk import NEW, check_lost, check_readable, held_by, refused_by, write_through
from gridwatch.configuration.loader import Configuration, Trial, inspect
from gridwatch.configuration.overlay_files import ENDING, FOLDER
from gridwatch.configuration.problem import Problem
from gridwatch.configuration.reading import Reading
from gridwatch.onboarding.swap import contents, sync_folder
from gridwatch.overlays.acts import remembered, with_act
from gridwatch.overlays.edit import as_now, edit, text_of, told
from gridwatch.reload import Reload, Stamps, stamp, stamps
from gridwatch.roster import Roster

log = structlog.get_logger(__name__)

NOTE = "overlay"  # kind of note in the store: the last changes of a camera


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """A change that is on disk."""

    tuned: Tuned
    configuration: Configuration | None = None  # None: nothing differs
    seen: Stamps = field(default_factory=dict)  # the folder's files when it was read, ours as written


class Overlays:
    """What the API asks (api.overlays.OverlayBook)."""

    def __init__(self, roster: Roster, reload: Reload, store: Store, clock: Clock) -> None:
        self._roster = roster
        self._reload = reload
        self._store = store
        self._clock = clock

    def overlay(self, camera_id: str) -> OverlayNow | None:
        """Return what lies over a camera now; None where neither it nor an overlay is there."""
        return _now(self._roster.configuration, camera_id)

    def overlays(self) -> Sequence[OverlayNow]:
        """Return every overlay, those of no camera too."""
        configuration = self._roster.configuration
        found = (_now(configuration, camera_id) for camera_id in sorted(configuration.overlays))
        return [one for one in found if one is not None]

    def tune_acts(self, camera_id: str) -> Sequence[TuneAct]:
        """Return the last changes of a camera, newest first."""
        with self._store.read() as reader:
            return remembered(reader.note(NOTE, camera_id))

    async def tune(self, wish: TuneWish) -> Tuned:
        """Check, write and apply one change; ChangeRefused changes nothing."""
        return await asyncio.shield(self._tune(wish))  # whoever hangs up does not leave it half applied

    async def _tune(self, wish: TuneWish) -> Tuned:
        at = self._clock.now()
        async with self._reload.one_at_a_time:  # a file may be changing on disk at this moment
            done = await asyncio.to_thread(write, self._roster.configuration, wish, at)
            if done.configuration is not None:
                self._reload.take(done.configuration, done.seen)
        if done.tuned.changes:
            await asyncio.to_thread(self._remember, wish, done.tuned, at)
        log.info(
            "camera.tuned", camera=wish.camera_id, what=done.tuned.what, who=wish.who, told=done.tuned.told
        )
        return done.tuned

    def _remember(self, wish: TuneWish, tuned: Tuned, at: datetime) -> None:
        act = TuneAct(at=at, who=wish.who, changes=tuned.changes, told=tuned.told)
        try:
            with self._store.write() as writer:
                writer.put_note(NOTE, wish.camera_id, with_act(writer.note(NOTE, wish.camera_id), act))
        except GridwatchError as error:  # it is in force; the audit has its line
            log.warning("camera.tuned.not_remembered", camera=wish.camera_id, error=str(error))


def write(current: Configuration, wish: TuneWish, at: datetime) -> Done:
    """Read the folder, let the loader read it as it would be, and only then write the camera's overlay.

    Raises:
        ChangeRefused: nothing was written.
    """
    folder = current.folder
    file_name = f"{wish.camera_id}{ENDING}"
    name, path = f"{FOLDER}/{file_name}", folder / FOLDER / file_name
    _check_name(current, wish.camera_id)
    held, seen = held_by(path, name), stamps(folder)
    reading = Reading(folder, current.cache)
    written, overlays = reading.cameras(), reading.overlays()
    check_readable(reading.problems)
    there = next((one for one in written if one.camera.id == wish.camera_id), None)
    over = overlays.get(wish.camera_id)
    edited = edit(as_now(wish.camera_id, there, over), wish, at=at, others=len(overlays) - (over is not None))
    gone = edited.after is None
    if not edited.changes and (not gone or edited.before is None):
        return Done(tuned=Tuned(what="same", changes=(), now=_now(current, wish.camera_id)))
    new = path.with_name(file_name + NEW)
    try:
        if edited.after is not None:
            write_through(new, text_of(edited.after), like=path)
        trial = Trial(overlays={file_name: None if gone else new})
        configuration, problems = inspect(folder, trial=trial, cache=current.cache)
        if configuration is None:
            raise refused_by(current, problems, _own(problems, name))
        check_lost(current, configuration, wish.camera_id)
        if contents(path) != held:
            raise ChangeRefused(409, f"{name} was changed on disk meanwhile; repeat your change")
        ours = (
            None if gone else stamp(new)
        )  # before it is in its place: who edits it there has written another file
        if gone:
            path.unlink(missing_ok=True)
        else:
            new.replace(path)
    except OSError as error:
        raise ChangeRefused(
            503, f"{name} cannot be written: {error.strerror}; nothing was changed"
        ) from error
    finally:
        with contextlib.suppress(OSError):  # the file system has become read-only, or there is a folder
            new.unlink(missing_ok=True)
    with contextlib.suppress(FileNotFoundError):  # nothing was ever set, and a hand has removed the folder
        sync_folder(path.parent)
    seen.pop(path, None)
    if ours is not None:
        seen[path] = ours
    tuned = Tuned(
        what="reverted" if gone else "set",
        changes=edited.changes,
        now=_now(configuration, wish.camera_id),
        told=told(wish.camera_id, edited.changes),
        warnings=tuple(str(one) for one in problems if one.file == name),
    )
    return Done(tuned=tuned, configuration=configuration, seen=seen)


def _now(configuration: Configuration, camera_id: str) -> OverlayNow | None:
    return as_now(camera_id, configuration.written.get(camera_id), configuration.overlays.get(camera_id))


def _check_name(current: Configuration, camera_id: str) -> None:
    """Only what is known names a file: an id from an address is no path."""
    if camera_id not in current.written and camera_id not in current.overlays:
        raise ChangeRefused(404, f"no camera {camera_id}")


def _own(problems: Sequence[Problem], name: str) -> list[Mistake]:
    """Return the errors that are the overlay's own, by its fields."""
    return [
        Mistake(where=one.key, what=one.what, cure=one.cure)
        for one in problems
        if one.level == "error" and one.file == name
    ]
