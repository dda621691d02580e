"""The card's text tells what was measured, and nothing else."""

from __future__ import annotations

from pathlib import Path

from detectors.model import read_model
from gridwatch.workbench.model.card_text import render
from tests.builders_card import figures


def test_the_card_and_the_figures_are_written(model_folder: Path) -> None:
    """Both files speak of the weights by their hash; the text holds the figures."""
    shown = figures(model_folder)
    text = render(read_model(model_folder), shown)
    for words in (
        shown["sha256"],
        "0.812 (0.750-0.860)",
        "2.5 per 100",
        "recall 0.900",
        "90.1 ms",
        "| recall | 0.90 | 0.70 |",
        "in 2 of 10 pictures without a heap",
        "| leaves | 4 | 2 |\n| car | 8 | 1 |",
        "| night | 3 | 1 |",
        "| default/a.onnx | 6.6 | openvino (cpu) | 80 | 60 | 0.900 | 0.600 |  | 0.9 |",
        "epochs: 0",
    ):
        assert words in text
    assert text == render(read_model(model_folder), shown)


def test_the_card_leaves_out_what_was_not_measured(model_folder: Path) -> None:
    """No agreement without the starting weights, no rate without clean pictures."""
    shown = figures(model_folder)
    del shown["agreement"], shown["rendered"], shown["exports"]
    shown["valid"]["false_per_100_clean"] = None
    text = render(read_model(model_folder), shown)
    assert "Agreement" not in text
    assert "False heaps" not in text
    assert "side by side" not in text
