"""A model folder is scored on any YOLO data set through our own runtime."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.detection import Detections
from detectors.model import read_model
from gridwatch.workbench.model.classes import CLASSES
from gridwatch.workbench.model.labels import BadDataSet, Label
from gridwatch.workbench.model.media import clip_frames, write_picture
from gridwatch.workbench.model.teacher import Teacher
from gridwatch.workbench.model.val import boxes_of, match_class, open_detector, report, validate

BOX = (0.2, 0.2, 0.6, 0.6)


def seen(*rows: tuple[str, float], box: tuple[float, float, float, float] = BOX) -> Detections:
    """Build detections of one picture, all at the same place."""
    return Detections(
        boxes=np.array([box] * len(rows), dtype=np.float32).reshape(-1, 4),
        scores=np.array([score for _, score in rows], dtype=np.float32),
        labels=np.array([CLASSES.index(name) for name, _ in rows], dtype=np.int16),
        names=CLASSES,
        picture_size=(100, 100),
    )


def truth(*names: str) -> list[Label]:
    """Build the truth of one picture, all at the same place."""
    return [Label(name=CLASSES.index(name), box=BOX) for name in names]


def test_absent_classes_are_left_out_of_the_mean(model_folder: Path) -> None:
    """A class that the set has no box of neither helps nor harms; what is asked for is published."""
    found = report(
        read_model(model_folder),
        [seen(("waste", 0.9)), seen(("bin", 0.9))],
        [truth("waste"), truth("bin")],
        [6, 7, 8],
        part="val",
        rounds=10,
    ).as_json()
    assert set(found["per_class"]) == {"waste", "bin"}
    assert found["map50"] == pytest.approx(0.995)
    assert {"map50", "map50_95", "per_class", "pictures", "false_per_100_clean"} <= set(found)
    assert {"ap50", "ap50_95", "ap50_ci95", "pictures", "boxes"} <= set(found["per_class"]["waste"])


def test_false_heaps_count_on_pictures_without_a_heap(model_folder: Path) -> None:
    """Two false boxes at the threshold on four clean pictures are 50 per 100; faint ones do not count."""
    shown = [
        seen(("waste", 0.9), ("waste", 0.4)),
        seen(("waste", 0.1)),
        seen(),
        seen(("bin", 0.9)),
        seen(("waste", 0.9)),
    ]
    given = [truth(), truth("bin"), truth(), truth("bin"), truth("waste")]
    found = report(read_model(model_folder), shown, given, [6, 7], part="val", rounds=10)
    assert found.clean_pictures == 4
    assert found.false_per_100_clean == pytest.approx(50)


def test_without_clean_pictures_there_is_no_rate(model_folder: Path) -> None:
    """A rate over nothing is None, not zero."""
    found = report(read_model(model_folder), [seen()], [truth("waste")], [6], part="val", rounds=10)
    assert found.false_per_100_clean is None


def test_a_class_matches_only_its_own(model_folder: Path) -> None:
    """A bin at the place of a heap is no heap."""
    found = match_class(seen(("bin", 0.9)), truth("waste"), CLASSES.index("waste"))
    assert (len(found.scores), found.truths) == (0, 1)
    assert boxes_of(truth("bin"), 6).shape == (0, 4)


def test_a_data_set_is_scored_from_files(
    model_folder: Path, coco: Path, shared_data: Path, tmp_path: Path
) -> None:
    """The head's kept classes find what the starting weights labelled; other names of the set are ignored."""
    clip = shared_data / "clips" / "intel_one_by_one_person.mp4"
    teacher = Teacher(coco)
    for folder in ("images", "labels"):
        (tmp_path / folder).mkdir()
    for number, image in clip_frames(clip, range(100, 400, 100)):
        write_picture(tmp_path / "images" / f"{number}.jpg", image)
        lines = [f"1{label.line()[1:]}\n" for label in teacher.label(image)]
        (tmp_path / "labels" / f"{number}.txt").write_text("".join(lines))
    data = tmp_path / "data.yaml"
    data.write_text("val: images\nnames: [hard_hat, pedestrian]\n")
    found = validate(model_folder, data, rounds=10)
    assert set(found.per_class) == {"person"}
    assert found.mean.map50 > 0.95
    assert found.part == "val"
    with pytest.raises(BadDataSet, match="no part `test`"):
        validate(model_folder, data, part="test")
    data.write_text("val: images\nnames: [hard_hat, vest]\n")
    with pytest.raises(BadDataSet, match="hard_hat, vest"):
        validate(model_folder, data)


def test_an_evaluation_may_look_below_the_thresholds(model_folder: Path) -> None:
    """The precision-recall curve needs boxes that a service never reports."""
    model = read_model(model_folder)
    detector = open_detector(model, confidence=0.001, batch=1)
    image = np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8)
    low = detector.detect([image])[0]
    detector.close()
    assert len(low)
    assert float(low.scores.min()) < 0.05
