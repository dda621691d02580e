"""Turning by hand: for who holds the camera, and for nobody else."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import structlog

from api.camera_book import ChangeRefused
from api.camera_desk import TurnDone, TurnWish
from api.hawkeyes import HeadBook
from core.config.camera import Camera
from core.errors import LookError
from core.look import LookFailureKind
from core.reason import Reason
from gridwatch.hawkeye.aim import home
from gridwatch.hawkeye.eyes import Turner
from ingest.onvif.stepping import Step
from ingest.onvif.turning import Order

log = structlog.get_logger(__name__)

WITHIN_S = 15.0  # for a step or a preset; who holds the camera waits
AT_ONCE = 4


class HandTurning:
    """What the API asks (api.camera_desk.Turning)."""

    def __init__(
        self,
        camera: Callable[[str], Camera | None],
        heads: HeadBook,
        turner: Turner,
        may_log_in: Callable[[str], bool],
    ) -> None:
        self._camera = camera
        self._heads = heads
        self._turner = turner
        self._may_log_in = may_log_in
        self._busy: set[str] = set()
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="by-hand")
        self._stopping = threading.Event()

    async def turn(self, camera_id: str, who: str, wish: TurnWish) -> TurnDone:
        """Turn a camera for its holder; ChangeRefused for anybody else."""
        camera = self._camera(camera_id)
        if camera is None or camera.ptz is None:
            raise ChangeRefused(409, f"{camera_id} cannot be turned: its file has no ptz")
        held_by = self._heads.head(camera_id).held_by
        if held_by != who:
            why = (
                Reason(code="turn.held", facts={"who": held_by}) if held_by else Reason(code="turn.not_held")
            )
            raise ChangeRefused(409, why.tell("en"), why=why.tell("zh"), held_by=held_by)
        order = _order(camera, wish)
        if order is None:
            raise ChangeRefused(422, Reason(code="turn.nothing").tell("en"))
        if not self._may_log_in(camera_id):
            raise ChangeRefused(409, f"the login of {camera_id} was refused; correct it first")
        if camera_id in self._busy or len(self._busy) >= AT_ONCE:
            raise ChangeRefused(
                409, f"{camera_id} is still turning" if camera_id in self._busy else "too many turn now"
            )
        self._busy.add(camera_id)
        try:
            loop = asyncio.get_running_loop()
            turned = await loop.run_in_executor(self._pool, self._turner, camera, order, WITHIN_S, self._wait)
        finally:
            self._busy.discard(camera_id)
        log.info("turn.by_hand", camera=camera_id, who=who, arrived=turned.arrived)
        return TurnDone(arrived=turned.arrived, why=turned.why, head=self._heads.head(camera_id))

    def close(self) -> None:
        """Wait for no camera any more."""
        self._stopping.set()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _wait(self, seconds: float) -> None:
        if self._stopping.wait(seconds):
            raise LookError(LookFailureKind.INTERNAL, "the service is stopping")


def _order(camera: Camera, wish: TurnWish) -> Order | None:
    if camera.ptz is None:
        return None
    if wish.preset is not None:
        return Order(preset=wish.preset)
    if wish.home:
        return home(camera.ptz)
    if wish.pan_deg or wish.tilt_deg or wish.zoom:
        return Order(step=Step(pan_deg=wish.pan_deg, tilt_deg=wish.tilt_deg, zoom=wish.zoom))
    return None
