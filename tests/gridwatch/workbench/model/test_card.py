"""The card tells what was measured, and nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from core.clock import SystemClock
from detectors.model import read_model
from gridwatch.workbench.model import card
from gridwatch.workbench.model.labels import Label
from gridwatch.workbench.model.media import clip_frames
from gridwatch.workbench.model.teacher import Teacher
from tests.builders_card import figures


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
