"""A postman as the settings want him."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from alerts.store.base import Store
from core.clock import Clock
from core.config.camera import Camera
from core.config.settings.root import Settings
from core.secrets import Secrets
from gridwatch.offers.digest.postman import Postman
from gridwatch.offers.digest.telling import District


def district_of(settings: Settings) -> District:
    """Return of whom a digest tells."""
    named = settings.district
    return District(name=named.name, name_en=named.name_en, zone=ZoneInfo(named.timezone))


def open_digest(
    settings: Settings,
    *,
    secrets: Secrets,
    store: Store,
    cameras: Callable[[], Mapping[str, Camera]],
    clock: Clock,
) -> Postman | None:
    """Return who sends digests, or None where nobody gets one.

    Args:
        settings: all settings; `digest` says when and to whom.
        secrets: hold the addresses.
        store: holds what is told, and what was sent.
        cameras: returns those that are configured now.
        clock: tells when it is time.
    """
    if not settings.digest.on:
        return None
    return Postman(
        settings.digest,
        district=district_of(settings),
        secrets=secrets,
        store=store,
        cameras=cameras,
        clock=clock,
    )
