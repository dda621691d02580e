"""The card tells what was measured, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from core.clock import SystemClock
from detectors.model import read_model
from gridwatch.workbench.model import card
from gridwatch.workbench.model.labels import Label
from gridwatch.workbench.model.media import clip_frames
from gridwatch.workbench.model.teacher import Teacher

ONE = {
    "ap50": 0.8123,
    "ap50_95": 0.5,
    "ap50_ci95": [0.75, 0.86],
    "precision": 0.9,
    "recall": 0.7,
    "boxes": 9,
    "pictures": 4,
}


def figures(folder: Path) -> dict[str, Any]:
    """Build figures as `measure` returns them."""
    return {
        "sha256": read_model(folder).sha256,
        "version": "0.0.1",
        "megabytes": 6.8,
        "valid": {
            "map50": 0.8123, "map50_95": 0.5, "per_class": {"waste": ONE}, "pictures": 12,
            "false_per_100_clean": 2.5, "clean_pictures": 8,
        },
        "persons": {"precision": 0.8, "recall": 0.9, "frames": 27},
        "agreement": {"pictures": 5, "classes": {"car": {"recall": 0.95, "precision": 0.9, "boxes": 20}}},
        "speed": {"single_ms": 90.1, "batch_ms": 80.2, "batch": 8, "device": "openvino (cpu)"},
        "rendered": {
            "pictures": 20, "ap50": {"waste": 0.91},
            "false_heaps": {"all": [10, 2], "leaves": [4, 2], "car": [8, 1], "light:night": [3, 1]},
        },
        "exports": [
            {"name": "default/a.onnx", "megabytes": 6.6, "device": "openvino (cpu)", "single_ms": 80.0,
             "batch_ms": 60.0, "map50": 0.9, "map50_95": 0.6, "waste_ap50": None, "false_per_100_clean": 0.9},
        ],
    }  # fmt: skip


def test_the_card_and_the_figures_are_written(model_folder: Path) -> None:
    """Both files speak of the weights by their hash; the text holds the figures."""
    shown = figures(model_folder)
    text = card.render(read_model(model_folder), shown)
    for words in (
        shown["sha256"],
        "0.812 (0.750-0.860)",
        "2.5 per 100",
        "recall 0.900",
        "90.1 ms",
        "in 2 of 10 pictures without a heap",
        "| leaves | 4 | 2 |\n| car | 8 | 1 |",
        "| night | 3 | 1 |",
        "| default/a.onnx | 6.6 | openvino (cpu) | 80 | 60 | 0.900 | 0.600 |  | 0.9 |",
        "epochs: 0",
    ):
        assert words in text
    assert text == card.render(read_model(model_folder), shown)


def test_the_card_leaves_out_what_was_not_measured(model_folder: Path) -> None:
    """No agreement without the starting weights, no rate without clean pictures."""
    shown = figures(model_folder)
    del shown["agreement"], shown["rendered"], shown["exports"]
    shown["valid"]["false_per_100_clean"] = None
    text = card.render(read_model(model_folder), shown)
    assert "Agreement" not in text
    assert "False heaps" not in text
    assert "side by side" not in text


def test_write_makes_both_files(model_folder: Path, tmp_path: Path) -> None:
    """CARD.md and card.json lie beside model.yaml."""
    for path in model_folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    card.write(tmp_path, figures(tmp_path))
    assert (tmp_path / card.CARD).read_text().startswith("# small 0.0.1")
    assert "0.8123" in (tmp_path / card.FIGURES).read_text()


def test_untrained_weights_agree_with_their_start(model_folder: Path, coco: Path, shared_data: Path) -> None:
    """The rebuilt head has forgotten nobody on a street; speed is a positive number."""
    ((_, image),) = clip_frames(shared_data / card.TOWN_CENTRE, [0])
    model = read_model(model_folder)
    found = card.agree(model, [image], Teacher(coco, confidence=0.5))
    assert found["classes"]["person"]["recall"] == 1
    assert found["classes"]["person"]["boxes"] > 5
    taken = card.speed(model, [image], SystemClock())
    assert taken["single_ms"] > 0


class Nobody:
    """A labeller that sees nothing."""

    def label(self, image: np.ndarray, given: object = ()) -> list[Label]:
        """Return no labels."""
        return []


def test_what_the_start_does_not_see_is_not_asked(model_folder: Path) -> None:
    """On an empty picture nothing can be missed."""
    found = card.agree(read_model(model_folder), [np.zeros((64, 64, 3), np.uint8)], Nobody())
    assert found["classes"]["all"] == {"recall": 1.0, "precision": 1.0, "boxes": 0}
