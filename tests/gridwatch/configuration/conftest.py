"""A good configuration to put mistakes into."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A configs folder without a mistake: the shipped profiles, tables and grid, one camera, one secret."""
    folder = tmp_path / "configs"
    for part in ("profiles", "matters", "calendar", "grid"):
        shutil.copytree(ROOT / "configs" / part, folder / part)
    (tmp_path / "models").symlink_to(ROOT / "models")
    (folder / "cameras").mkdir()
    (folder / "receivers").mkdir()
    (folder / "gridwatch.yaml").write_text('district: {name: 示范区, code: "990101"}\n', encoding="utf-8")
    (folder / "cameras" / "good.yaml").write_text(
        "cameras:\n"
        "  - {id: good-1, name: 正门, owner: property, scene: street, access: {host: 127.0.0.1},\n"
        "     position: {lon: 120.25, lat: 30.45, datum: WGS84}}\n",
        encoding="utf-8",
    )
    secrets = folder / "secrets.yaml"
    secrets.write_text(
        "values: {api-token: test-token, callback: whsec_dGVzdC1rZXk=, two-keys: aaa bbb}\n", encoding="utf-8"
    )
    secrets.chmod(0o600)
    return folder
