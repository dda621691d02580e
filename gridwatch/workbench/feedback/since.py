"""When "since" is: an instant with a zone, or a day in the district's own time."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from core.errors import ConfigError


def since(text: str | None, timezone: str) -> datetime | None:
    """Return the instant that `2026-11-01` or `2026-11-01T08:00+08:00` means, in UTC.

    Raises:
        ConfigError: it is neither.
    """
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(timezone))).astimezone(UTC)
    except (ValueError, OverflowError) as error:  # the first of January of the year 1 in Shanghai
        raise ConfigError(
            f"--since {text[:60]}: write a day such as 2026-11-01, or 2026-11-01T08:00+08:00"
        ) from error
