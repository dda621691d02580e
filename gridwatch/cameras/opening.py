"""What people ask of single cameras, opened in the running service."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alerts.store.base import Json, Store
from api.camera_desk import CameraDesk, JobNow
from core.clock import Clock
from core.config.camera import Camera
from core.config.profile import Profile
from core.config.settings.root import Settings
from core.ids import Ids
from core.look import LookFailure
from gridwatch.cameras.history import HistoryBook
from gridwatch.cameras.jobs import JobDesk
from gridwatch.cameras.live import Live
from gridwatch.cameras.live_source import Source
from gridwatch.cameras.trying import TryDesk
from gridwatch.cameras.turning import HandTurning
from gridwatch.configuration.selection import select
from gridwatch.engines.local import Ended, LocalEngine
from gridwatch.hawkeye.eyes import Hawkeyes
from gridwatch.hawkeye.holding import Heads
from gridwatch.pipeline import Sees
from gridwatch.reload import Reload
from gridwatch.roster import Roster
from ingest.health import HealthEvent
from ingest.looker import Looker
from ingest.onvif.turning import Order, Turned, turn


@dataclass(frozen=True, kw_only=True, slots=True)
class CameraParts:
    """What knows single cameras closely."""

    history: HistoryBook
    live: Live
    turning: HandTurning
    trying: TryDesk
    jobs: JobDesk
    roster: Roster

    def note(self, ended: Ended, events: Iterable[HealthEvent]) -> None:
        """Take in how a look ended, and what changed by it."""
        self.history.note(ended, events)
        if not isinstance(ended, LookFailure):
            self.live.offer(ended.frame)

    def desk(self) -> CameraDesk:
        """Return it as the API asks it."""
        return CameraDesk(
            history=self.history,
            live=self.live,
            turning=self.turning,
            trying=self.trying,
            jobs=self.jobs,
            profiles=_Profiles(self.roster),
        )


class _Profiles:
    """What the API asks of profiles (api.camera_desk.ProfileOf)."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster

    def profiles(self) -> Mapping[str, Profile]:
        """Return every profile by name."""
        return self._roster.configuration.profiles

    def chosen(self, camera_id: str) -> Profile | None:
        """Return the profile that a camera is checked by, without its own overrides."""
        camera = self._roster.camera(camera_id)
        return None if camera is None else select(camera, self.profiles())[0]


def open_cameras(  # noqa: PLR0913 - every part it talks to is an argument
    settings: Settings,
    stack: contextlib.AsyncExitStack,
    *,
    roster: Roster,
    looker: Looker,
    engine: LocalEngine,
    sees: Sees,
    hawkeyes: Hawkeyes,
    history: HistoryBook,
    reload: Reload,
    store: Store,
    threads: Executor,
    clock: Clock,
    ids: Ids,
    rng: random.Random,
    committed: Callable[[], None],
) -> CameraParts:
    """Return what people ask of single cameras; what it has open is closed by the stack."""

    def turner(camera: Camera, order: Order, within_s: float, sleep: Callable[[float], None]) -> Turned:
        login = roster.configuration.secrets.credential(camera.access.credential)
        return turn(
            camera, login, order, looking=settings.looking, clock=clock, sleep=sleep, within_s=within_s
        )

    def latest(camera_id: str) -> tuple[datetime, bytes] | None:
        picture = roster.picture(camera_id)
        return None if picture is None else (picture.at, picture.jpeg())

    def state(camera_id: str) -> Json | None:
        with store.read() as reader:
            return reader.rule_state(camera_id)

    def tell(job: JobNow) -> None:
        data: Json = {
            "kind": job.kind,
            "state": job.state,
            "what": job.what,
            "done": job.done,
            "total": job.total,
        }

        def write() -> None:
            with store.write() as writer:
                writer.add_event(clock.now(), "job", job.id, data)

        threads.submit(write).add_done_callback(lambda _: ring())

    def ring() -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(committed)

    loop = asyncio.get_running_loop()
    live = Live(
        most=settings.budgets.watched,
        camera=roster.camera,
        source=Source(looker, sees, mask=settings.api.live_masked, clock=clock, ids=ids),
        sessions=engine,
        clock=clock,
        rng=rng,
    )
    stack.push_async_callback(live.close)
    profiles = _Profiles(roster)
    turning = HandTurning(roster.camera, Heads(hawkeyes, roster.cameras), turner, looker.may_log_in)
    stack.callback(turning.close)
    jobs = JobDesk(
        configuration=lambda: roster.configuration,
        reload=reload.once,
        changing=reload.one_at_a_time,
        tell=tell,
        clock=clock,
        ids=ids,
        folder=Path(settings.storage.evidence).parent,
    )
    stack.push_async_callback(jobs.close)
    return CameraParts(
        history=history,
        live=live,
        turning=turning,
        trying=TryDesk(
            camera=roster.camera,
            profile=profiles.chosen,
            latest=latest,
            state=state,
            sees=sees,
            clock=clock,
            ids=ids,
        ),
        jobs=jobs,
        roster=roster,
    )
