"""What the engineer's pages show: a rendered afternoon with its truth, two replays of it, a sweep, and candidates."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from gridwatch.repository import REPOSITORY
from gridwatch.simulator.profiles import PROFILES
from gridwatch.workbench.day import Recipe, write_day

CLIP = "afternoon"
_AFTERNOON = Recipe(seed=0, hours=4, every_s=300, width=640, height=360, cameras=2, events=2)
_GRID = ("waste.k=2..4", "waste.min_confidence=0.6..0.8/0.1")
_COMMANDS = (
    ("replay", "clips/afternoon", "--out", "runs/present", "--no-video", "--cache", "cache"),
    (
        "replay", "clips/afternoon", "--set", "waste.k=2", "--set", "waste.min_confidence=0.6",
        "--out", "runs/eager", "--no-video", "--cache", "cache",
    ),
    (
        "sweep", "clips/afternoon", "--truth", "truth/afternoon.jsonl",
        *(word for one in _GRID for word in ("--grid", one)), "--out", "runs/sweep", "--cache", "cache",
    ),
)  # fmt: skip


def write_candidates(bench: Path) -> None:
    """Write the folders that the settings name, and the profiles that run in the shadow or wait to be promoted."""
    for name in ("runs", "clips", "truth", "candidates", "shadow"):
        (bench / name).mkdir(parents=True, exist_ok=True)
    for folder, confidence in (("shadow", 0.6), ("candidates", 0.75)):
        path = bench / folder / "street.yaml"
        path.write_text(yaml.safe_dump(_street(confidence), allow_unicode=True), encoding="utf-8")


async def make_workbench(bench: Path, progress: Callable[[str], None]) -> None:
    """Render the afternoon and let the commands of the workbench make of it what an engineer would."""
    clip = bench / "clips" / CLIP
    await asyncio.to_thread(
        write_day,
        clip,
        _AFTERNOON,
        matters=REPOSITORY / "configs" / "matters",
        model=REPOSITORY / "models" / "default",
        progress=lambda done, of: (
            progress(f"afternoon: {done} of {of} looks rendered") if done % 24 == 0 else None
        ),
    )
    shutil.copyfile(clip / "truth.jsonl", bench / "truth" / f"{CLIP}.jsonl")
    for command in _COMMANDS:
        progress(f"gridwatch {' '.join(command[:2])} ...")
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "gridwatch", *command, cwd=bench, stdout=asyncio.subprocess.DEVNULL
        )
        if await child.wait() != 0:
            sys.exit(f"gridwatch {' '.join(command)} failed")


def _street(confidence: float) -> dict[str, Any]:
    profile: dict[str, Any] = {**PROFILES["street"], "version": 2}
    rules = [
        {**rule, "min_confidence": confidence} if rule["id"] == "waste" else rule for rule in profile["rules"]
    ]
    return {**profile, "rules": rules}
