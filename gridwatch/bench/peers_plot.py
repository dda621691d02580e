"""One picture of the comparison: cameras that a core serves, by the seconds between two looks at each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gridwatch.bench.peers import PeersBench
from gridwatch.bench.peers_figures import PERIODS_S, Absent, Figures

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NAMES = {
    "rtsp_gate_off": "Gridwatch, streams, detector on every look",
    "rtsp_gate_on": "Gridwatch, streams, change gate on",
    "snapshots_gate_off": "Gridwatch, snapshots, detector on every look",
    "snapshots_gate_on": "Gridwatch, snapshots, change gate on",
    "ultralytics": "Ultralytics predict(stream=True)",
    "inference": "Roboflow InferencePipeline",
    "opencv_threads": "OpenCV, a thread per camera",
}
_OURS = ("#0060c0", "#4090e0", "#008060", "#40b090")
_THEIRS = ("#c03020", "#d08000", "#888888")


def draw(found: PeersBench, path: Path) -> None:
    """Draw all that was measured; the ending of `path` says the format."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.6, 5.0), layout="constrained")
    panel = figure.subplots()
    _lines(panel, found.gridwatch, _OURS, "-")
    _lines(panel, found.peers, _THEIRS, "--")
    panel.set_xscale("log")
    panel.set_yscale("log")
    panel.set_xticks(PERIODS_S, [f"{period:g}" for period in PERIODS_S])
    panel.minorticks_off()
    panel.set_xlabel("seconds between two looks at a camera")
    panel.set_ylabel("cameras that one core serves (derived)")
    width, height = found.plan.size
    panel.set_title(
        f"Streams {width}x{height} at {found.plan.fps} pictures a second, the same weights for all",
        fontsize=10,
    )
    panel.grid(visible=True, alpha=0.3)
    panel.legend(fontsize=8, loc="upper left")
    figure.savefig(path, dpi=110)


def _lines(panel: Axes, found: Mapping[str, Figures | Absent], colours: Sequence[str], line: str) -> None:
    periods = np.geomspace(PERIODS_S[0], PERIODS_S[-1], 40)
    for (name, one), colour in zip(found.items(), colours, strict=False):
        if isinstance(one, Absent):
            continue
        label = _NAMES[name]
        if "written anew" in one.what:
            label = "the loop that Roboflow documents"
        panel.plot(
            periods,
            [one.cost.cameras_per_core(period) for period in periods],
            line,
            color=colour,
            label=f"{label}: {one.cost.cameras_per_core(PERIODS_S[-1]):,.0f} at {PERIODS_S[-1]:g} s",
        )
        panel.plot(
            PERIODS_S, [one.cost.cameras_per_core(period) for period in PERIODS_S], "o", color=colour, ms=4
        )
