"""Folders for the engineer's pages: two runs over one truth, a clip, stored looks, a sweep, a candidate."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np

from core.config.settings.detecting import ModelChoice
from core.config.settings.root import Settings
from detectors.network import read_as_run
from gridwatch.workbench.looks import StoredLook, write_looks
from gridwatch.workbench.runs import write_run
from gridwatch.workbench.truth import write_truth
from gridwatch.workbench.video import VideoWriter
from tests.builders_promotion import candidate_profile
from tests.builders_scoring import alarm, event, hour, run


def workbench(folder: Path, configs: Path) -> Settings:
    """Write everything below `folder`, and return settings that name it."""
    parts = {name: folder / name for name in ("runs", "clips", "truth", "candidates")}
    for part in parts.values():
        part.mkdir(parents=True)
    seen_by = read_as_run(configs.parent / "models" / "live", ModelChoice()).sha256
    events = [event(f"e{n}", n, n + 0.5) for n in range(1, 9)]
    write_truth(parts["truth"] / "day.jsonl", events)
    live = parts["runs"] / "live"
    live.mkdir()
    (live / "pictures").mkdir()
    (live / "pictures" / "a0.jpg").write_bytes(_jpeg(90))
    write_run(
        live,
        run(
            *(alarm(f"a{n}", n + 0.05, picture="pictures/a0.jpg" if n == 1 else None) for n in range(1, 6)),
            alarm("false", 20, confidence=0.7, why="seen 3 of 4 times"),
            profiles={"street": 3},
            model_sha256=seen_by,
        ),
    )
    new = parts["runs"] / "new"
    new.mkdir()
    write_run(
        new,
        run(*(alarm(f"b{n}", n + 0.05) for n in range(1, 8)), profiles={"street": 4}, model_sha256=seen_by),
    )
    worse = parts["runs"] / "worse"
    worse.mkdir()
    write_run(worse, run(alarm("c1", 1.05), profiles={"street": 4}, model_sha256=seen_by))
    sweep = parts["runs"] / "swept"
    sweep.mkdir()
    trials = [{"values": {"waste.k": k}, "tuned": {"f1": k / 10}, "held_out": {"f1": k / 11}} for k in (2, 3)]
    present = {"values": {"waste.k": 4}, "tuned": {"f1": 0.1}, "held_out": None}
    (sweep / "sweep.json").write_text(
        json.dumps({"trials": trials, "best": trials[1], "present": present}), "utf-8"
    )
    with VideoWriter(parts["clips"] / "corner.mp4", 10) as film:
        for n in range(30):
            film.add(np.full((120, 160, 3), 8 * n, np.uint8))
    looks = parts["clips"] / "patrol"
    looks.mkdir()
    for n in range(3):
        (looks / f"{n}.jpg").write_bytes(_jpeg(60 * n))
    write_looks(
        looks, [StoredLook(camera="cam-1", taken_at=hour(n), path=looks / f"{n}.jpg") for n in range(3)]
    )
    made = candidate_profile(configs, version=4)
    made.rename(parts["candidates"] / "street.yaml")
    return Settings.model_validate(
        {
            "district": {"name": "示范区", "code": "990101"},
            "workbench": {name: str(path) for name, path in parts.items()},
            "shadow": {"file": str(folder / "shadow.db")},
        }
    )


def _jpeg(grey: int) -> bytes:
    _, jpeg = cv2.imencode(".jpg", np.full((90, 120, 3), grey, np.uint8))
    return bytes(jpeg.tobytes())
