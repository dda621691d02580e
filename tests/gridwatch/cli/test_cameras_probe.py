from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from gridwatch.bench.probe_fleet import draw_fleet
from gridwatch.bench.probe_folder import write_probe_folder
from gridwatch.beside.child import module
from gridwatch.cli.app import app
from gridwatch.cli.cameras_probe import _narrow
from gridwatch.probing import asking
from gridwatch.probing.findings import findings
from gridwatch.simulator.login import environment_of
from tests.builders_probing import result
from tests.builders_servers import LOGIN

RUN = CliRunner()
ROOT = Path(__file__).resolve().parents[3]
CAMERAS = 24
MANY = 200  # so that a probe is not over before it is stopped, however late that comes


@contextmanager
def served(
    folder: Path, *, cameras: int = CAMERAS, faults: float = 0.0, pictures: bool = False
) -> Iterator[list[str]]:
    """Serve a fleet from another process; give the arguments of a probe of it."""
    arguments = ["--cameras", str(cameras), "--faults", str(faults), *(["--pictures"] if pictures else [])]
    process = subprocess.Popen(
        module("gridwatch.bench.probe_cameras", *arguments),
        env={**os.environ, **environment_of(LOGIN)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    try:
        hello = json.loads(process.stdout.readline())
        fleet = draw_fleet(cameras, faults=faults, seed=0, login=LOGIN, pictures=pictures)
        configs = write_probe_folder(folder, fleet, ports=(hello["port"], hello["closed_port"]), login=LOGIN)
        yield ["cameras", "probe", "-c", str(configs), "--journal", str(folder / "probe.jsonl")]
    finally:
        process.communicate("")


def told(target: Path) -> dict[str, Any]:
    """Read what a probe wrote."""
    found: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return found


def test_the_table_says_what_to_fix(tmp_path: Path) -> None:
    """One row a kind of trouble, in Chinese and English; the JSON holds every camera with when it answered."""
    with served(tmp_path, faults=1 / 3) as probe:
        ran = RUN.invoke(app, [*probe, "--json", str(tmp_path / "out.json")])
    assert ran.exit_code == 1
    rows = [line.split("\t") for line in ran.output.splitlines() if "\t" in line]
    assert rows[0] == ["weight", "cameras", "code", "问题", "what", "处理", "cure", "first"]
    row = next(row for row in rows if row[2] == "login_refused")
    assert row[:2] == ["不可用 broken", "1"]
    assert (row[3], row[7][:5]) == ("登录被拒绝", "port-")
    assert ran.output.splitlines()[-1] == "24 cameras: 17 can be looked at by ONVIF, 7 cannot"
    found = told(tmp_path / "out.json")
    assert (found["cameras"], found["ok"], found["broken"], found["complete"]) == (24, 17, 7, True)
    assert {one["code"] for one in found["findings"]} >= {"hung_up", "slow", "clock_off", "no_service"}
    assert len(found["results"]) == 24
    assert all(one["at"].startswith("20") for one in found["results"])
    assert LOGIN.password not in ran.output + (tmp_path / "probe.jsonl").read_text()


def test_a_killed_probe_goes_on(tmp_path: Path) -> None:
    """Kill -9 in the middle: what had answered is not asked again, and nobody is left out."""
    with served(tmp_path) as probe:
        journal = tmp_path / "probe.jsonl"
        command = [sys.executable, "-c", "from gridwatch.cli.app import main; main()", *probe]
        process = subprocess.Popen([*command, "--threads", "1"], cwd=ROOT, stdout=subprocess.DEVNULL)
        _wait_for(journal, 5)
        process.send_signal(signal.SIGKILL)
        process.wait()
        before = len(journal.read_text(encoding="utf-8").splitlines()) - 1
        assert 5 <= before < CAMERAS
        ran = RUN.invoke(app, [*probe, "--json", str(tmp_path / "out.json")])
    assert ran.exit_code == 0
    found = told(tmp_path / "out.json")
    assert before - 1 <= found["kept"] <= before
    assert len(found["results"]) == CAMERAS
    assert f"{found['kept']} of {CAMERAS} cameras had answered before" in ran.output


def test_ctrl_c_ends_it_at_once_and_says_so(tmp_path: Path) -> None:
    """Exit status 130, the table of what is known, and the way on; no thread holds it up."""
    with served(tmp_path, cameras=MANY) as probe:
        journal, out = tmp_path / "probe.jsonl", tmp_path / "out.json"
        # a test run in the background of a shell hears no Ctrl-C, and neither would what it starts
        hears = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
        command = [sys.executable, "-c", f"{hears}; from gridwatch.cli.app import main; main()", *probe]
        process = subprocess.Popen(
            [*command, "--threads", "1", "--json", str(out)],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        _wait_for(journal, 3)
        process.send_signal(signal.SIGINT)
        _, words = process.communicate(timeout=10)
    assert process.returncode == 130
    found = told(out)
    assert not found["complete"]
    assert 3 <= len(found["results"]) < MANY
    assert f"stopped at {len(found['results'])} of {MANY} cameras; the same command goes on" in words


def test_the_cameras_of_one_owner_or_by_name(tmp_path: Path) -> None:
    """A small probe has a row for each camera as well."""
    with served(tmp_path) as probe:
        owner = RUN.invoke(app, [*probe, "--owner", "police"])
        named = RUN.invoke(app, [*probe, "--camera", "port-00002"])
    assert owner.exit_code == named.exit_code == 0
    assert sum(line.startswith("port-") for line in owner.output.splitlines()) == 4
    assert sum(line.startswith("port-00002") for line in named.output.splitlines()) == 1


def test_pictures_are_looked_at_on_demand(tmp_path: Path) -> None:
    """A black camera is found, to be fixed and not broken; without the option nobody looks."""
    with served(tmp_path, faults=16 / CAMERAS, pictures=True) as probe:
        name = next(
            one.device.id
            for one in draw_fleet(CAMERAS, faults=16 / CAMERAS, seed=0, login=LOGIN, pictures=True)
            if one.fault == "black"
        )
        blind = RUN.invoke(app, [*probe, "--camera", name])
        looked = RUN.invoke(app, [*probe, "--camera", name, "--pictures"])
    assert blind.exit_code == looked.exit_code == 0
    assert "画面全黑" in looked.output
    assert "画面全黑" not in blind.output


def test_slips_of_the_pen(tmp_path: Path) -> None:
    """A camera or an owner that is none must not probe nothing and say that all is well."""
    with served(tmp_path) as probe:
        for wrong, words in (
            (["--camera", "cam-99"], "no camera cam-99"),
            (["--owner", "polise"], "no camera of owner polise"),
        ):
            assert words in str(RUN.invoke(app, [*probe, *wrong]).exception)
        both = RUN.invoke(app, [*probe, "--fresh", "--broken"])
    assert both.exit_code == 2


@pytest.mark.parametrize("hours", ["inf", "1e9", "-1"])
def test_no_calendar_goes_back_so_far(hours: str) -> None:
    """Told as what it is, before anything is read."""
    told = RUN.invoke(app, ["cameras", "probe", "--within", hours])
    assert (told.exit_code, "--within" in told.output) == (2, True)


def test_standard_output_is_json_alone(tmp_path: Path) -> None:
    """For a machine: words go elsewhere, also on going on."""
    with served(tmp_path) as probe:
        (tmp_path / "probe.jsonl").write_text("rubbish\n", encoding="utf-8")
        ran = RUN.invoke(app, [*probe, "--json", "-", "--broken"])
    found = json.loads(ran.stdout)
    assert found["damaged_lines"] == 1
    assert "1 lines of" in ran.stderr


def test_a_screen_shows_both_languages_in_one_column() -> None:
    """Eight columns fit no terminal."""
    (found,) = findings([result("c1", "clock_off")])
    assert _narrow(found.to_row()) == {
        "": "待整改 to fix",
        "n": "1",
        "问题 what": "设备时钟不准\nthe camera's clock is wrong",
        "处理 cure": "\n".join((found.cure[1], found.cure[0])),
        "摄像机 cameras": "c1",
    }


def test_threads_bound_what_is_under_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--threads` is what it says."""
    seen: set[str] = set()
    work = asking._work

    def watched(*arguments: Any) -> None:
        seen.add(threading.current_thread().name)
        work(*arguments)

    monkeypatch.setattr(asking, "_work", watched)
    with served(tmp_path) as probe:
        RUN.invoke(app, [*probe, "--threads", "3"])
    assert seen == {"probe-0", "probe-1", "probe-2"}


def _wait_for(journal: Path, answers: int) -> None:
    deadline = time.monotonic() + 60
    while not journal.exists() or len(journal.read_text(encoding="utf-8").splitlines()) < answers + 1:
        assert time.monotonic() < deadline, "no answers came"
        time.sleep(0.005)
