"""The page as HTML: made whole on the server, no script, one style that its own policy allows by hash."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jinja2 import Environment, FileSystemLoader

from alerts.progress import progress_of
from api.public.words import NOTES, REACHED, STAGES
from core.incident import Incident, Step

_FOLDER = Path(__file__).parent
_STYLE = (_FOLDER / "status.css").read_text(encoding="utf-8")
_PAGES = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True)
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
}


def status_page(
    incident: Incident, history: Sequence[Step], *, district: str, zone: str, now: datetime
) -> str:
    """Return the page of one case: what kind of thing it is, in which grid, how far it has come and when."""
    local = _zone(zone)
    progress = progress_of(incident, history)
    points: list[dict[str, Any]] = [
        {
            "zh": STAGES[point.stage][0],
            "en": STAGES[point.stage][1],
            "reached": point.reached.value,
            "reached_zh": REACHED[point.reached][0],
            "reached_en": REACHED[point.reached][1],
            "at": None if point.at is None else point.at.astimezone(local),
        }
        for point in progress.points
    ]
    return _PAGES.get_template("status.html").render(
        style=_STYLE,
        district=district,
        matter=incident.matter.name,
        matter_en=incident.matter.name_en,
        cells=[cell.name for cell in incident.place.grid if cell.level != "district"],
        points=points,
        notes=[NOTES[note] for note in progress.notes],
        round=progress.round,
        now=now.astimezone(local),
        zone=zone,
    )


def nothing_page() -> str:
    """Return what anybody gets whose link opens nothing: the same bytes, whatever is wrong with it."""
    return _PAGES.get_template("nothing.html").render(style=_STYLE)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
