"""Sends each digest when it is due, to each address once; what was sent is kept, so that a restart repeats none."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import tzinfo

import structlog

from alerts.store.base import Store
from core.clock import Clock
from core.config.camera import Camera
from core.config.settings.offers import Digest as DigestSettings
from core.errors import GridwatchError
from core.secrets import Secrets
from gridwatch.offers.digest import sending
from gridwatch.offers.digest.figures import gather
from gridwatch.offers.digest.plan import Posted, todo
from gridwatch.offers.digest.telling import Digest, District, tell
from gridwatch.offers.digest.times import Period

log = structlog.get_logger(__name__)

BOOKMARK = "digest"
TICK_S = 20.0
FIRST_WAIT_S = 60.0  # after a failure; each twice the last
MOST_WAIT_S = 900.0

Send = Callable[[str, Digest], None]  # (address, digest); raises sending.NotTaken


class Postman:
    """`counts`: sent, failed (tried again later), given_up; by address."""

    def __init__(
        self,
        settings: DigestSettings,
        *,
        district: District,
        secrets: Secrets,
        store: Store,
        cameras: Callable[[], Mapping[str, Camera]],
        clock: Clock,
        send: Send | None = None,
    ) -> None:
        """`send` stands in for Apprise."""
        self._settings = settings
        self._district = district
        self._secrets = secrets
        self._store = store
        self._cameras = cameras
        self._clock = clock
        self._send = send or self._by_apprise
        self._counts: Counter[str] = Counter()
        self._failures: Counter[str] = Counter()
        self._again_at: dict[str, float] = {}  # name -> clock.monotonic() before which it is left alone

    @property
    def counts(self) -> Mapping[str, int]:
        """What has happened since the start."""
        return self._counts

    @property
    def zone(self) -> tzinfo:
        """Whose clock says when it is time."""
        return self._district.zone

    async def run(self, stop: asyncio.Event) -> None:
        """Send what is due until `stop`."""
        while not stop.is_set():
            try:
                await self.tick()
            except GridwatchError as error:  # the store's: the next tick tries again
                log.warning("digest.failed", error=str(error))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), TICK_S)

    async def tick(self) -> None:
        """Send what is due and was not sent, to whom it is time to try again."""
        now = self._clock.now()
        kept = await asyncio.to_thread(self._kept)
        due = todo(self._settings, self.zone, kept, now)
        for name in due.given_up:
            self._counts["given_up"] += 1
            log.error("digest.given_up", to=name, hint="`gridwatch digest send` tells why it was not taken")
        posted = due.posted
        if posted != kept:
            self._failures.clear()
            self._again_at.clear()
            await asyncio.to_thread(self._keep, posted)
        ready = [name for name in due.names if self._again_at.get(name, 0) <= self._clock.monotonic()]
        if not ready:
            return
        digest = await asyncio.to_thread(self.digest, due.period)
        for name in ready:
            if await self._sent(name, digest):
                posted = posted.and_done(name)
                await asyncio.to_thread(self._keep, posted)

    def digest(self, period: Period) -> Digest:
        """Return what is told of a period. Reads the store, and blocks."""
        with self._store.read() as reader:
            figures = gather(reader, self._cameras(), period, now=self._clock.now(), top=self._settings.top)
        return tell(figures, self._district, self._settings.language)

    async def _sent(self, name: str, digest: Digest) -> bool:
        try:
            await asyncio.to_thread(self._send, self._secrets.value(name) or "", digest)
        except sending.NotTaken as error:
            failures = self._failures[name] = self._failures[name] + 1
            wait_s = min(MOST_WAIT_S, FIRST_WAIT_S * 2.0 ** (failures - 1))
            self._again_at[name] = self._clock.monotonic() + wait_s
            self._counts["failed"] += 1
            log.warning("digest.not_taken", to=name, why=str(error), again_in_s=wait_s)
            return False
        self._counts["sent"] += 1
        log.info("digest.sent", to=name)
        return True

    def _by_apprise(self, address: str, digest: Digest) -> None:
        sending.send(address, digest, timeout_s=self._settings.timeout_s)

    def _kept(self) -> Posted | None:
        with self._store.read() as reader:
            return Posted.from_json(reader.bookmark(BOOKMARK))

    def _keep(self, posted: Posted) -> None:
        with self._store.write() as writer:
            writer.put_bookmark(BOOKMARK, posted.to_json())
