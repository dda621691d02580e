from __future__ import annotations

import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
import yaml
from typer.testing import CliRunner

from gridwatch.cli.app import app
from gridwatch.workbench.truth import CLIP_START, TrueEvent, write_truth
from tests.fakes.colour_model import paint, write_colour_model

RUN = CliRunner()
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def asked(tmp_path: Path) -> list[str]:
    """Two clips of twenty looks with a heap in each from the eighth on, and what to ask about them."""
    events = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        for look in range(20):
            image = np.full((360, 640, 3), 90, np.uint8)
            if look >= 8 or look == 2:
                paint(image, 5, 3)
            cv2.imwrite(str(tmp_path / name / f"{look:03d}.png"), image)
        start, end = CLIP_START.replace(second=8), CLIP_START.replace(second=20)
        events.append(
            TrueEvent(id=name, matter="construction_waste", cameras=frozenset({name}), start=start, end=end)
        )
    write_truth(tmp_path / "truth.jsonl", events)
    configs = tmp_path / "configs"
    (configs / "profiles").mkdir(parents=True)
    shutil.copytree(ROOT / "configs" / "matters", configs / "matters")
    rule = {"id": "waste", "kind": "dwell", "matter": "construction_waste", "classes": ["waste"]}
    profile = {"name": "yard", "rules": [rule | {"k": 1, "n": 5, "over_s": 0}]}
    (configs / "profiles" / "yard.yaml").write_text(
        yaml.safe_dump(profile, sort_keys=False), encoding="utf-8"
    )
    settings = {
        "district": {"name": "示范区", "code": "990101"},
        "matter_table": "GB/T 47678.5-2026",
        "model": {"folder": str(write_colour_model(tmp_path / "model"))},
    }
    (configs / "gridwatch.yaml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    clips = [str(tmp_path / "a"), str(tmp_path / "b")]
    truth, out = str(tmp_path / "truth.jsonl"), str(tmp_path / "out")
    return [
        "sweep", *clips, "--truth", truth, "--out", out, "-c", str(configs), "--profile", "yard", "--threads", "1",
    ]  # fmt: skip


def test_a_sweep_prints_what_to_change(asked: list[str], tmp_path: Path) -> None:
    """The chosen values, the profile's diff and where the page lies; the figures as JSON as well."""
    done = RUN.invoke(app, [*asked, "--grid", "waste.k=1..3", "--json", str(tmp_path / "s.json")])
    assert done.exit_code == 0, done.output
    assert "waste.k=2" in done.output
    assert "-  k: 1" in done.output
    assert "+  k: 2" in done.output
    assert "chosen, held out\t1.000" in done.output
    told = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert told["best"]["held_out"]["f1"] == 1.0
    assert Path(told["page"]).read_text(encoding="utf-8").count("<svg") == 2
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "detections", "profiles", "sweep.html", "sweep.json", "trials.jsonl",
    ]  # fmt: skip


def test_a_misspelt_rule_is_one_sentence(asked: list[str]) -> None:
    """With the one that was meant, and without a traceback."""
    done = RUN.invoke(app, [*asked, "--grid", "wast.k=1..3"])
    assert done.exit_code == 1
    assert "Did you mean waste?" in str(done.exception)
