"""`gridwatch bench attention` at its door; what it measures is tested in tests/gridwatch/bench."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from core.config.settings.attention import Attention
from gridwatch.bench import attention as bench
from gridwatch.bench.attention import Found, Setting, Way
from gridwatch.cli.app import app


def way(name: str) -> Way:
    """One way with made-up figures."""
    return Way(
        name=name, period_s=300, looks=5760, confirming=400, alarmed=56, first_look_p50_s=150, p50_s=640.2, mean_s=660,
        p95_s=912, cleared_p50_s=500, longest_wait_s=450, again=3, false_alarms=1, latencies_s=(500.0, 640.2, 912.0),
    )  # fmt: skip


def test_attention_is_told_in_words_as_json_and_as_a_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both settings, with the seed and scale that were asked for and the settings that were tried."""
    asked: list[Setting] = []

    def made_up(setting: Setting, choice: Attention, **_: Any) -> Found:
        asked.append(setting)
        assert choice == Attention()
        ways = (way("round robin"), way("confirming"), way("attention"))
        return Found(
            setting=setting,
            events=60,
            plan_looks=5760,
            ways=ways,
            sooner_s={"round robin": (88.0, 60.0, 120.0)},
        )

    monkeypatch.setattr(bench, "bench_attention", made_up)
    target, picture = tmp_path / "out.json", tmp_path / "out.png"
    done = CliRunner().invoke(
        app,
        [
            "bench",
            "attention",
            "--seed",
            "7",
            "--scale",
            "0.4",
            "--json",
            str(target),
            "--plot",
            str(picture),
        ],
    )
    assert done.exit_code == 0, done.output
    assert "88 s sooner than round robin" in " ".join(done.output.split())
    assert [(one.recipe.seed, one.days) for one in asked] == [(7, 1), (7, 1)]
    told = json.loads(target.read_text(encoding="utf-8"))
    assert told["settings"]["scripted day"]["ways"][2]["p95_s"] == 912
    assert told["attention"]["stretch"] == Attention().stretch
    assert picture.stat().st_size > 10_000
