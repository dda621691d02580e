from __future__ import annotations

import os
from pathlib import Path

import pytest

from api.camera_book import ChangeRefused
from gridwatch.camera_book.disk import check_readable, held_by, write_through
from gridwatch.configuration.problem import Problem


def test_what_a_file_holds(tmp_path: Path) -> None:
    """None where there is none; a pipe is refused, not waited for."""
    path = tmp_path / "a.yaml"
    assert held_by(path, "a.yaml") is None
    path.write_text("x", encoding="utf-8")
    assert held_by(path, "a.yaml") == b"x"
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(ChangeRefused, match="is no file") as caught:
        held_by(path, "a.yaml")
    assert (caught.value.status, caught.value.more) == (409, {"file": "a.yaml"})


def test_files_with_mistakes_are_not_written_over() -> None:
    """A warning is no mistake."""
    problem = Problem(file="cameras/a.yaml", line=3, key="x", what="is wrong", cure="Mend it.")
    with pytest.raises(ChangeRefused, match="correct them first") as caught:
        check_readable([problem])
    assert caught.value.more == {"file": "cameras/a.yaml", "line": 3}
    check_readable([Problem(file="a", line=None, key="", what="x", cure="y", level="warning")])


def test_a_new_file_takes_the_place_of_a_remainder_and_the_permissions_of_the_old_one(tmp_path: Path) -> None:
    """What a crash left is no obstacle, and a link is not written through."""
    new, old, elsewhere = tmp_path / "sub" / "a.new", tmp_path / "a", tmp_path / "elsewhere"
    old.write_text("old", encoding="utf-8")
    old.chmod(0o600)
    new.parent.mkdir()
    new.symlink_to(elsewhere)
    write_through(new, "text", like=old)
    assert (new.read_text(encoding="utf-8"), new.is_symlink(), elsewhere.exists()) == ("text", False, False)
    assert new.stat().st_mode & 0o777 == 0o600
