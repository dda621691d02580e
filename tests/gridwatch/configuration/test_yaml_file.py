from __future__ import annotations

from pathlib import Path

from gridwatch.configuration.yaml_file import read_yaml


def test_every_key_knows_its_line(tmp_path: Path) -> None:
    """An unknown key below a known one falls back to its parent's line."""
    path = tmp_path / "a.yaml"
    path.write_text("a:\n  b: 1\n  c:\n    - d: 2\n", encoding="utf-8")
    file = read_yaml(path, "a.yaml")
    assert file.data == {"a": {"b": 1, "c": [{"d": 2}]}}
    assert file.line_of(("a", "c", 0, "d")) == 4
    assert file.line_of(("a", "b", "nothing")) == 2


def test_a_deep_nest_is_refused_not_a_crash(tmp_path: Path) -> None:
    """A file of ten thousand brackets must not exhaust the stack."""
    path = tmp_path / "a.yaml"
    path.write_text("[" * 300 + "]" * 300, encoding="utf-8")
    assert "nested too deeply" in read_yaml(path, "a.yaml").problems[0].what


def test_merge_keys_and_anchors_work(tmp_path: Path) -> None:
    """Administrators use them to share settings."""
    path = tmp_path / "a.yaml"
    path.write_text("base: &b {x: 1}\nmine:\n  <<: *b\n  y: 2\n", encoding="utf-8")
    assert read_yaml(path, "a.yaml").data["mine"] == {"x": 1, "y": 2}
