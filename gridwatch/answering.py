"""What the API may ask of the running service, and what it tells Prometheus, made of its open parts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from api.services import Services
from core.errors import GridwatchError
from core.frame import Frame
from core.look import LookFailure
from gridwatch.calibration.telling import Calibrations
from gridwatch.camera_book.book import CameraBook
from gridwatch.engineer.desk import EngineerDesk
from gridwatch.hawkeye.holding import Heads
from gridwatch.maps import open_maps
from gridwatch.offers.issuing import open_cap
from gridwatch.overlays.book import Overlays
from gridwatch.parts import Parts
from gridwatch.webhooks.book import Trials


class Answering:
    """Answers the API out of the parts of a service."""

    def __init__(self, parts: Parts, *, started: asyncio.Event, committed: Callable[[], None]) -> None:
        """Take the parts.

        started: set once everything runs.
        committed: called, in the event loop, after a route has changed the store.
        """
        self._parts = parts
        self._started = started
        self._committed = committed
        self._loop = asyncio.get_running_loop()

    def services(self) -> Services:
        """Return everything that a route may use."""
        parts = self._parts
        settings, secrets = parts.configuration.settings, parts.configuration.secrets
        return Services(
            store=parts.store,
            desk=parts.desk,
            evidence=parts.evidence,
            fleet=parts.roster,
            clock=parts.clock,
            token=secrets.value(settings.api.token) or "",
            receivers=tuple(parts.configuration.receivers),
            callback_secret=secrets.value(settings.delivery.callback_secret)
            if parts.configuration.receivers
            else None,
            links=parts.links,
            on_time=lambda: parts.window.latest,
            accept_view=parts.doubts.accepting(parts.looker.accept_view),
            calibrations=Calibrations(parts.doubts),
            look_now=self.look_now,
            ready=self.ready,
            committed=self._committed_in_a_thread,
            live_clients=settings.api.live_clients,
            metrics=self.metrics_text,
            camera_book=CameraBook(parts.roster, parts.reload),
            overlays=Overlays(parts.roster, parts.reload, parts.store, parts.clock),
            outages=parts.outages,
            load=parts.load,
            shift=parts.shift,
            film=parts.film,
            covering=parts.coverage.covering,
            heads=Heads(parts.hawkeyes, parts.roster.cameras),
            camera_desk=parts.cameras.desk(),
            admin_token=secrets.value(settings.api.admin_token) if settings.api.admin_token else None,
            people=settings.api.people,
            people_key=secrets.value(settings.api.people.key) if settings.api.people.key else None,
            workbench=EngineerDesk(settings, parts.configuration.folder, parts.clock),
            cap=open_cap(settings),
            public_url=settings.api.public_url,
            maps=open_maps(parts.roster),
            trials=Trials(
                parts.configuration,
                store=parts.store,
                evidence=parts.evidence,
                links=parts.links,
                clock=parts.clock,
            ),
        )

    async def look_now(self, camera_id: str) -> Frame | LookFailure | None:
        """Look at a camera at once, for somebody who waits; None: it is not configured."""
        self._parts.attending.asked(camera_id)
        ended = await self._parts.engine.look_now(camera_id)
        return ended if ended is None or isinstance(ended, LookFailure) else ended.frame

    def ready(self) -> Mapping[str, bool]:
        """Return which parts work."""
        try:
            with self._parts.store.read() as reader:
                reader.last_event_seq()
            store = True
        except GridwatchError:
            store = False
        return {
            "store": store,
            "store_writes": self._parts.store.writable,
            "engine": self._started.is_set(),
        }

    def metrics_text(self) -> bytes:
        """Return what Prometheus reads."""
        parts = self._parts
        with parts.store.read() as reader:
            parts.offers.measure(reader)
            return parts.metrics.text(parts.window.latest, reader)

    def _committed_in_a_thread(self) -> None:
        self._loop.call_soon_threadsafe(self._committed)


def publish(parts: Parts) -> None:
    """Take the figures that threads read; in the event loop, every few seconds."""
    metrics = parts.metrics
    parts.window.take()
    metrics.shed("pictures", parts.batcher.counters.shed)
    metrics.shed("second_views", parts.hawkeyes.counts.shed + parts.hawkeyes.counts.late)
    metrics.shed("tiles", parts.batcher.counters.tiles_left_out)
    metrics.gate(parts.gating.counts)
    metrics.attention(parts.attending.watched, parts.attending.split)
    metrics.outages(parts.outages.shown, parts.outages.counts)
    metrics.attempts(parts.courier.outcomes)
    if parts.second is not None:
        metrics.opinions(parts.second.counts)
        metrics.shed("opinions", parts.second.shed)
    if parts.shadow is not None:
        metrics.shadow(parts.shadow.counts)
