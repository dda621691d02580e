"""A model folder, opened: plain, behind a memory, or not at all where a detector is given."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.config.settings.detecting import ModelChoice
from detectors import network
from detectors.model import read_model
from detectors.network import as_run, runtime_for
from detectors.yolo import Detector
from gridwatch.workbench.cache import CachedDetector
from gridwatch.workbench.opening import opened
from tests.fakes.colour_model import PICTURE, grain, paint, write_colour_model

DEFAULT = Path(__file__).parents[3] / "models" / "default"
USUAL = ModelChoice()


def picture() -> Any:
    """A street with one square that the model finds."""
    image = grain(np.full((PICTURE[1], PICTURE[0], 3), 90, np.uint8), 1.0)
    paint(image, 9, 3)
    return image


def test_the_same_model_sees_the_same_with_a_memory_and_without(tmp_path: Path) -> None:
    """Boxes and facts are equal, one on the threshold itself included; the memory's one file answers next time."""
    folder, image = write_colour_model(tmp_path / "model"), picture()
    with opened(folder, USUAL) as (plain, facts):
        assert isinstance(plain, Detector)
        seen = plain.detect([image])[0]
    for known in (0, 1):
        with opened(folder, USUAL, tmp_path / "seen") as (remembering, same):
            assert isinstance(remembering, CachedDetector)
            told = remembering.detect([image])[0]
            assert remembering.counters.known == known
        assert same == facts
        assert len(told) == len(seen) > 0
        assert np.array_equal(told.boxes, seen.boxes)
    assert [one.suffix for one in (tmp_path / "seen").iterdir()] == [".sqlite"]


def test_the_hash_told_is_of_the_weights_that_run() -> None:
    """Of the INT8 twin on a machine that runs it: a scorecard is of what has seen the looks."""
    model = read_model(DEFAULT)
    runs = as_run(model, USUAL)
    with opened(DEFAULT, USUAL) as (_, facts):
        assert facts["model_sha256"] == runs.sha256
    assert (runs.sha256 != model.sha256) is (runtime_for(".onnx", "auto", platform.machine()) == "openvino")


def test_it_is_run_as_the_district_has_it_run(tmp_path: Path) -> None:
    """Precision, input, number of boxes: else a recording would be judged by other boxes than the street is."""
    model = read_model(DEFAULT)
    district = ModelChoice(precision="f32", size=(320, 192), max_boxes=10)
    with opened(DEFAULT, district, threads=1) as (detector, facts):
        assert facts["model_sha256"] == model.sha256
        assert isinstance(detector, Detector)
        assert detector.model.spec.size == detector.network.sizes[-1] == (320, 192)
    folder, image = write_colour_model(tmp_path / "model"), picture()
    for column in range(2, 16, 2):
        for row in (0, 5):
            paint(image, column, row)
    for cache in (None, tmp_path / "seen"):
        with opened(folder, district.model_copy(update={"size": None}), cache) as (sees, _):
            (found,) = sees.detect([image])
            assert len(found) == 10 < 10 + found.shed


def test_what_was_seen_through_other_inputs_is_seen_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A network that takes low inputs for wide pictures sees them a little differently."""
    folder = write_colour_model(tmp_path / "model")
    with opened(folder, USUAL, tmp_path / "seen") as (detector, _):
        detector.detect([picture()])
    taken = network.open_network

    def other(*given: Any) -> Any:
        one: Any = taken(*given)
        one.sizes = ((64, 64), *one.sizes)
        return one

    monkeypatch.setattr(network, "open_network", other)
    with opened(folder, USUAL, tmp_path / "seen") as (detector, _):
        assert isinstance(detector, CachedDetector)
        detector.detect([picture()])
        assert detector.counters.seen == 1


def test_a_damaged_memory_is_told_and_the_model_sees_again(tmp_path: Path) -> None:
    """The words reach whoever opens it."""
    folder, told = write_colour_model(tmp_path / "model"), list[str]()
    with opened(folder, USUAL, tmp_path / "seen") as (detector, _):
        detector.detect([picture()])
    (file,) = (tmp_path / "seen").iterdir()
    file.write_bytes(b"\x00" * 9000)
    with opened(folder, USUAL, tmp_path / "seen", say=told.append) as (detector, _):
        assert len(detector.detect([picture()])[0]) > 0
    assert len(told) == 1
    assert str(file) in told[0]


def test_a_detector_that_is_given_takes_the_models_place(tmp_path: Path) -> None:
    """No folder is read and no memory made."""
    given: Any = object()
    with opened(tmp_path / "absent", USUAL, tmp_path / "seen", instead=given) as (detector, facts):
        assert detector is given
    assert facts["model"] == "object"
    assert list(tmp_path.iterdir()) == []
