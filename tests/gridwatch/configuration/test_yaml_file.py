from __future__ import annotations

from pathlib import Path

import pytest

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


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 50_000, "? " * 50_000, "{a: " * 50_000])
def test_what_would_exhaust_the_stack_of_the_parser_is_refused(tmp_path: Path, text: str) -> None:
    """A running service reads changed files: one of them must not end it."""
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    assert "nested too deeply" in read_yaml(path, "a.yaml").problems[0].what


@pytest.mark.parametrize("repeat", ["[{}]", "{{<<: [{}]}}"])
def test_aliases_of_aliases_do_not_grow_without_end(tmp_path: Path, repeat: str) -> None:
    """Ten lines that mean a thousand million values are refused at once."""
    lines = ["a0: &a0 {x: 1}"]
    lines += [f"a{i}: &a{i} " + repeat.format(", ".join([f"*a{i - 1}"] * 9)) for i in range(1, 11)]
    path = tmp_path / "a.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert "repeat too much" in read_yaml(path, "a.yaml").problems[0].what


def test_an_alias_that_holds_itself_is_refused(tmp_path: Path) -> None:
    """YAML allows it; a configuration cannot mean it."""
    path = tmp_path / "a.yaml"
    path.write_text("a: &a [*a]", encoding="utf-8")
    assert "holds itself" in read_yaml(path, "a.yaml").problems[0].what


@pytest.mark.parametrize(
    "value", ["2026-13-45", "9" * 5000, "!!int abc", "!!float abc", "!!bool abc", "!Tagged"]
)
def test_a_value_that_is_none_is_told_with_its_line_and_not_repeated(tmp_path: Path, value: str) -> None:
    """Dates and tags are guessed by YAML; a password may look like one."""
    path = tmp_path / "a.yaml"
    path.write_text(f"a: 1\nb: {value}\n", encoding="utf-8")
    (problem,) = read_yaml(path, "a.yaml").problems
    assert problem.line == 2
    assert "in quotes" in problem.what
    assert value.rsplit(maxsplit=1)[-1] not in str(problem)
