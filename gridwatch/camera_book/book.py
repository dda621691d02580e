"""Changes cameras while the service runs: one after the other, on disk first, then by the path of every reload."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from api.camera_book import Changed, ChangeRefused, Mistake, Wanted, Written
from gridwatch.camera_book.edit import OWN_FILE, OWN_NAME, as_written, edit, own_mistakes, refusal, text_of
from gridwatch.configuration.loader import Configuration, Trial, inspect
from gridwatch.configuration.problem import Problem
from gridwatch.configuration.reading import Reading
from gridwatch.onboarding.camera_text import CameraText
from gridwatch.onboarding.changes import differing
from gridwatch.onboarding.swap import contents, sync_folder
from gridwatch.reload import Reload, Stamps, stamp, stamps
from gridwatch.roster import Roster

log = structlog.get_logger(__name__)

NEW = ".new"  # no suffix of a camera file: whoever reads the folder meanwhile passes it by


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
    held, seen = _held(path), stamps(folder)
    reading = Reading(folder, current.cache)
    edited = edit(reading.cameras(), wanted)
    _check_readable(reading.problems)
    if edited.before == edited.after:
        written = current.written.get(wanted.camera_id)
        same = Changed(what="same", fields=(), written=as_written(written) if written else None, warnings=())
        return _Done(changed=same)
    text = text_of(edited.cameras)
    new = path.with_name(OWN_FILE + NEW)
    try:
        _write_through(new, text.text, like=path)
        configuration, problems = inspect(folder, trial=Trial(cameras={OWN_FILE: new}), cache=current.cache)
        if configuration is None:
            raise _told(current, problems, text, wanted.camera_id)
        _check_lost(current, configuration, wanted.camera_id)
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
    changed = Changed(
        what="removed" if edited.after is None else "added" if edited.before is None else "changed",
        fields=differing(edited.before, edited.after) if edited.before and edited.after else (),
        written=as_written(at) if at is not None else None,
        warnings=tuple(str(one) for one in problems if one.file == OWN_NAME),
    )
    return _Done(changed=changed, configuration=configuration, seen=seen)


def _held(path: Path) -> bytes | None:
    """Return what the API's file holds; a folder or a pipe in its place is refused, not waited for."""
    try:
        if path.exists() and not path.is_file():
            detail = f"{OWN_NAME} is there and is no file; move it away, then repeat your change"
            raise ChangeRefused(409, detail, file=OWN_NAME)
        return contents(path)
    except OSError as error:
        detail = f"{OWN_NAME} cannot be read: {error.strerror}; nothing was changed"
        raise ChangeRefused(503, detail) from error


def _check_readable(problems: Sequence[Problem]) -> None:
    """A file of ours that cannot be read must not be replaced: what is in it would be lost."""
    errors = [problem for problem in problems if problem.level == "error"]
    if errors:
        raise ChangeRefused(
            409,
            f"the camera files have mistakes, correct them first: {errors[0]}",
            file=errors[0].file,
            line=errors[0].line,
        )


def _check_lost(current: Configuration, configuration: Configuration, camera_id: str) -> None:
    """A change of one camera takes no other away: a folder that has vanished is not an empty district."""
    lost = sorted(current.cameras.keys() - configuration.cameras.keys() - {camera_id})
    if lost:
        named = ", ".join(lost[:5]) + (", ..." if len(lost) > 5 else "")
        raise ChangeRefused(
            409,
            f"{len(lost)} cameras that are looked at are no longer in the files on disk: {named}; nothing was changed. "
            "Put the files back; or, where they were taken out on purpose, reload (SIGHUP) and repeat your change",
        )


def _told(
    current: Configuration, problems: Sequence[Problem], text: CameraText, camera_id: str
) -> ChangeRefused:
    """Say what is wrong: with the camera, with the rest because of it, or with the folder before it came."""
    errors = [problem for problem in problems if problem.level == "error"]
    own = own_mistakes(errors, text, camera_id)
    if own:
        return refusal(own)
    _, before = inspect(current.folder, cache=current.cache)
    known = {(one.file, one.key, one.what) for one in before}
    new = [one for one in errors if (one.file, one.key, one.what) not in known]
    if new:
        mistakes = [Mistake(where="", what=f"{one.file} {one.key} {one.what}", cure=one.cure) for one in new]
        return refusal(mistakes)
    first = errors[0]
    detail = f"the configuration has a mistake already, correct it first: {first}"
    return ChangeRefused(409, detail, file=first.file, line=first.line)


def _write_through(path: Path, text: str, like: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)  # left by a crash; or a link to somewhere else
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if like.exists():
        shutil.copymode(like, path)  # who closed it to others finds it closed
