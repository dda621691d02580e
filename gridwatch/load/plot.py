"""One picture: seats needed with and without each thing that takes load off them."""

from __future__ import annotations

from pathlib import Path

from gridwatch.load.simulate import Simulated

_COLOURS = ("#9cc7ee", "#3f8fd4", "#0b4f8a", "#062c50")


def draw(found: Simulated, path: Path) -> None:
    """Draw bars for every variant and rate, at 6 and at 12 alarms a seat and hour; the ending says the format."""
    from matplotlib.figure import Figure

    rates = list(dict.fromkeys(one.rate for one in found.results))
    names = list(dict.fromkeys((one.variant.name, one.variant.words) for one in found.results))
    figure = Figure(figsize=(9.6, 4.8), layout="constrained")
    panels = figure.subplots(1, 2, sharey=True)
    height = 0.8 / len(rates)
    for panel, per_hour in zip(panels, (6, 12), strict=True):
        for number, rate in enumerate(rates):
            seats = [
                (one.at_6 if per_hour == 6 else one.at_12).seats
                for name, _ in names
                if (one := found.of(name, rate))
            ]
            where = [row + (number - (len(rates) - 1) / 2) * height for row in range(len(names))]
            bars = panel.barh(
                where,
                seats,
                height,
                color=_COLOURS[number % len(_COLOURS)],
                label=f"{rate:g} raw alarms a camera and day",
            )
            panel.bar_label(bars, padding=2, fontsize=7)
        panel.set_yticks(range(len(names)), [words for _, words in names])
        panel.set_xlim(right=panel.get_xlim()[1] * 1.05)  # room for the last bar's number
        panel.set_xlabel("seats, staffed round the clock")
        panel.set_title(f"at most {per_hour} alarms a seat in 95 % of the hours", fontsize=10)
        panel.grid(visible=True, axis="x", alpha=0.3)
    panels[0].invert_yaxis()
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, fontsize=8, loc="outside lower center", ncols=len(rates))
    figure.suptitle(f"A simulated year of {found.assumed.cameras:,} cameras", fontsize=11)
    figure.savefig(path, dpi=110)
