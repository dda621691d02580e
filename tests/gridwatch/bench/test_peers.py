"""The comparison: what is started with what, what stands for whom, and one small real run."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from gridwatch.bench.peers import PEERS, WAYS, PeersBench, PeersPlan, _Side, bench_peers, duration_s
from gridwatch.bench.peers_figures import Absent, Figures, NothingSeen
from gridwatch.bench.peers_run import NotHere, Program
from gridwatch.repository import REPOSITORY
from tests.builders_servers import LOGIN
from tests.gridwatch.bench.test_peers_figures import figures


class Served:
    """Stands for the cameras' process."""

    def __init__(self) -> None:
        self.hello = {"http": 8000, "rtsp": 8554}


def side(tmp_path: Path, **plan: object) -> _Side:
    """A bench whose cameras are not there."""
    return _Side(PeersPlan(**plan), LOGIN, Served(), tmp_path)  # type: ignore[arg-type] # stands for it


def test_ratios_are_against_the_best_and_for_the_same_work() -> None:
    """`ratio_60s` and `ratio_1s` take streams with the detector on every look; other ways are told beside."""
    bench = PeersBench(
        plan=PeersPlan(),
        gridwatch={"rtsp_gate_off": figures(hold=0, look=0.05), "rtsp_gate_on": figures(hold=0, look=0.02)},
        peers={
            "ultralytics": figures(hold=0.02, look=0.05),
            "inference": Absent(why="not installed"),
            "opencv_threads": figures(hold=0.02, look=0.03),
        },
        seconds=1.0,
    )
    written = bench.to_json()
    assert written["ratio_1s"] == pytest.approx(1.0)
    assert written["ratio_60s"] == pytest.approx(24.6)
    assert written["ratios"]["rtsp_gate_on"]["1"] == pytest.approx(2.5)
    assert written["inference"] == {"not_measured": "not installed"}
    assert written["gridwatch"]["rtsp_gate_off"]["cameras_per_core"]["60"] == 1200
    assert written["streams"] == {"size": [640, 360], "fps": 15, "clips": []}


def test_nobody_to_compare_with_is_no_ratio() -> None:
    """Without any peer, or without the way that does the same work, the ratio is null."""
    alone = PeersBench(plan=PeersPlan(), gridwatch={}, peers={"inference": Absent(why="x")}, seconds=1.0)
    assert alone.to_json()["ratio_60s"] is None


def test_every_peer_has_its_program() -> None:
    """The programs that are named lie in benchmarks/peers, and each says what it is."""
    for script in (script for scripts in PEERS.values() for script in scripts):
        tree = ast.parse((REPOSITORY / "benchmarks" / "peers" / script).read_text(encoding="utf-8"))
        assert ast.get_docstring(tree)
        assert {"run", "what"} <= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_peers_and_gridwatch_open_the_same_streams(tmp_path: Path) -> None:
    """A peer gets addresses of substreams with the login in them; only Roboflow's own runs on another Python."""
    bench = side(tmp_path, inference_python="/other/python")
    program = bench._peer_program("opencv_threads", "opencv_threads.py")
    order = program.order(["port-00001"], 1.0)
    assert order["urls"] == {
        "port-00001": "rtsp://viewer:p%40ss%3Aw%2Frd%231@127.0.0.1:8554/cam/port-00001/sub"
    }
    assert Path(order["model"]).is_dir()
    assert program.command[0] != "/other/python"
    assert bench._peer_program("inference", "inference_pipeline.py").command[0] == "/other/python"
    ours = bench._service_program("rtsp", "on").order(["a", "b"], 5.0)
    assert (ours["port"], ours["cameras"], ours["gate"], ours["every_s"]) == (8554, 2, "on", 5.0)
    assert bench._service_program("snapshots", "off").order(["a"], 1.0)["port"] == 8000


async def test_the_second_program_stands_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Roboflow's own cannot be imported, the loop after its documentation is measured and says so."""

    async def held(_: _Side, program: Program) -> Figures:
        if program.command[1].endswith("inference_pipeline.py"):
            raise NotHere("no module named inference")
        return figures(hold=0.02, look=0.04, name="the loop")

    monkeypatch.setattr(_Side, "_held", held)
    bench = side(tmp_path)
    found = await bench.peer("inference", PEERS["inference"])
    assert isinstance(found, Figures)
    assert found.what == "the loop"
    assert found.note == "instead of inference_pipeline.py: no module named inference"
    alone = await bench.peer("inference", PEERS["inference"][:1])
    assert alone == Absent(why="inference_pipeline.py: no module named inference")


async def test_a_program_that_looks_at_nothing_ends_no_comparison(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It held its streams and never looked: that is its result, and the others are still measured."""

    async def held(_: _Side, program: Program) -> Figures:
        raise NothingSeen(f"{program.name}: nothing was looked at")

    monkeypatch.setattr(_Side, "_held", held)
    found = await side(tmp_path).peer("opencv_threads", PEERS["opencv_threads"])
    assert found == Absent(why="opencv_threads.py: opencv_threads: nothing was looked at")


def test_how_long_it_takes_grows_with_what_is_asked() -> None:
    """One peer less, or a shorter time, is told to be shorter."""
    whole = duration_s(PeersPlan())
    assert duration_s(PeersPlan(peers=("opencv_threads",))) < whole
    assert duration_s(PeersPlan(seconds=4)) < whole
    assert duration_s(PeersPlan(ways=WAYS[:1])) < whole


@pytest.mark.benchmark  # two minutes of real programs on real streams
@pytest.mark.slow
async def test_a_small_comparison() -> None:
    """OpenCV threads and Gridwatch on four real streams: every figure comes out, and holding streams costs."""
    plan = PeersPlan(
        seconds=3.0,
        few=1,
        many=2,
        fleet=6,
        long_s=3.0,
        clip_seconds=3,
        fps=10,
        peers=("opencv_threads",),
        ways=(("rtsp", "off"),),
        dead_wait_s=5.0,
    )
    told: list[float] = []
    written = (await bench_peers(plan, progress=told.append)).to_json()
    assert written["opencv_threads"]["hold_core_ms_per_s"] > 1
    assert written["gridwatch"]["rtsp_gate_off"]["hold_core_ms_per_s"] == 0
    assert written["gridwatch"]["rtsp_gate_off"]["every_camera_s"] > 0
    assert written["ratio_60s"] > 1
    assert told == sorted(told)
