"""Figures of a model card, as `card.measure` returns them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from detectors.model import read_model

ONE = {
    "ap50": 0.8123,
    "ap50_95": 0.5,
    "ap50_ci95": [0.75, 0.86],
    "ap50_95_ci95": [0.45, 0.56],
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
            "map50": 0.8123, "map50_ci95": [0.77, 0.85], "map50_95": 0.5, "map50_95_ci95": [0.46, 0.55],
            "per_class": {"waste": ONE}, "pictures": 12,
            "false_per_100_clean": 2.5, "clean_pictures": 8,
        },
        "persons": {
            "precision": 0.8, "recall": 0.9, "frames": 27,
            "curve": [{"at": 0.3, "precision": 0.8, "recall": 0.9}, {"at": 0.45, "precision": 0.91, "recall": 0.7}],
        },
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
