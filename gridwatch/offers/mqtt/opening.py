"""A publisher as the settings want it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable

from alerts.store.base import Store
from core.config.settings.root import Settings
from core.secrets import Secrets
from gridwatch.offers.mqtt.line import open_line
from gridwatch.offers.mqtt.publisher import Publisher


def open_mqtt(
    settings: Settings,
    *,
    secrets: Secrets,
    store: Store,
    listen: Callable[[], asyncio.Event],
    rng: random.Random,
) -> Publisher | None:
    """Return what publishes, or None where there is no broker.

    Args:
        settings: all settings; `mqtt` says where and how.
        secrets: hold the login.
        store: holds the live events, and how far the broker has come.
        listen: returns what is set when something is committed next.
        rng: spreads the returns of many Gridwatches to one broker.
    """
    wanted = settings.mqtt
    if not wanted.on:
        return None
    client_id = wanted.client_id or f"gridwatch-{settings.district.code}"
    credential = secrets.credential(wanted.credential)
    return Publisher(
        store,
        lambda: open_line(wanted, client_id=client_id, credential=credential),
        prefix=wanted.prefix,
        retain=wanted.retain,
        most_wait_s=wanted.most_wait_s,
        listen=listen,
        rng=rng,
    )
