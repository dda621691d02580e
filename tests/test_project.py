"""What people forget, checked by the build."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("core", "ingest", "detectors", "alerts", "api", "gridwatch")
MODULES = [
    path.relative_to(ROOT)
    for room in ROOMS
    for path in sorted((ROOT / room).rglob("*.py"))
    if path.name != "__init__.py"
    and not {"migrations", "words", "node_modules"} & set(path.parts)  # words: core/test_reason.py
]

# Modules without a test of their own, each with where it is tested instead.
TESTED_ELSEWHERE = {
    "core/errors.py": "a tree of classes; every raise is tested where it is raised",
    "gridwatch/service.py": "tests/scenarios/test_run.py, as a process",
    "gridwatch/assembly.py": "tests/scenarios/test_run.py, as a process",
    "gridwatch/parts.py": "a record; tests/scenarios/test_run.py fills it",
    "gridwatch/answering.py": "tests/scenarios/test_run.py, as a process",
    "gridwatch/opening.py": "tests/scenarios/test_run.py, as a process",
    "gridwatch/cameras/opening.py": "tests/scenarios/test_camera_desk.py, over simulated cameras",
    "gridwatch/serving.py": "tests/scenarios/test_run.py, as a process",
    "gridwatch/cli/service.py": "tests/scenarios/test_run.py, as a process",
    "gridwatch/cli/demo.py": "tests/scenarios/test_demo.py, as a process",
    "gridwatch/cli/simulate.py": "tests/scenarios/test_run.py serves its cameras",
    "gridwatch/demo/run.py": "tests/scenarios/test_demo.py, as a process",
    "gridwatch/demo/clips.py": "tests/scenarios/test_clips.py, over GStreamer",
    "gridwatch/simulator/running.py": "tests/scenarios/test_demo.py, as a process",
    "gridwatch/simulator/serve.py": "tests/scenarios/test_demo.py, as a process",
}


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_every_module_has_its_test(module: Path) -> None:
    """`ingest/schedule.py` is tested by `tests/ingest/test_schedule.py`."""
    mirror = ROOT / "tests" / module.parent / f"test_{module.name}"
    assert mirror.exists() or str(module) in TESTED_ELSEWHERE, f"write {mirror.relative_to(ROOT)}"


def test_nothing_is_excused_without_need() -> None:
    """An excuse for a module that has its test, or is gone, is removed."""
    for name in TESTED_ELSEWHERE:
        module = Path(name)
        assert (ROOT / module).exists(), name
        assert not (ROOT / "tests" / module.parent / f"test_{module.name}").exists(), name


def test_every_test_says_what_it_shows() -> None:
    """A docstring on every test: what would be broken if it failed."""
    silent = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for name, following in re.findall(
            r"^ *(?:async )?def (test_\w+)\([^)]*\)[^:]*:\n(.*)$",
            path.read_text(encoding="utf-8"),
            re.MULTILINE,
        )
        if '"""' not in following
    ]
    assert silent == []


def test_every_exemption_gives_its_reason() -> None:
    """A `noqa` or `type: ignore` is followed by why."""
    bare = []
    for room in (*ROOMS, "tests", "benchmarks", "examples"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if re.search(r"#\s*noqa(?!: [A-Z0-9, ]+ [-–] \S)(?!: [A-Z0-9, ]+ # \S)", line) or re.search(
                    r"#\s*type: ignore(?!\[[\w, -]+\] # \S)(?!\[[\w, -]+\]  # \S)", line
                ):
                    bare.append(f"{path.relative_to(ROOT)}:{number}")
    assert [place for place in bare if "test_project.py" not in place] == []


def test_importing_the_rooms_has_no_effect() -> None:
    """No import starts a thread, opens a file for writing, or loads a heavy runtime."""
    code = (
        "import sys, threading\n"
        "import core, ingest.looker, detectors.rulebook, alerts.desk, api.app, gridwatch.cli.app\n"
        "heavy = {'torch', 'ultralytics', 'openvino', 'onnxruntime', 'matplotlib'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "assert threading.active_count() == 1\n"
    )
    subprocess.run([str(ROOT / ".venv/bin/python"), "-W", "error", "-c", code], check=True, cwd=ROOT)


def test_the_versions_agree() -> None:
    """The changelog's newest entry is the version of the package."""
    declared = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    newest = re.search(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert declared
    assert newest
    assert declared.group(1) == newest.group(1)
