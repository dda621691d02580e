"""Plots of a scorecard as SVG, to stand in a page."""

from __future__ import annotations

import io
from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from gridwatch.workbench.runs import Run, span
from gridwatch.workbench.scoring.looked import light
from gridwatch.workbench.scoring.scorecard import Scorecard

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROWS = 60  # cameras in a timeline: those with most faults
FOUND, LATE, MISSED, FALSE = "#2b8a6e", "#e8890c", "#c92a2a", "#6741d9"
_INK, _SOFT = "#343a40", "#dee2e6"
_SHADES = ("#1c7ed6", "#2b8a6e", "#9c36b5", "#e8890c", "#868e96", "#c2255c", "#0c8599", "#5c940d")


def timeline(run: Run, card: Scorecard) -> tuple[str, int]:
    """Return an SVG with a row a camera (events as bars, alarms as marks) and how many cameras were left out."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    covered = span(run)
    if covered is None:
        return "", 0
    zone = ZoneInfo(run.timezone)
    faults = {
        name: (one.missed + one.late + one.false_alarms, one.events) for name, one in card.by_camera.items()
    }
    worst = sorted(faults, key=lambda name: (faults[name], name), reverse=True)[:ROWS]
    names = sorted(worst)
    row = {name: i for i, name in enumerate(names)}
    figure, axes = _figure(0.9 + 0.27 * max(3, len(names)))
    first, last = (_day(at, zone) for at in covered)
    _nights(axes, covered, zone)
    for case in card.cases:
        if case.camera not in row:
            continue
        y, at = row[case.camera], _day(case.at, zone)
        if case.kind in {"false", "duplicate"}:
            axes.plot([at], [y], marker="x", color=FALSE, markersize=7, markeredgewidth=2, zorder=5)
            continue
        event = case.pair.event if case.pair else next(e for e in card.matching.missed if e.id == case.id)
        end = min(last, _day(event.end, zone)) if event.end else last
        colour = {"found": FOUND, "late": LATE, "missed": MISSED}[case.kind]
        axes.barh(
            y,
            end - at,
            left=at,
            height=0.56,
            color=colour,
            alpha=0.85,
            edgecolor="white",
            linewidth=0.8,
            zorder=3,
        )
        if case.pair:
            told = _day(case.pair.alarm.opened_at, zone)
            axes.plot([told, told], [y - 0.38, y + 0.38], color=_INK, linewidth=1.6, zorder=4)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(first, last)
    locator = AutoDateLocator(minticks=6, maxticks=14)  # type: ignore[no-untyped-call] # published without types
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call] # same
    axes.grid(axis="x", color=_SOFT, linewidth=0.8)
    return _svg(figure), len(faults) - len(names)


def latencies(card: Scorecard) -> str:
    """Return an SVG histogram of the time from an event's start to its alarm, by matter, with T of each."""
    from matplotlib.ticker import MaxNLocator

    by_matter: dict[str, list[float]] = defaultdict(list)
    for pair in card.matching.pairs:
        by_matter[pair.event.matter].append(pair.latency_s)
    if not by_matter:
        return ""
    longest = max(max(values) for values in by_matter.values())
    unit, name = (60.0, "minutes") if longest > 180 else (1.0, "seconds")
    figure, axes = _figure(2.5)
    matters = sorted(by_matter)
    colours = [_SHADES[i % len(_SHADES)] for i in range(len(matters))]
    axes.hist(
        [[value / unit for value in by_matter[matter]] for matter in matters],
        bins=24, range=(0, longest / unit or 1), stacked=True, color=colours, label=matters, rwidth=0.9,
    )  # fmt: skip
    for matter, colour in zip(matters, colours, strict=True):
        if card.within_s[matter] <= longest * 1.3:
            axes.axvline(card.within_s[matter] / unit, color=colour, linestyle="--", linewidth=1.4)
    axes.set_xlabel(f"{name} from the start of the event (or the first look at it) to the alarm; dashed: T")
    axes.set_ylabel("events")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(frameon=False, fontsize=8, loc="lower left", bbox_to_anchor=(0, 1), ncols=6)
    return _svg(figure)


def _figure(height: float) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10.4, height), layout="constrained")
    axes = figure.subplots()
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_SOFT)
    axes.tick_params(length=0, labelsize=8, colors=_INK)
    return figure, axes


def _day(at: datetime, zone: ZoneInfo) -> float:
    """Return matplotlib's number of an instant, on the wall clock of `zone`: days since 1970."""
    return (at.astimezone(zone).replace(tzinfo=None) - datetime(1970, 1, 1)) / timedelta(days=1)  # noqa: DTZ001 - a wall clock


def _nights(axes: Axes, covered: tuple[datetime, datetime], zone: ZoneInfo) -> None:
    """Shade the dark hours; not in a clip, whose time of day is not known."""
    first, last = covered
    if last - first < timedelta(hours=2) or last - first > timedelta(days=31):
        return
    at = first.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    while at < last:
        if light(at, zone) == "night":
            axes.axvspan(_day(at, zone), _day(at, zone) + 1 / 24, color="#eef0f4", linewidth=0, zorder=0)
        at += timedelta(hours=1)


def _svg(figure: Figure) -> str:
    from matplotlib import rc_context

    text = io.StringIO()
    # Letters stay letters: smaller, searchable, and Chinese names need no font of matplotlib's.
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "gridwatch", "font.family": "sans-serif"}):
        figure.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue()[text.getvalue().index("<svg") :]
