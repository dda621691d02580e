"""A scorecard as one self-contained HTML page: nothing in it is fetched from anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from gridwatch.workbench.looks import read_looks
from gridwatch.workbench.runs import Run
from gridwatch.workbench.scoring import gallery, plots
from gridwatch.workbench.scoring.intervals import Interval
from gridwatch.workbench.scoring.scorecard import Scorecard

_TEMPLATES = Path(__file__).parents[1] / "templates"


def write_report(path: Path, run: Run, card: Scorecard, *, folder: Path, looks: Path | None = None) -> None:
    """Write the page.

    Args:
        path: of the page.
        run: that was scored.
        card: its scorecard.
        folder: of the run, with the pictures of its alarms.
        looks: folder of stored looks that were replayed, for pictures of misses.

    Raises:
        BadLooks: it is none.
    """
    stored = read_looks(looks) if looks is not None else ()
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"share": _share, "span": _span, "time": _time, "metres": _metres, "days": _days}
    folder = folder if folder.is_dir() else folder.parent
    timeline, left_out = plots.timeline(run, card)
    page = environment.get_template("score.html.j2").render(
        run=run,
        card=card,
        total=card.total,
        timeline=_trusted(timeline),
        cameras_left_out=left_out,
        latencies=_trusted(plots.latencies(card)),
        groups=(("Matter", card.by_matter), ("Light", card.by_light), ("Camera", card.by_camera)),
        misses=gallery.worst_misses(run, card, folder=folder, looks=stored),
        false_alarms=gallery.worst_false_alarms(run, card, folder=folder),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")


def _trusted(svg: str) -> Markup:
    return Markup(svg)  # noqa: S704 - drawn by matplotlib, which escapes the names in it


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _span(interval: Interval | None) -> str:
    return "" if interval is None else f"{interval[0]:.3f} to {interval[1]:.3f}"


def _time(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.1f} min"


def _metres(value: Any) -> str:
    return "–" if value is None else f"{value:.1f} m"


def _days(value: float) -> str:
    return f"{value:.2f} camera-days" if value >= 0.1 else f"{value * 1440:.1f} camera-minutes"
