"""The picture of the attention bench."""

from __future__ import annotations

from pathlib import Path

import cv2

from gridwatch.bench.attention import Found, Setting, Way
from gridwatch.bench.attention_days import Recipe
from gridwatch.bench.attention_plot import draw


def test_each_setting_is_a_panel(tmp_path: Path) -> None:
    """Two settings make a picture twice as wide as one, and a way without any alarm is drawn too."""
    setting = Setting(name="x", recipe=Recipe(seed=0, cameras=20, events=6), history_days=1, days=1)
    ways = tuple(
        Way(name=name, period_s=300, looks=1000, confirming=0, alarmed=len(late), first_look_p50_s=1, p50_s=600,
            mean_s=1, p95_s=1, cleared_p50_s=1, longest_wait_s=1, again=0, false_alarms=0, latencies_s=late)
        for name, late in (("round robin", (500.0, 700.0)), ("confirming", ()), ("attention", (500.0, 600.0)))
    )  # fmt: skip
    found = Found(setting=setting, events=2, plan_looks=1000, ways=ways, sooner_s={})
    draw([found], tmp_path / "one.png")
    draw([found, found], tmp_path / "two.png")
    one, two = (cv2.imread(str(tmp_path / name)) for name in ("one.png", "two.png"))
    assert one is not None
    assert two is not None
    assert two.shape[1] == 2 * one.shape[1]
