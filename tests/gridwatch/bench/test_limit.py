from __future__ import annotations

import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.config.settings.detecting import ModelChoice
from gridwatch.bench.limit import Limit, between, measure_limit
from tests.builders_detectors import model, tiny_onnx


def test_both_parts_are_measured(tmp_path: Path) -> None:
    """A network that does next to nothing: decoding takes longer, and the limit is that of both."""
    picture = np.random.default_rng(0).integers(0, 255, (720, 1280, 3), np.uint8)
    jpeg = cv2.imencode(".jpg", picture)[1].tobytes()
    found = measure_limit(model(tiny_onnx(tmp_path / "t.onnx")), ModelChoice(), [jpeg], rounds=3, batch=2)
    assert found.decode_ms > found.infer_ms > 0
    assert found.looks_per_core_s == pytest.approx(1000 / (found.decode_ms + found.infer_ms))


def test_a_limit_is_a_rate() -> None:
    """40 ms of a core are 25 looks a second."""
    assert Limit(decode_ms=10, infer_ms=30).looks_per_core_s == 25


def test_a_limit_at_less_than_full_load_rests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each round is followed by a rest in proportion; at full load there is none."""
    rests: list[float] = []
    monkeypatch.setattr(time, "sleep", rests.append)
    jpeg = cv2.imencode(".jpg", np.zeros((72, 128, 3), np.uint8))[1].tobytes()
    chosen = model(tiny_onnx(tmp_path / "t.onnx"))
    measure_limit(chosen, ModelChoice(), [jpeg], rounds=2, batch=2)
    assert rests == [0.0] * 4
    rests.clear()
    measure_limit(chosen, ModelChoice(), [jpeg], rounds=2, batch=2, load=0.5)
    assert len(rests) == 4
    assert min(rests) > 0


def test_what_was_measured_before_and_after_counts_the_same() -> None:
    """The mean of each of the two times."""
    found = between(Limit(decode_ms=2, infer_ms=10), Limit(decode_ms=4, infer_ms=20))
    assert found == Limit(decode_ms=3, infer_ms=15)
