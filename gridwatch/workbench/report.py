"""What a replay found, on one self-contained page: plots, the looks that opened incidents, why there are none."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import cv2
import jinja2
import numpy as np
from markupsafe import Markup

from api.models.incident import IncidentOut
from core.config.profile import CountRule, CrowdRule
from core.incident import Incident
from gridwatch.workbench.record import SourceResult

_TEMPLATES = Path(__file__).parent / "templates"
_THUMBNAIL = 720  # pixels wide
_NAMES = 4  # more sources than that are counted in the title, not named
_HOURS_S = 10_800.0  # a plot that is longer counts in hours


def write_report(
    path: Path,
    results: Sequence[SourceResult],
    *,
    model: str,
    every_s: float,
    took_s: float,
    command: str,
    again_s: float = 0.0,
    unread: Sequence[str] = (),
) -> None:
    """Write the page beside the results' pictures; nothing in it is fetched from anywhere.

    Args:
        path: where to.
        results: of every camera or clip.
        model: name and version.
        every_s: seconds between looks.
        took_s: seconds that it took.
        command: what repeats it.
        again_s: seconds of the recording that an earlier run had looked at; they count for nothing here.
        unread: what could not be read, in words.
    """
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True)
    clip_s = sum(result.seconds for result in results)
    page = environment.get_template("replay.html.j2").render(
        title=_title(results),
        profiles=sorted({(result.profile.name, result.profile.version) for result in results}),
        model=model,
        every_s=every_s,
        command=command,
        clip_s=clip_s,
        speed=(clip_s - again_s) / took_s if took_s > 0 else 0.0,
        looks=sum(len(result.counts) for result in results),
        unread=unread,
        incidents=[incident for result in results for incident in result.incidents],
        clips=[_clip(result, path.parent) for result in results],
    )
    path.write_text(page, encoding="utf-8")


def _title(results: Sequence[SourceResult]) -> str:
    names = [result.name for result in results]
    return ", ".join(names) if len(names) <= _NAMES else f"{len(names)} cameras and clips"


def _clip(result: SourceResult, folder: Path) -> dict[str, Any]:
    return {
        "name": result.name,
        "about": result.about,
        "seconds": result.seconds,
        "looks": len(result.counts),
        "plot": Markup(_plot(result)),  # noqa: S704 - our own SVG, nothing in it from outside
        "incidents": [_incident(incident, result, folder) for incident in result.incidents],
        "why_not": " ".join(result.notes),
    }


def _incident(incident: Incident, result: SourceResult, folder: Path) -> dict[str, Any]:
    def second(instant: datetime | None) -> float | None:
        return None if instant is None else (instant - result.start).total_seconds()

    picture = result.pictures.get(incident.id)
    return {
        **IncidentOut.of(incident).model_dump(),
        "status": incident.status.value,
        "first_s": second(incident.created_at),
        "opened_s": second(incident.opened_at),
        "closed_s": second(incident.closed_at),
        "thumbnail": base64.b64encode(_small((folder / picture).read_bytes())).decode() if picture else None,
    }


def _small(jpeg: bytes) -> bytes:
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    if image is None or image.shape[1] <= _THUMBNAIL:
        return jpeg
    height = round(image.shape[0] * _THUMBNAIL / image.shape[1])
    _, small = cv2.imencode(".jpg", cv2.resize(image, (_THUMBNAIL, height), interpolation=cv2.INTER_AREA))
    return small.tobytes()


def _plot(result: SourceResult) -> str:
    """Return an SVG: boxes over time, thresholds, and when incidents were open."""
    from matplotlib.figure import Figure

    hours = result.seconds > _HOURS_S
    scale = 3600.0 if hours else 1.0

    figure = Figure(figsize=(10, 2.8), layout="constrained")
    axes = figure.subplots()
    times = [second / scale for second, _ in result.counts]
    axes.step(times, [count for _, count in result.counts], where="post", color="#0b63a5", label="boxes")
    for rule in result.profile.rules:
        limit = (
            rule.count if isinstance(rule, CrowdRule) else rule.limit if isinstance(rule, CountRule) else None
        )
        if limit is not None:
            axes.axhline(
                limit, color="#d9480f", linestyle="--", linewidth=1, label=f"{rule.id}: limit {limit}"
            )
    for incident in result.incidents:
        if incident.opened_at is not None:
            start = (incident.opened_at - result.start).total_seconds()
            end = (
                (incident.closed_at - result.start).total_seconds() if incident.closed_at else result.seconds
            )
            axes.axvspan(
                start / scale,
                max(end, start) / scale,
                color="#d9480f",
                alpha=0.15,
                label=incident.matter.name_en,
            )
    axes.set_xlabel("hours" if hours else "seconds")
    axes.set_ylabel("boxes in the look")
    axes.set_ylim(bottom=0)
    handles, labels = axes.get_legend_handles_labels()
    unique = dict(zip(labels, handles, strict=True))
    axes.legend(unique.values(), unique.keys(), loc="upper right", fontsize=8)
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue()[text.getvalue().index("<svg") :]
