"""The load report as rows and as a picture: each figure with its target and verdict."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from alerts.load.flood import WINDOW
from alerts.load.measure import ACCEPTABLE, MANAGEABLE, Figures, Verdict, verdicts
from alerts.store.load import LoadMark, Marked
from core.reason import Reason

COLUMNS = ("figure", "value", "target", "verdict")


def rows(figures: Figures) -> list[tuple[str, str, str, str]]:
    """Return the table: what has a target first, then what has none."""
    rates = figures.rates
    judged = [
        (_words(one), _value(one, one.value), _target(one), "good" if one.good else "TOO HIGH")
        for one in verdicts(figures)
    ]
    mix = ", ".join(f"{severity} {share:.0%}" for severity, share in figures.mix.items())
    held = ", ".join(f"{by} {count}" for by, count in sorted(figures.held.items())) or "none"
    return [
        *judged,
        ("alarms shown", str(rates.alarms), "", ""),
        ("seat hours staffed", f"{rates.seat_hours:.1f}", "", ""),
        ("busiest hour, per seat", f"{rates.max_hour:.1f}", "", ""),
        ("severities", mix, "80 / 15 / 5 %", ""),
        ("told within a group", str(figures.grouped), "", ""),
        ("held back, by what", held, "", ""),
        ("chattering", ", ".join(figures.chattering[:10]) or "none", "", ""),
        (
            "most frequent sources",
            ", ".join(f"{source} ({count})" for source, count in figures.top_ten[:3]),
            "",
            "",
        ),
    ]


def draw(figures: Figures, marks: Sequence[LoadMark], seats: Sequence[int], path: Path) -> None:
    """Draw alarms per seat and hour over the time, with both limits."""
    from matplotlib.figure import Figure

    hours = max(1, -((figures.since - figures.until) // timedelta(hours=1)))
    counts = [0.0] * hours
    told: set[tuple[str, int]] = set()
    for mark in marks:
        period = (mark.at - figures.since) // WINDOW
        if mark.what is Marked.GROUPED and (mark.by, period) in told:
            continue
        if mark.what in {Marked.SHOWN, Marked.GROUPED}:
            told.add((mark.by, period) if mark.by else ("", -1))
            counts[min(hours - 1, (mark.at - figures.since) // timedelta(hours=1))] += 1
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    panel = figure.subplots()
    per_seat = [count / max(1, staffed) for count, staffed in zip(counts, seats, strict=False)]
    panel.step(list(range(len(per_seat))), per_seat, where="post")
    panel.axhline(ACCEPTABLE, color="#1b7a3d", linestyle="--", label=f"{ACCEPTABLE:g}: acceptable")
    panel.axhline(MANAGEABLE, color="#b42318", linestyle="--", label=f"{MANAGEABLE:g}: the most")
    panel.set_xlabel(f"hours since {figures.since:%Y-%m-%d %H:%M %Z}")
    panel.set_ylabel("alarms per seat and hour")
    panel.set_ylim(bottom=0)
    panel.legend(fontsize=8)
    panel.grid(visible=True, alpha=0.3)
    figure.savefig(path, dpi=110)


def _words(verdict: Verdict) -> str:
    return Reason(code=f"load.measure.{verdict.name}").tell("en")


def _value(verdict: Verdict, value: float) -> str:
    return f"{value:.2%}" if verdict.percent else f"{value:.4g}"


def _target(verdict: Verdict) -> str:
    sign = "<" if verdict.name == "standing" else "<="
    return f"{sign} {_value(verdict, verdict.target)}"
