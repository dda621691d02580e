"""Hawk-eyes as the settings and cameras want them, in the running service."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Executor

from alerts.covering import Sight
from alerts.desk import Desk
from alerts.store.base import Store
from core.clock import Clock
from core.config.camera import Camera
from core.config.settings.root import Settings
from core.place import Place
from core.secrets import Secrets
from gridwatch.hawkeye.eyes import Hawkeyes
from gridwatch.hawkeye.viewing import Around
from gridwatch.pipeline import Posting, Sees
from ingest.looker import Looker
from ingest.onvif.turning import Order, Turned, turn


def reach_of(camera: Camera) -> float | None:
    """Return how many metres away a camera can turn to and show something; None for a fixed one."""
    return camera.ptz.reach_m if camera.ptz is not None else None


def open_hawkeyes(  # noqa: PLR0913 - every part it talks to is an argument
    settings: Settings,
    *,
    cameras: Callable[[], Mapping[str, Camera]],
    posting: Callable[[str], Posting | None],
    covering: Callable[[Place, Collection[str]], tuple[Sight, ...]],
    secrets: Callable[[], Secrets],
    store: Store,
    store_thread: Executor,
    desk: Desk,
    looker: Looker,
    sees: Sees,
    clock: Clock,
    committed: Callable[[], None],
) -> Hawkeyes:
    """Return the hawk-eyes; with mode off they turn nothing, and send home what an earlier run has turned."""

    def turner(camera: Camera, order: Order, within_s: float, sleep: Callable[[float], None]) -> Turned:
        return turn(
            camera,
            secrets().credential(camera.access.credential),
            order,
            looking=settings.looking,
            clock=clock,
            sleep=sleep,
            within_s=within_s,
        )

    return Hawkeyes(
        settings.hawkeye,
        Around(
            cameras=cameras,
            posting=posting,
            covering=covering,
            may_log_in=looker.may_log_in,
        ),
        store=store,
        store_thread=store_thread,
        desk=desk,
        looks=looker,
        sees=sees,
        turner=turner,
        clock=clock,
        committed=committed,
    )
