"""The running service: its parts opened (`assembly.py`), the API served over them, and the loops that run.

`Service.run` closes everything in reverse. What a part needs it gets as an argument; nothing reaches for a global.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import structlog

from alerts.keeping import sweep
from api.app import create_app
from api.map.atlas import Atlas
from core.clock import Clock
from core.ids import UlidIds
from core.look import LookFailure
from gridwatch.answering import Answering, publish
from gridwatch.assembly import assemble
from gridwatch.attending import learn_history
from gridwatch.chores import Chores
from gridwatch.configuration.loader import Configuration
from gridwatch.engines.local import Ended, camera_of
from gridwatch.figures.keeping import keep_figures
from gridwatch.holding import keep_hold
from gridwatch.load.metrics import LoadMetrics
from gridwatch.load.opening import keep_account
from gridwatch.maps import keep_maps
from gridwatch.parts import Parts
from gridwatch.people import tell_first_run, tend
from gridwatch.serving import served
from gridwatch.shift.opening import carry_out_acts, keep_film
from gridwatch.watching import Watching

log = structlog.get_logger(__name__)


class Service:
    """One Gridwatch. After `started` is set, its parts may be asked; `run` ends within 10 s of `stop`."""

    parts: Parts
    base_url: str  # where the API listens

    def __init__(
        self,
        configuration: Configuration,
        *,
        clock: Clock,
        rng: random.Random,
        watch_files: bool = True,
        on_look: Callable[[Ended], None] = lambda _: None,
    ) -> None:
        """`on_look` is told every look that has ended, in the event loop, once all parts of the service know it."""
        self._configuration = configuration
        self._clock = clock
        self._rng = rng
        self._watch_files = watch_files
        self._on_look = on_look
        self._ids = UlidIds(clock, rng)
        self.started = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Run until `stop` is set."""
        async with contextlib.AsyncExitStack() as stack:
            self.parts = parts = await assemble(
                self._configuration,
                stack,
                clock=self._clock,
                rng=self._rng,
                ids=self._ids,
                on_end=self._on_end,
                committed=self._committed,
            )
            self._chores = chores = self._open_chores()
            await chores.resume()
            await parts.hawkeyes.resume()
            answering = Answering(parts, started=self.started, committed=self._committed)
            app = create_app(answering.services(), parts.bell)
            self.base_url = await stack.enter_async_context(served(app, self._configuration.settings.api))
            running = [*self._always(stop, app.state.atlas), *self._where_wanted(stop)]
            running.append(
                keep_figures(
                    stop,
                    store=parts.store,
                    thread=parts.threads,
                    report=parts.engine.report,
                    book=app.state.figures,
                    clock=self._clock,
                )
            )
            tell_first_run(app, self.base_url)
            log.info(
                "service.started",
                cameras=len(parts.roster.postings),
                api=self.base_url,
                model=parts.model.spec.name,
            )
            self.started.set()
            # one that breaks ends them all: better than half a service
            async with asyncio.TaskGroup() as group:
                for part in running:
                    group.create_task(part)
            await chores.flush()
        log.info("service.stopped")

    async def reload(self) -> bool:
        """Read the configs folder again, as after a change of it; return whether it was taken."""
        await self.started.wait()
        return await self.parts.reload.once()

    def _open_chores(self) -> Chores:
        parts = self.parts
        raw_days = self._configuration.settings.storage.raw_days
        return Chores(
            store=parts.store,
            store_thread=parts.threads,
            desk=parts.desk,
            roster=parts.roster,
            engine=parts.engine,
            clock=self._clock,
            sweep=lambda: sweep(parts.store, parts.evidence, raw_days=raw_days, now=self._clock.now()),
            publish=lambda: publish(parts),
            after=self._committed,
            outages=parts.outages,
        )

    def _always(self, stop: asyncio.Event, atlas: Atlas) -> Iterator[Coroutine[Any, Any, None]]:
        """Yield the loops of every service."""
        parts = self.parts
        yield keep_hold(parts.held, stop)
        yield parts.engine.run(stop)
        yield parts.courier.run(stop)
        yield self._chores.run(stop)
        yield keep_account(
            parts.load.inbox,
            stop,
            thread=parts.threads,
            metrics=LoadMetrics(parts.metrics.registry),
            after=self._committed,
        )
        yield carry_out_acts(parts.shift, stop, thread=parts.threads, after=self._committed)
        yield keep_film(parts.film, parts.reel, parts.load, stop)
        yield parts.hawkeyes.run(stop)
        yield parts.cameras.history.run(stop)
        yield keep_maps(
            atlas,
            parts.roster,
            stop,
            store=parts.store,
            thread=parts.threads,
            clock=self._clock,
            after=self._committed,
        )
        yield tend(
            parts.store,
            stop,
            thread=parts.threads,
            clock=self._clock,
            audit_days=self._configuration.settings.api.people.audit_days,
        )
        yield Watching(
            parts.roster,
            parts.looker,
            parts.pipeline,
            parts.engine,
            clock=self._clock,
            ids=self._ids,
            rng=self._rng,
        ).run(stop)

    def _where_wanted(self, stop: asyncio.Event) -> Iterator[Coroutine[Any, Any, None]]:
        """Yield the loops that the settings or the caller want."""
        parts = self.parts
        yield from parts.offers.running(stop)
        if parts.attending.on:
            yield learn_history(
                parts.attending,
                stop,
                store=parts.store,
                thread=parts.threads,
                cameras=lambda: parts.roster.postings,
                clock=self._clock,
            )
        if parts.shadow is not None:
            yield parts.shadow.run(stop)
        if self._watch_files:
            yield parts.reload.run(stop)

    def _on_end(self, ended: Ended) -> None:
        self._tell_parts(ended)
        self._on_look(ended)

    def _tell_parts(self, ended: Ended) -> None:
        parts = self.parts
        camera_id = camera_of(ended)
        posting = parts.roster.posting(camera_id)
        parts.metrics.look(ended)
        parts.attending.note(ended, posting)
        parts.cameras.note(ended, self._chores.note(ended, parts.looker.clock_offset_s(camera_id)))
        parts.doubts.note(ended if isinstance(ended, LookFailure) else ended.frame)
        if isinstance(ended, LookFailure):
            return
        parts.film.note(ended.frame, ended.detections)
        if parts.shadow is not None:
            parts.shadow.offer(ended, posting)
        if ended.decision.incidents:
            self._committed()

    def _committed(self) -> None:
        self.parts.bell.ring()
        self.parts.courier.poke()
