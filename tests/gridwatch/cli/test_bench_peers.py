"""`gridwatch bench peers`: what is refused, what is printed, what is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from gridwatch.bench import peers
from gridwatch.bench.peers import PeersBench, PeersPlan
from gridwatch.bench.peers_figures import Absent
from gridwatch.cli.app import app
from tests.gridwatch.bench.test_peers_figures import figures


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[PeersPlan]:
    """Measure nothing; keep what was asked for."""
    plans: list[PeersPlan] = []

    async def measured(plan: PeersPlan, *, progress: Callable[[float], None]) -> PeersBench:
        plans.append(plan)
        progress(1.0)
        return PeersBench(
            plan=plan,
            gridwatch={"rtsp_gate_off": figures(hold=0, look=0.05)},
            peers={
                "ultralytics": Absent(why="not installed"),
                "opencv_threads": figures(hold=0.02, look=0.03),
            },
            seconds=1.0,
        )

    monkeypatch.setattr(peers, "bench_peers", measured)
    return plans


def invoke(*arguments: object) -> Any:
    """Call the command line."""
    return CliRunner().invoke(app, ["bench", "peers", *map(str, arguments)])


def test_figures_plot_and_json(tmp_path: Path, asked: list[PeersPlan]) -> None:
    """Each program has its line, who was not measured says why, the ratio is told, plot and JSON are written."""
    clip = tmp_path / "clip.avi"
    clip.touch()
    done = invoke(
        *("--seconds", 4, "--clip", clip, "--size", 320, 180, "--cameras", 6),
        *("--json", tmp_path / "out.json", "--plot", tmp_path / "peers.png"),
    )
    assert done.exit_code == 0, done.output
    said = " ".join(done.output.split())
    assert "opencv_threads: 20, 38, 49 cameras a core" in said
    assert "ultralytics: not measured: not installed" in said
    assert "a look each 60 s: 24.6 times" in said
    assert json.loads((tmp_path / "out.json").read_text())["ratio_60s"] == pytest.approx(24.6)
    assert (tmp_path / "peers.png").stat().st_size > 1000
    (plan,) = asked
    assert (plan.few, plan.many, plan.size, plan.clips) == (3, 6, (320, 180), (clip,))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--clip", "nowhere.avi"), "no such file"), (("--size", "641", "360"), "even numbers")],
)
def test_what_cannot_be_is_refused(asked: list[PeersPlan], arguments: tuple[str, ...], said: str) -> None:
    """A clip that is not there and an odd size end before anything starts, and say so."""
    done = invoke(*arguments)
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())
    assert not asked
