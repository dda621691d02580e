"""Everything that is offered beside webhooks, as the settings want it: one object for the service."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from prometheus_client import CollectorRegistry

from alerts.store.base import Reader, Store
from core.clock import Clock
from core.config.camera import Camera
from core.config.settings.root import Settings
from core.secrets import Secrets
from gridwatch.offers.digest.opening import open_digest
from gridwatch.offers.digest.postman import Postman
from gridwatch.offers.metrics import OfferMetrics
from gridwatch.offers.mqtt.opening import open_mqtt
from gridwatch.offers.mqtt.publisher import Publisher


class Offers:
    """What runs, and what is measured of it."""

    def __init__(
        self, publisher: Publisher | None, postman: Postman | None, registry: CollectorRegistry
    ) -> None:
        self._publisher = publisher
        self._postman = postman
        self._metrics = OfferMetrics(registry, mqtt=publisher is not None, digest=postman is not None)

    def running(self, stop: asyncio.Event) -> list[Coroutine[Any, Any, None]]:
        """Return what is to run until `stop`; empty where all is off."""
        return [part.run(stop) for part in (self._publisher, self._postman) if part is not None]

    def measure(self, reader: Reader) -> None:
        """Bring the metrics up to now."""
        if self._publisher is not None:
            behind = reader.last_event_seq() - self._publisher.position
            self._metrics.mqtt(self._publisher.counts, connected=self._publisher.connected, behind=behind)
        if self._postman is not None:
            self._metrics.digest(self._postman.counts)


def open_offers(
    settings: Settings,
    *,
    secrets: Secrets,
    store: Store,
    cameras: Callable[[], Mapping[str, Camera]],
    listen: Callable[[], asyncio.Event],
    registry: CollectorRegistry,
    clock: Clock,
    rng: random.Random,
) -> Offers:
    """Return the offers; those that are off cost nothing.

    Args:
        settings: all settings; `mqtt` and `digest` say what is wanted.
        secrets: hold the broker's login and the digest's addresses.
        store: the service's store.
        cameras: returns those that are configured now.
        listen: returns what is set when something is committed next.
        registry: of the service's metrics.
        clock: tells the time.
        rng: spreads reconnections.
    """
    return Offers(
        open_mqtt(settings, secrets=secrets, store=store, listen=listen, rng=rng),
        open_digest(settings, secrets=secrets, store=store, cameras=cameras, clock=clock),
        registry,
    )
