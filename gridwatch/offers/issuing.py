"""Who issues CAP messages, as the settings say."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from alerts.cap.alert import Issuer
from core.config.settings.root import Settings


def open_cap(settings: Settings) -> Issuer | None:
    """Return who issues, or None where nobody does."""
    if not settings.cap.sender:
        return None
    district = settings.district
    return Issuer(
        settings=settings.cap,
        name=district.name,
        name_en=district.name_en,
        zone=ZoneInfo(district.timezone),
    )
