"""Configuration changes while running: prepared whole, then swapped; a bad one changes nothing."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import structlog
from watchfiles import awatch

from gridwatch.configuration.loader import Configuration, inspect
from gridwatch.engines.local import LocalEngine
from gridwatch.metrics import Metrics
from gridwatch.pipeline import Pipeline, Posting
from gridwatch.roster import Roster
from ingest.looker import Looker
from ingest.schedule import Schedule

log = structlog.get_logger(__name__)

# What is known of a camera goes with it: a disk that is not mounted for a minute would take all of it.
_GONE = "cameras: holds no camera any more; those that are known are looked at as before. SIGHUP takes it as it is."

Stamp = tuple[int, int, int]
Stamps = dict[Path, Stamp]


class Reload:
    """Watches the configs folder. Cameras with logins, zones, profiles and grids change at once.

    Settings, code tables, receivers, and the secrets of receivers and of the API, change at a restart.
    """

    def __init__(
        self,
        roster: Roster,
        schedule: Schedule,
        pipeline: Pipeline,
        looker: Looker,
        engine: LocalEngine,
        metrics: Metrics,
    ) -> None:
        self._roster = roster
        self._schedule = schedule
        self._pipeline = pipeline
        self._looker = looker
        self._engine = engine
        self._metrics = metrics
        self._seen: Stamps = {}  # the folder's files as they were last read, or written by the API
        self.one_at_a_time = asyncio.Lock()
        """Held while the configuration is read or changed, by whomever."""

    async def run(self, stop: asyncio.Event) -> None:
        """Reload after every change, until `stop`."""
        folder = self._roster.configuration.folder
        async for _ in awatch(folder, stop_event=stop, debounce=500):
            async with self.one_at_a_time:
                if stamps(folder) != self._seen:  # what the API wrote is in force already
                    await self._once(asked=False)

    async def once(self) -> bool:
        """Read the folder again; return whether it was taken."""
        async with self.one_at_a_time:  # a file may change while a signal is being answered
            return await self._once(asked=True)

    async def _once(self, *, asked: bool) -> bool:
        current = self._roster.configuration
        seen = stamps(current.folder)
        configuration, problems = await asyncio.to_thread(inspect, current.folder, cache=current.cache)
        self._seen = seen
        if configuration is None:
            self._metrics.reload(False)
            for problem in problems:
                if problem.level == "error":
                    log.error("reload.refused", problem=str(problem))
            return False
        if current.cameras and not configuration.cameras and not asked:
            self._metrics.reload(False)
            log.error("reload.refused", problem=_GONE)
            return False
        self._take(configuration)
        return True

    def take(self, configuration: Configuration, seen: Stamps) -> None:
        """Apply what was read from the folder when its files were as `seen`; the caller holds `one_at_a_time`."""
        self._seen = seen
        self._take(configuration)

    def _take(self, configuration: Configuration) -> None:
        """Swap it in. Cameras that did not change keep their due time, their health and their connections."""
        current = self._roster.configuration
        self._metrics.reload(True)
        if _at_a_restart(configuration) != _at_a_restart(current):
            log.warning(
                "reload.settings",
                hint="gridwatch.yaml, a receiver or a code table changed: restart to apply it; cameras are applied now",
            )
        self._looker.use(configuration.secrets)  # a corrected password: that camera is logged in to again
        changed = self._roster.swap(configuration)
        for camera_id in changed:
            self._pipeline.forget(camera_id)
            self._looker.forget(camera_id)
            posting = self._roster.posting(camera_id)
            if posting is None:
                self._schedule.drop(camera_id)
            else:
                plan(self._schedule, posting)
        for camera_id in changed | _other_logins(current, configuration):
            self._schedule.resume(camera_id)
        self._engine.poke()
        log.info("reload.taken", changed=len(changed), cameras=len(self._roster.postings))


def _at_a_restart(configuration: Configuration) -> tuple[object, ...]:
    """Return what a running service does not change."""
    one = configuration
    return one.settings, one.tables, one.receivers, one.crosswalks


def _other_logins(before: Configuration, after: Configuration) -> set[str]:
    """Return the cameras whose credential has another user or password now."""
    names = {camera.id: camera.access.credential for camera in after.cameras.values()}
    return {
        camera_id
        for camera_id, name in names.items()
        if before.secrets.credential(name) != after.secrets.credential(name)
    }


def stamps(folder: Path) -> Stamps:
    """Return what changes with every file of the folder."""
    files = (Path(root, name) for root, _, names in os.walk(folder, followlinks=True) for name in names)
    return {path: found for path in files if (found := stamp(path)) is not None}


def stamp(path: Path) -> Stamp | None:
    """Return what changes with a file; None where there is none, or a broken link."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def plan(schedule: Schedule, posting: Posting) -> None:
    """Put a camera on the schedule, or take a watched one off it: its stream brings the pictures."""
    camera, profile = posting.camera, posting.profile
    if camera.watch_fps is not None:
        schedule.drop(camera.id)
        return
    schedule.plan(camera.id, camera.access.budget_key, camera.owner, camera.period_s or profile.period_s)
