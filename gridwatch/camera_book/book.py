"""Changes cameras while the service runs: one after the other, on disk first, then by the path of every reload."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field

import structlog

from api.camera_book import Changed, ChangeRefused, Wanted, Written
from gridwatch.camera_book.disk import NEW, check_lost, check_readable, held_by, refused_by, write_through
from gridwatch.camera_book.edit import OWN_FILE, OWN_NAME, as_written, edit, own_mistakes, text_of
from gridwatch.configuration.loader import Configuration, Trial, inspect
from gridwatch.configuration.overlay_files import ENDING, FOLDER
from gridwatch.configuration.reading import Reading
from gridwatch.onboarding.changes import differing
from gridwatch.onboarding.swap import contents, sync_folder
from gridwatch.reload import Reload, Stamps, stamp, stamps
from gridwatch.roster import Roster

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Done:
    """A change that is on disk."""

    changed: Changed
    configuration: Configuration | None = None  # None: nothing differs
    seen: Stamps = field(default_factory=dict)  # the folder's files when it was read, ours as written


class CameraBook:
    """What the API asks (api.camera_book.CameraBook)."""

    def __init__(self, roster: Roster, reload: Reload) -> None:
        self._roster = roster
        self._reload = reload

    def written(self, camera_id: str) -> Written | None:
        """Return a camera as configured now, None where there is none."""
        at = self._roster.configuration.written.get(camera_id)
        return as_written(at) if at is not None else None

    async def change(self, wanted: Wanted) -> Changed:
        """Check, write and apply one change; ChangeRefused changes nothing."""
        return await asyncio.shield(self._change(wanted))  # whoever hangs up does not leave it half applied

    async def _change(self, wanted: Wanted) -> Changed:
        async with self._reload.one_at_a_time:  # a file may be changing on disk at this moment
            done = await asyncio.to_thread(write, self._roster.configuration, wanted)
            if done.configuration is not None:
                self._reload.take(done.configuration, done.seen)
        fields = list(done.changed.fields)
        log.info(
            "camera.changed", camera=wanted.camera_id, what=done.changed.what, who=wanted.who, fields=fields
        )
        return done.changed


def write(current: Configuration, wanted: Wanted) -> _Done:
    """Read the folder, let the loader read it as it would be, and only then write the API's file.

    Raises:
        ChangeRefused: nothing was written.
    """
    folder = current.folder
    path = folder / "cameras" / OWN_FILE
    held, seen = held_by(path, OWN_NAME), stamps(folder)
    reading = Reading(folder, current.cache)
    edited = edit(reading.cameras(), wanted)
    check_readable(reading.problems)
    if edited.before == edited.after:
        written = current.written.get(wanted.camera_id)
        same = Changed(what="same", fields=(), written=as_written(written) if written else None, warnings=())
        return _Done(changed=same)
    text = text_of(edited.cameras)
    new = path.with_name(OWN_FILE + NEW)
    try:
        write_through(new, text.text, like=path)
        configuration, problems = inspect(folder, trial=Trial(cameras={OWN_FILE: new}), cache=current.cache)
        if configuration is None:
            raise refused_by(current, problems, own_mistakes(problems, text, wanted.camera_id))
        check_lost(current, configuration, wanted.camera_id)
        if contents(path) != held:
            raise ChangeRefused(409, f"{OWN_NAME} was changed on disk meanwhile; repeat your change")
        ours = stamp(new)  # before it is in its place: who edits it there has written another file
        new.replace(path)
    except OSError as error:
        raise ChangeRefused(
            503, f"{OWN_NAME} cannot be written: {error.strerror}; nothing was changed"
        ) from error
    finally:
        with contextlib.suppress(OSError):  # the file system has become read-only, or there is a folder
            new.unlink(missing_ok=True)
    sync_folder(path.parent)
    if ours is not None:
        seen[path] = ours
    at = configuration.written.get(wanted.camera_id)
    about = {OWN_NAME, f"{FOLDER}/{wanted.camera_id}{ENDING}"}  # what lies over it stays in force
    changed = Changed(
        what="removed" if edited.after is None else "added" if edited.before is None else "changed",
        fields=differing(edited.before, edited.after) if edited.before and edited.after else (),
        written=as_written(at) if at is not None else None,
        warnings=tuple(str(one) for one in problems if one.file in about),
    )
    return _Done(changed=changed, configuration=configuration, seen=seen)
