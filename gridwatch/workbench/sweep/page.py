"""One self-contained page: precision against recall of every trial, what each setting does, and the best in figures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from gridwatch.workbench.sweep.grid import Axis
from gridwatch.workbench.sweep.study import Study
from gridwatch.workbench.sweep.trial import Figures, Trial

_TEMPLATES = Path(__file__).parents[1] / "templates"
SHOWN = 25
"""Trials in the table; the rest is in sweep.json."""
_OTHER, _BEST, _NOW, _LINE = "#8aa0b4", "#d9480f", "#0b63a5", "#c9ced3"


def write_page(path: Path, study: Study, *, profile: str, model: str, command: str, diff: str) -> None:
    """Write the page; nothing in it is fetched from anywhere."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True)
    made = _made(study)
    ranked = sorted(made, key=lambda trial: -study.plan.objective.value(_tuned(trial)))
    page = environment.get_template("sweep.html.j2").render(
        study=study,
        profile=profile,
        model=model,
        command=command,
        diff=diff,
        axes=study.plan.axes,
        trials=ranked[:SHOWN],
        made=len(made),
        impossible=sum(trial.impossible is not None for trial in study.trials),
        plot=Markup(tradeoff(study)),  # noqa: S704 - our own SVG, nothing in it from outside
        settings=Markup(settings(study)),  # noqa: S704 - as above
        values=lambda trial: dict(trial.values),
        figure=_figure,
    )
    path.write_text(page, encoding="utf-8")


def tradeoff(study: Study) -> str:
    """Return an SVG: a point a trial, lines of equal F1, the present profile and the chosen one.

    Full marks are on the cameras that chose, hollow ones on those held out.
    """
    figure, axes = _canvas(6.4)
    _equal_f1(axes)
    points = [_at(_tuned(trial)) for trial in _made(study)]
    seen = [point for point in points if point is not None]
    axes.scatter(*_columns(seen), s=26, color=_OTHER, alpha=0.55, linewidths=0, label="trials", zorder=2)
    front = _front(seen)
    axes.plot(*_columns(front), color=_OTHER, linewidth=1.2, zorder=1.5, label="best trade-offs")
    for trial, colour, mark, label in (
        (study.present, _NOW, "D", "present profile"),
        (study.best, _BEST, "*", "chosen"),
    ):
        size = 260 if mark == "*" else 80
        tuned, other = _at(trial.tuned), _at(trial.held_out)
        if tuned:
            axes.scatter(*tuned, s=size, marker=mark, color=colour, zorder=4, label=label)
        if other:
            axes.scatter(
                *other, s=size, marker=mark, facecolors="white", edgecolors=colour, linewidths=1.8, zorder=4.5,
                label=f"{label}, cameras held out",
            )  # fmt: skip
        if tuned and other:
            axes.plot(*_columns([tuned, other]), color=colour, linewidth=1, linestyle=":", zorder=3)
    marked = [*seen, *(at for one in (study.present, study.best) if (at := _at(one.held_out)))]
    low = max(0.0, min((min(point) for point in marked), default=0.0) - 0.08)
    axes.set_xlim(low, 1.02)
    axes.set_ylim(low, 1.02)
    axes.set_aspect("equal")
    axes.set_xlabel("recall (events found in time)")
    axes.set_ylabel("precision (alarms that were true)")
    axes.legend(loc="center left", bbox_to_anchor=(1.02, 0.5), frameon=False, fontsize=9, labelspacing=1.1)
    return _svg(figure)


def settings(study: Study) -> str:
    """Return an SVG: for each setting, the best and the middle F1 that any trial reached with each value."""
    shown = study.plan.axes
    figure, plots = _canvas(2.6, len(shown))
    made = _made(study)
    for axis, axes in zip(shown, plots if len(shown) > 1 else [plots], strict=True):
        best, middle = [], []
        for value in axis.values:
            f1 = sorted(_tuned(trial).f1 or 0.0 for trial in made if _is(trial, axis, value))
            best.append(f1[-1] if f1 else None)
            middle.append(f1[len(f1) // 2] if f1 else None)
        names = [_name(value) for value in axis.values]
        axes.plot(names, best, marker="o", color=_OTHER, markersize=4, label="best of the value")
        axes.plot(names, middle, linestyle="--", color=_LINE, label="median of the value")
        for trial, colour in ((study.present, _NOW), (study.best, _BEST)):
            chosen = _name(dict(trial.values).get(axis.place))
            if chosen in names:
                axes.axvline(chosen, color=colour, linewidth=1.4, alpha=0.8)
        axes.set_title(axis.place, fontsize=9)
        axes.tick_params(labelsize=8, axis="both")
        if len(names) > 7:
            axes.set_xticks(range(0, len(names), -(-len(names) // 7)))
    first = plots[0] if len(shown) > 1 else plots
    first.set_ylabel("F1")
    first.legend(fontsize=7, frameon=False)
    return _svg(figure)


def _made(study: Study) -> list[Trial]:
    """Return every trial that has figures once, the present one first."""
    everything = [study.present, *(trial for trial in study.trials if trial.values != study.present.values)]
    return [trial for trial in everything if trial.tuned is not None]


def _tuned(trial: Trial) -> Figures:
    if trial.tuned is None:
        raise ValueError("a trial without figures")
    return trial.tuned


def _at(figures: Figures | None) -> tuple[float, float] | None:
    """Return (recall, precision); a profile that raises nothing has no precision and is not drawn."""
    if figures is None or figures.recall is None or figures.precision is None:
        return None
    return figures.recall, figures.precision


def _front(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the points that no other one beats in both."""
    best: list[tuple[float, float]] = []
    for point in sorted(set(points), reverse=True):
        if not best or point[1] > best[-1][1]:
            best.append(point)
    return best


def _is(trial: Trial, axis: Axis, value: object) -> bool:
    return _name(dict(trial.values).get(axis.place)) == _name(value)


def _name(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else "none" if value is None else str(value)


def _columns(points: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [point[0] for point in points], [point[1] for point in points]


def _equal_f1(axes: Any) -> None:
    for f1 in (0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        recalls = [f1 / (2 - f1) + (1 - f1 / (2 - f1)) * step / 60 for step in range(61)]
        precisions = [f1 * recall / (2 * recall - f1) for recall in recalls]
        axes.plot(recalls, precisions, color=_LINE, linewidth=0.8, zorder=1)
        axes.text(
            f1, f1, f"F1 {f1:g}", fontsize=7, color="#868e96", rotation=-45, ha="center", va="center", clip_on=True,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8}, zorder=1.1,
        )  # fmt: skip


def _canvas(height: float, columns: int = 1) -> tuple[Any, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, height), layout="constrained")
    return figure, figure.subplots(1, columns, sharey=columns > 1)


def _svg(figure: Any) -> str:
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue()[text.getvalue().index("<svg") :]


def _figure(value: float | None, digits: int = 3) -> str:
    return "—" if value is None else f"{value:.{digits}f}"
