from __future__ import annotations

import asyncio
import random
from pathlib import Path
from typing import Any

from alerts.store.memory import MemoryStore
from core.config.settings.root import Settings
from core.secrets import Secrets
from gridwatch.offers.mqtt.opening import open_mqtt
from gridwatch.offers.mqtt.publisher import Publisher
from tests.builders import at
from tests.fakes.mosquitto import Mosquitto, until


def opened(mqtt: dict[str, Any], store: MemoryStore, rung: asyncio.Event) -> Publisher | None:
    """What these settings open."""
    district = {"name": "示范区", "code": "990101"}
    settings = Settings.model_validate({"district": district, "mqtt": mqtt})
    return open_mqtt(settings, secrets=Secrets(), store=store, listen=lambda: rung, rng=random.Random(1))


async def test_off_by_default_and_on_with_a_broker(tmp_path: Path) -> None:
    """With an address and nothing else, what is committed arrives at a real broker."""
    store, rung, stop = MemoryStore(), asyncio.Event(), asyncio.Event()
    assert opened({}, store, rung) is None
    broker = Mosquitto(tmp_path)
    broker.start()
    try:
        publisher = opened({"address": broker.settings().address}, store, rung)
        assert publisher is not None
        async with broker.heard("gridwatch/incidents/#") as heard:
            running = asyncio.create_task(publisher.run(stop))
            await until(lambda: publisher.connected, "connected")
            with store.write() as writer:
                writer.add_event(at(0), "incident", "inc_1", {"id": "inc_1", "status": "open"})
            rung.set()
            await until(lambda: len(heard) == 1, "heard")
            stop.set()
            await running
    finally:
        broker.stop()
