"""What a replay found, on one self-contained page: plots, the looks that opened incidents, why there are none."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import jinja2
import numpy as np
from markupsafe import Markup

from api.models.incident import IncidentOut
from core.config.profile import CountRule, CrowdRule, Profile
from core.incident import Incident
from gridwatch.workbench.clips import ClipInfo
from gridwatch.workbench.replay import START

_TEMPLATES = Path(__file__).parent / "templates"
_THUMBNAIL = 720  # pixels wide


@dataclass(frozen=True, kw_only=True, slots=True)
class ClipResult:
    """What came of one clip."""

    info: ClipInfo
    seconds: float  # of the clip that were looked at
    counts: Sequence[tuple[float, int]]  # (second, boxes of the classes the profile asks for)
    incidents: Sequence[Incident]
    opened: Sequence[bytes | None]  # the look that opened each incident, annotated, JPEG
    notes: Sequence[str]  # why rules did not fire at the end


def write_report(
    path: Path,
    results: Sequence[ClipResult],
    profile: Profile,
    *,
    model: str,
    every_s: float,
    took_s: float,
    command: str,
) -> None:
    """Write the page; nothing in it is fetched from anywhere."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True)
    clip_s = sum(result.seconds for result in results)
    page = environment.get_template("replay.html.j2").render(
        title=", ".join(result.info.path.name for result in results),
        profile=profile,
        model=model,
        every_s=every_s,
        command=command,
        clip_s=clip_s,
        speed=clip_s / took_s if took_s > 0 else 0.0,
        looks=sum(len(result.counts) for result in results),
        incidents=[incident for result in results for incident in result.incidents],
        clips=[_clip(result, profile) for result in results],
    )
    path.write_text(page, encoding="utf-8")


def _clip(result: ClipResult, profile: Profile) -> dict[str, Any]:
    info = result.info
    return {
        "name": info.path.name,
        "width": info.width,
        "height": info.height,
        "codec": info.codec,
        "seconds": result.seconds,
        "looks": len(result.counts),
        "plot": Markup(_plot(result, profile)),  # noqa: S704 - our own SVG, nothing in it from outside
        "incidents": [
            _incident(incident, jpeg) for incident, jpeg in zip(result.incidents, result.opened, strict=True)
        ],
        "why_not": " ".join(result.notes),
    }


def _incident(incident: Incident, jpeg: bytes | None) -> dict[str, Any]:
    def second(instant: Any) -> float | None:
        return None if instant is None else (instant - START).total_seconds()

    return {
        **IncidentOut.of(incident).model_dump(),
        "status": incident.status.value,
        "first_s": second(incident.created_at),
        "opened_s": second(incident.opened_at),
        "closed_s": second(incident.closed_at),
        "thumbnail": base64.b64encode(_small(jpeg)).decode() if jpeg else None,
    }


def _small(jpeg: bytes) -> bytes:
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    if image is None or image.shape[1] <= _THUMBNAIL:
        return jpeg
    height = round(image.shape[0] * _THUMBNAIL / image.shape[1])
    _, small = cv2.imencode(".jpg", cv2.resize(image, (_THUMBNAIL, height), interpolation=cv2.INTER_AREA))
    return small.tobytes()


def _plot(result: ClipResult, profile: Profile) -> str:
    """Return an SVG: boxes over time, thresholds, and when incidents were open."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 2.8), layout="constrained")
    axes = figure.subplots()
    times = [second for second, _ in result.counts]
    axes.step(times, [count for _, count in result.counts], where="post", color="#0b63a5", label="boxes")
    for rule in profile.rules:
        limit = (
            rule.count if isinstance(rule, CrowdRule) else rule.limit if isinstance(rule, CountRule) else None
        )
        if limit is not None:
            axes.axhline(
                limit, color="#d9480f", linestyle="--", linewidth=1, label=f"{rule.id}: limit {limit}"
            )
    for incident in result.incidents:
        if incident.opened_at is not None:
            start = (incident.opened_at - START).total_seconds()
            end = (incident.closed_at - START).total_seconds() if incident.closed_at else result.seconds
            axes.axvspan(start, max(end, start), color="#d9480f", alpha=0.15, label=incident.matter.name_en)
    axes.set_xlabel("seconds")
    axes.set_ylabel("boxes in the look")
    axes.set_ylim(bottom=0)
    handles, labels = axes.get_legend_handles_labels()
    unique = dict(zip(labels, handles, strict=True))
    axes.legend(unique.values(), unique.keys(), loc="upper right", fontsize=8)
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue()[text.getvalue().index("<svg") :]
