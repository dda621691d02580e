"""Two made clips, and a detector that counts what it sees and may break."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.clock import SystemClock
from core.detection import Detections
from gridwatch.workbench.session import Outcome, Wanted, run_replay
from gridwatch.workbench.video import VideoWriter
from tests.gridwatch.workbench.test_clip_replay import Scripted

ROOT = Path(__file__).resolve().parents[3]


class Counted(Scripted):
    """Counts pictures; breaks at the one that is told."""

    def __init__(self, breaks_at: int = 1 << 30) -> None:
        self.pictures = 0
        self.breaks_at = breaks_at

    def detect(self, images: Sequence[Any], plans: Sequence[Any] = ()) -> list[Detections]:
        """See, or break."""
        self.pictures += len(images)
        if self.pictures >= self.breaks_at:
            raise RuntimeError("the power went")
        return super().detect(images, plans)


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    """Two clips of eight seconds; in each, eight persons from second 2 on."""
    folder = tmp_path / "clips"
    folder.mkdir()
    for name in ("a.mp4", "b.mp4"):
        with VideoWriter(folder / name, 1) as film:
            for second in range(8):
                film.add(np.full((90, 160, 3), 170 if second >= 2 else 50, np.uint8))
    return folder


def replayed(clips: Path, detector: Counted, told: list[str], **changes: Any) -> Outcome:
    """Replay the clips into `out` beside them."""
    wanted = {"paths": (clips,), "out": clips.parent / "out", "configs": ROOT / "configs", "profile": "crowd",
              "changes": ("crowd.count=5",)}  # fmt: skip
    return run_replay(Wanted(**(wanted | changes)), clock=SystemClock(), say=told.append, detector=detector)
