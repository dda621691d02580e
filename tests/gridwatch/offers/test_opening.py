from __future__ import annotations

import asyncio
import random
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest

from alerts.store.memory import MemoryStore
from core.clock import ManualClock
from core.config.settings.root import Settings
from core.secrets import Secrets
from gridwatch.offers.opening import Offers, open_offers
from tests.builders import at

DISTRICT = {"name": "示范区", "code": "990101"}


def opened(clock: ManualClock, store: MemoryStore, registry: CollectorRegistry, **wanted: Any) -> Offers:
    """What these settings open."""
    settings = Settings.model_validate({"district": DISTRICT, **wanted})
    return open_offers(
        settings,
        secrets=Secrets(),
        store=store,
        cameras=dict,
        listen=asyncio.Event,
        registry=registry,
        clock=clock,
        rng=random.Random(1),
    )


async def test_nothing_runs_by_default(clock: ManualClock) -> None:
    """And nothing is measured."""
    registry, store = CollectorRegistry(), MemoryStore()
    offers = opened(clock, store, registry)
    assert offers.running(asyncio.Event()) == []
    with store.read() as reader:
        offers.measure(reader)
    assert generate_latest(registry) == b""


async def test_what_is_wanted_runs_until_it_is_stopped(clock: ManualClock) -> None:
    """With a broker that is not there and a digest that is not due; how far the broker is behind is told."""
    registry, store, stop = CollectorRegistry(), MemoryStore(), asyncio.Event()
    offers = opened(clock, store, registry, mqtt={"address": "mqtt://127.0.0.1:9"}, digest={"to": ["mail"]})
    parts = offers.running(stop)
    assert len(parts) == 2
    running = asyncio.gather(*parts)
    await asyncio.sleep(0.05)
    with store.write() as writer:
        writer.add_event(at(0), "incident", "inc_1", {})
    with store.read() as reader:
        offers.measure(reader)
    assert b"gridwatch_mqtt_behind 1.0" in generate_latest(registry)
    stop.set()
    await asyncio.wait_for(running, 2)
