"""Hawk-eyes, carried out: what the machine decides is written down, turned, looked at, told. One event loop owns it."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any, TypeVar

import structlog

from alerts.desk import Desk
from alerts.store.base import Json, Store
from core.clock import Clock
from core.config.camera import Camera
from core.config.settings.hawkeye import Hawkeye
from core.errors import GridwatchError, LookError
from core.incident import Incident
from core.look import LookFailureKind
from core.reason import Reason
from gridwatch.hawkeye.aim import home
from gridwatch.hawkeye.choosing import choose, worth
from gridwatch.hawkeye.events import (
    Closing,
    Counts,
    GoHome,
    HawkCommand,
    HawkEvent,
    HomeEnded,
    Keep,
    Look,
    LookEnded,
    Restored,
    Tell,
    Ticked,
    Turn,
    TurnEnded,
    Wanted,
    Warn,
)
from gridwatch.hawkeye.following import Raised
from gridwatch.hawkeye.keeping import NOTE, read_note, to_note
from gridwatch.hawkeye.machine import Head, State, step
from gridwatch.hawkeye.viewing import Around, Kept, Looks, Viewing
from gridwatch.pipeline import Sees
from ingest.onvif.turning import Order, Turned

log = structlog.get_logger(__name__)
T = TypeVar("T")

TICK_S = 1.0
CLOSE_S = 3.0  # for a camera to be sent home at a stop; whether it arrives, the next start finds out

Turner = Callable[[Camera, Order, float, Callable[[float], None]], Turned]
"""(camera, order, within seconds, sleep) -> how it ended; blocks."""


class Hawkeyes:
    """Turns cameras to incidents and brings them home."""

    def __init__(
        self,
        rules: Hawkeye,
        around: Around,
        *,
        store: Store,
        store_thread: Executor,
        desk: Desk,
        looks: Looks,
        sees: Sees,
        turner: Turner,
        clock: Clock,
        committed: Callable[[], None],
    ) -> None:
        """`committed` is called in the event loop when an incident was changed."""
        self.rules = rules
        self._around = around
        self._kept = kept = Kept(store=store, thread=store_thread)
        self._desk = desk
        self._viewing = Viewing(rules, around, kept=kept, desk=desk, looks=looks, sees=sees, clock=clock)
        self._raised = Raised(store, since=clock.now())
        self._turner = turner
        self._clock = clock
        self._committed = committed
        self._state = State()
        self._lock = asyncio.Lock()
        self._pool = ThreadPoolExecutor(2 * rules.at_once, thread_name_prefix="hawkeye")
        self._stopping = threading.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._unkept: dict[str, Keep] = {}  # what the store did not take yet

    @property
    def counts(self) -> Counts:
        """What has come of it."""
        return self._state.counts

    def head(self, camera_id: str) -> Head:
        """Return where a camera is in its round; from any thread."""
        return self._state.head(camera_id)

    # what the pipeline asks (gridwatch.pipeline.Standing)

    def stay(self, camera_id: str) -> int | None:
        """Return the number of its present stay at home; None while it is away."""
        head = self._state.head(camera_id)
        return head.stay if head.at_home else None

    def why_away(self, camera_id: str) -> str:
        """Return why it is away, for an operator."""
        head = self._state.head(camera_id)
        if head.hold is not None:
            return f"{head.hold.who} is using it"
        if head.wish is not None:
            return f"turned to incident {head.wish.incident_id}"
        return "on its way home"

    async def resume(self) -> None:
        """Read who was away when the last process ended, and send them home. Before the first look."""
        for camera_id, note in (await self._kept.ask(self._away)).items():
            await self.happen(Restored(at=self.now(), camera_id=camera_id, hold=read_note(note)))

    async def run(self, stop: asyncio.Event) -> None:
        """Follow what is raised, until `stop`; then send everybody home."""
        while not stop.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), TICK_S)
            try:
                await self._tick()
            except GridwatchError as error:  # a locked database: the next tick tries again
                log.warning("hawkeye.tick", error=str(error))
        await self._close()

    async def happen(self, event: HawkEvent) -> None:
        """Take in an event and carry out what follows; events come in one after the other."""
        async with self._lock:
            self._state, commands = step(self._state, event, self.rules)
            for command in commands:
                await self._do(command)

    def now(self) -> float:
        """Return seconds since 1970."""
        return self._clock.now().timestamp()

    # carrying out

    async def _do(self, command: HawkCommand) -> None:
        match command:
            case Keep():
                self._unkept[command.camera_id] = command
                await self._keep()
            case Turn():
                self._begin(self._turn(command))
            case Look():
                self._begin(self._look(command))
            case GoHome():
                self._begin(self._go_home(command.camera_id))
            case Tell():
                await self._tell(command)
            case Warn():
                await self._warn(command)

    async def _turn(self, command: Turn) -> None:
        camera_id, order = command.camera_id, command.wish.choices[0].order
        camera = self._around.cameras().get(camera_id)
        incident = await self._kept.incident(command.wish.incident_id)
        if camera_id in self._unkept:
            turned = _not("ptz.unreachable", detail="that it is away could not be written down")
        elif camera is None or not self._around.may_log_in(camera_id):
            turned = _not("ptz.unreachable", detail="it is gone, or its login was refused")
        elif incident is None or incident.status.ended:
            turned = _not("hawk.over")
        else:
            turned = await self._in_pool(camera, order, self.rules.turn_s, self._impatient)
        await self.happen(TurnEnded(at=self.now(), camera_id=camera_id, turned=turned))

    async def _go_home(self, camera_id: str) -> None:
        camera = self._around.cameras().get(camera_id)
        if camera is None or camera.ptz is None:  # no camera of ours any more: nobody to send home
            turned = Turned(arrived=True, why=Reason(code="ptz.no_ptz"))
        else:
            within_s = CLOSE_S if self._stopping.is_set() else self.rules.turn_s
            turned = await self._in_pool(camera, home(camera.ptz), within_s, _wait)
        await self.happen(HomeEnded(at=self.now(), camera_id=camera_id, turned=turned))

    async def _look(self, command: Look) -> None:
        kept, why = False, Reason(code="hawk.look_failed", facts={"detail": "?"})
        try:
            await asyncio.sleep(self.rules.settle_s)
            kept, why = await self._viewing.take(command, lambda: self._holder(command.camera_id))
        except GridwatchError as error:
            why = Reason(code="hawk.look_failed", facts={"detail": str(error)[:300]})
        finally:
            at = self.now()
            await self.happen(LookEnded(at=at, camera_id=command.camera_id, kept=kept, why=why))
        if kept:
            self._committed()

    async def _tell(self, command: Tell) -> None:
        camera = self._around.cameras().get(command.camera_id)
        name = camera.name if camera is not None else command.camera_id
        told = f"no second view of {command.incident_id}"
        log.info("hawkeye.none", camera=command.camera_id, told=told, why=command.why.tell("en"))
        try:
            await self._kept.ask(
                lambda: self._desk.no_second_view(command.incident_id, name=name, why=command.why)
            )
        except GridwatchError as error:
            log.warning("hawkeye.tell", incident=command.incident_id, error=str(error))
        else:
            self._committed()

    async def _warn(self, command: Warn) -> None:
        log.warning("hawkeye.head", camera=command.camera_id, why=command.why.tell("en"))
        why, why_en = command.why.tell("zh"), command.why.tell("en")
        told: Json = {"what": "head", "why": why, "why_en": why_en}

        def write() -> None:
            with self._kept.store.write() as writer:
                writer.add_event(self._clock.now(), "camera", command.camera_id, told)

        with contextlib.suppress(GridwatchError):  # it is in the log
            await self._kept.ask(write)
            self._committed()

    async def _keep(self) -> None:
        """Write down who is away; what the store does not take is tried again at the next tick."""
        wanted = dict(self._unkept)

        def write() -> None:
            with self._kept.store.write() as writer:
                for keep in wanted.values():
                    writer.put_note(NOTE, keep.camera_id, to_note(keep))

        try:
            await self._kept.ask(write)
        except GridwatchError as error:
            log.warning("hawkeye.keep", error=str(error))
        else:
            self._unkept.clear()

    # following

    async def _tick(self) -> None:
        if self._unkept:
            async with self._lock:
                await self._keep()
        if self.rules.mode == "on":
            for incident in await self._kept.ask(self._raised.new):
                await self._ask(incident)
        await self.happen(Ticked(at=self.now()))

    async def _ask(self, incident: Incident) -> None:
        if not worth(incident, self.rules):
            return
        sights = await self._kept.ask(lambda: self._around.covering(incident.place, incident.cameras))
        cameras = self._around.cameras()
        wish, refused = choose(incident, sights, cameras, at=self.now())
        if wish is not None:
            await self.happen(Wanted(at=self.now(), wish=wish))
            return
        for camera_id, why in refused[:1]:
            await self._tell(Tell(incident_id=incident.id, camera_id=camera_id, why=why))

    def _away(self) -> Mapping[str, Json]:
        """Return who was away when the last process ended, and follow what is raised from now on."""
        self._raised.from_now()
        with self._kept.store.read() as reader:
            return reader.notes(NOTE)

    def _holder(self, camera_id: str) -> str | None:
        hold = self._state.head(camera_id).hold
        return hold.who if hold is not None else None

    # stopping

    async def _close(self) -> None:
        self._stopping.set()
        await self.happen(Closing(at=self.now()))
        until = self._clock.monotonic() + 2 * CLOSE_S
        while self._tasks and self._clock.monotonic() < until:
            await asyncio.wait(self._tasks, timeout=0.2)  # the end of one may begin another
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _impatient(self, seconds: float) -> None:
        """Wait; at a stop nobody waits for a camera to arrive."""
        if self._stopping.wait(seconds):
            raise LookError(LookFailureKind.INTERNAL, "the service is stopping")

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("hawkeye.broke", error=type(error).__name__, exc_info=error)

    async def _in_pool(
        self, camera: Camera, order: Order, within_s: float, sleep: Callable[[float], None]
    ) -> Turned:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, self._turner, camera, order, within_s, sleep)


def _wait(seconds: float) -> None:
    threading.Event().wait(seconds)


def _not(code: str, **facts: str) -> Turned:
    return Turned(arrived=False, why=Reason(code=code, facts=facts))
