"""A name is one part of a path, of what lies in the folder; nothing leads out of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import NotFound
from gridwatch.engineer.shelves import Shelf, below


@pytest.mark.parametrize(
    "name", ["..", ".", "", "a/b", "/etc", "a\0b", "..\\x", ".hidden", "link", "none", "x" * 200]
)
def test_no_name_leads_out(tmp_path: Path, name: str):
    """Dots, slashes, links, and names of nothing."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    (tmp_path / "outside").mkdir()
    (folder / "link").symlink_to(tmp_path / "outside")
    (folder / ".hidden").mkdir()
    with pytest.raises(NotFound) as refused:
        Shelf(str(folder), "workbench.runs").path(name)
    assert refused.value.members == {"absent": name[:120], "setting": "workbench.runs"}


def test_what_lies_there_is_found(tmp_path: Path):
    """The newest first; a new name may be written."""
    shelf = Shelf(str(tmp_path), "workbench.runs")
    (tmp_path / "夜间 run-1").mkdir()
    assert shelf.path("夜间 run-1") == tmp_path / "夜间 run-1"
    assert [path.name for path in shelf.entries(Path.is_dir)] == ["夜间 run-1"]
    assert shelf.new("x.jsonl") == tmp_path / "x.jsonl"
    with pytest.raises(NotFound):
        shelf.new("../x.jsonl")
    (tmp_path / "夜间 run-1" / "a.jpg").write_bytes(b"x")
    assert below(tmp_path / "夜间 run-1", "a.jpg").name == "a.jpg"
    with pytest.raises(NotFound):
        below(tmp_path / "夜间 run-1", "../../etc/passwd")
