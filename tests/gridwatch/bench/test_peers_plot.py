"""The picture of the comparison."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridwatch.bench.peers import PeersBench, PeersPlan
from gridwatch.bench.peers_figures import Absent
from gridwatch.bench.peers_plot import draw
from tests.gridwatch.bench.test_peers_figures import figures


@pytest.mark.parametrize("what", ["inference 1.8", "the documented loop of inference, written anew"])
def test_it_names_who_was_measured(tmp_path: Path, what: str) -> None:
    """Each one measured is a line with its cameras at 60 s; who was not measured is none; a stand-in is named so."""
    bench = PeersBench(
        plan=PeersPlan(),
        gridwatch={"rtsp_gate_off": figures(hold=0, look=0.05)},
        peers={"ultralytics": Absent(why="x"), "inference": figures(hold=0.02, look=0.04, name=what)},
        seconds=1.0,
    )
    draw(bench, tmp_path / "peers.svg")
    drawn = (tmp_path / "peers.svg").read_text(encoding="utf-8")
    assert "detector on every look: 1,200 at 60 s" in drawn
    assert ("Roboflow InferencePipeline: 48" in drawn) is ("written anew" not in what)
    assert ("the loop that Roboflow documents: 48" in drawn) is ("written anew" in what)
    assert "Ultralytics" not in drawn
