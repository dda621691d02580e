"""A configs folder with a small model, and candidates to take the place of what is live in it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.fakes.colour_model import write_colour_model

ROOT = Path(__file__).resolve().parents[1]
GOOD = {"f1": 0.96, "recall": 0.95, "false_alarms_per_camera_day": 0.02, "events": 60, "camera_days": 20.0}


@pytest.fixture
def configs(tmp_path: Path) -> Path:
    """As `good_configs` writes them."""
    return good_configs(tmp_path)


def good_configs(beside: Path) -> Path:
    """Write a configs folder: one camera, the street profile looking for waste alone, the model of coloured squares."""
    folder = beside / "configs"
    for part in ("matters", "grid"):
        shutil.copytree(ROOT / "configs" / part, folder / part)
    write_colour_model(beside / "models" / "live")
    for part in ("cameras", "profiles"):
        (folder / part).mkdir()
    (folder / "gridwatch.yaml").write_text(
        'district: {name: 示范区, code: "990101"}\nmodel: {folder: models/live}\n', encoding="utf-8"
    )
    (folder / "cameras" / "one.yaml").write_text(
        "cameras:\n"
        "  - {id: one, name: 正门, owner: property, scene: street, access: {host: 127.0.0.1},\n"
        "     position: {lon: 120.25, lat: 30.45, datum: WGS84}}\n",
        encoding="utf-8",
    )
    secrets = folder / "secrets.yaml"
    secrets.write_text("values: {api-token: test-token-that-is-long-enough}\n", encoding="utf-8")
    secrets.chmod(0o600)
    _write(folder / "profiles" / "street.yaml", _profile())
    return folder


def candidate_profile(
    configs: Path, *, name: str = "street", classes: list[str] | None = None, **changes: Any
) -> Path:
    """Write a changed copy of the street profile."""
    data = _profile() | {"name": name} | changes
    if classes:
        data["rules"][0]["classes"] = classes
    return _write(configs.parent / "candidate.yaml", data)


def candidate_model(configs: Path, *, classes: list[str] | None = None) -> Path:
    """Write another model: the same squares, other weights by one byte of metadata."""
    import onnx

    from detectors.model import weights_sha256

    folder = write_colour_model(configs.parent / "candidate")
    weights = folder / "colour.onnx"
    network = onnx.load(weights)
    network.doc_string = "the second"
    onnx.save(network, weights)
    spec = yaml.safe_load((folder / "model.yaml").read_text(encoding="utf-8"))
    spec |= {"version": "2", "sha256": weights_sha256(weights), "classes": classes or spec["classes"]}
    (folder / "model.yaml").write_text(yaml.safe_dump(spec), encoding="utf-8")
    return folder


def scorecard(path: Path, **changes: Any) -> Path:
    """Write a scorecard."""
    path.write_text(json.dumps(GOOD | changes), encoding="utf-8")
    return path


def _profile() -> dict[str, Any]:
    rule = {"id": "waste", "kind": "dwell", "matter": "construction_waste", "classes": ["waste"]}
    return {"name": "street", "version": 3, "rules": [rule]}


def _write(path: Path, data: dict[str, Any]) -> Path:
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return path
