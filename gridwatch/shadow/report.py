"""What a shadow has come to, as JSON and as one page: agreement, who alone said what, and what it cost."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gridwatch.shadow.agreement import Agreement, WouldBe, agreement
from gridwatch.shadow.kept import Kept, read_picture

LISTED = 50  # alarms of either side alone that are told one by one


def told(kept: Kept) -> dict[str, Any]:
    """Return one trial as plain JSON types."""
    return _told(kept, agreement(kept.alarms))


def _told(kept: Kept, agreed: Agreement) -> dict[str, Any]:
    trial, looked = kept.trial, kept.looked
    return {
        "trial": trial.id,
        "live": {"model": trial.live_model, "profile": trial.live_profile},
        "candidate": {"model": trial.candidate_model, "profile": trial.candidate_profile},
        "since": kept.since.isoformat(),
        "until": kept.until.isoformat(),
        "cameras": kept.cameras,
        "looks": looked.looks,
        "shed": looked.shed,
        "failed": looked.failed,
        "cost": {
            "pictures": looked.pictures,
            "seconds": round(looked.seconds, 3),
            "ms_per_picture": round(1000 * looked.seconds / looked.pictures, 1) if looked.pictures else None,
        },
        **_figures(agreed),
        "by_matter": {matter: _figures(one) for matter, one in agreed.by_matter().items()},
        "only_live_alarms": [_alarm(one) for one in agreed.only_live[-LISTED:]],
        "only_candidate_alarms": [_alarm(one) for one in agreed.only_candidate[-LISTED:]],
    }


def write_page(path: Path, trials: Sequence[Kept], book: Path) -> None:
    """Write one self-contained HTML page. `book`: where the pictures are."""
    from jinja2 import Environment, FileSystemLoader, select_autoescape

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=select_autoescape(default=True)
    )
    page = environment.get_template("report.html.j2").render(
        trials=[_paged(book, kept, agreement(kept.alarms)) for kept in trials]
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")


def _paged(book: Path, kept: Kept, agreed: Agreement) -> dict[str, Any]:
    galleries = [
        (f"only the {name}", [_shown(book, kept, one) for one in alone[-LISTED:]])
        for name, alone in _alone(agreed)
    ]
    return _told(kept, agreed) | {"galleries": galleries}


def _alone(agreed: Agreement) -> list[tuple[str, tuple[WouldBe, ...]]]:
    return [("live side", agreed.only_live), ("candidate", agreed.only_candidate)]


def _shown(book: Path, kept: Kept, alarm: WouldBe) -> dict[str, Any]:
    jpeg = read_picture(book, kept.trial.id, alarm.side, alarm.subject)
    return _alarm(alarm) | {"picture": base64.b64encode(jpeg).decode() if jpeg else None}


def _figures(agreed: Agreement) -> dict[str, Any]:
    both, live, candidate = len(agreed.both), len(agreed.only_live), len(agreed.only_candidate)
    return {
        "alarms": {
            "live": both + live,
            "candidate": both + candidate,
            "both": both,
            "only_live": live,
            "only_candidate": candidate,
        },
        "agreement": None if agreed.share is None else round(agreed.share, 4),
        "candidate_later_s": None if agreed.later_s is None else round(agreed.later_s, 1),
    }


def _alarm(alarm: WouldBe) -> dict[str, Any]:
    return {
        "side": alarm.side.value,
        "camera": alarm.camera_id,
        "matter": alarm.matter,
        "rule": alarm.rule,
        "zone": alarm.zone,
        "subject": alarm.subject,
        "opened": alarm.opened.isoformat(),
        "last_seen": alarm.last_seen.isoformat(),
        "ended": None if alarm.ended is None else alarm.ended.isoformat(),
        "confidence": round(alarm.confidence, 3),
        "count": alarm.count,
        "box": None if alarm.box is None else [round(edge, 4) for edge in alarm.box.row],
        "why": alarm.why,
        "why_zh": alarm.why_zh,
    }
