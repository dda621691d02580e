"""The shipped configs folder with a store of its own, for commands that read one."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.conftest import ROOT


def shipped(folder: Path, *settings: str) -> tuple[Path, str]:
    """Copy the shipped configuration into a folder; return its `configs` and the address of its store.

    settings: further lines of gridwatch.yaml, which says the district and the store alone.
    """
    configs, url = folder / "configs", f"sqlite:///{folder / 'g.db'}"
    shutil.copytree(ROOT / "configs", configs)
    (folder / "models").symlink_to(ROOT / "models")
    lines = [
        'district: {name: 示范区, name_en: Demo, code: "990101"}',
        f'storage: {{url: "{url}"}}',
        *settings,
    ]
    (configs / "gridwatch.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return configs, url
