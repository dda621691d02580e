from __future__ import annotations

from datetime import timedelta

import pytest

from alerts.film import CAMERAS, SHOTS, Shot
from alerts.film_folder import FilmFolder
from core.errors import EvidenceError
from tests.builders import START

JPEG = b"\xff\xd8 a look \xff\xd9"


def shot(number: int, camera_id: str = "gate.north-1") -> Shot:
    """A look, a microsecond after the one before."""
    taken_at = START + timedelta(microseconds=number)
    return Shot(camera_id=camera_id, look_id=f"look_{number:06d}", taken_at=taken_at, jpeg=JPEG)


def test_what_is_held_is_read_by_the_next_process(tmp_path):
    """To the microsecond, oldest first; two cameras may have looked in the same one."""
    FilmFolder(tmp_path / "film").hold([shot(2), shot(1, "cam-2"), shot(1, "cam-1"), shot(3)])
    assert FilmFolder(tmp_path / "film").read() == (shot(1, "cam-1"), shot(1, "cam-2"), shot(2), shot(3))


def test_what_is_not_held_any_more_goes(tmp_path):
    """Of the process before, too: a case that ended meanwhile leaves nothing."""
    FilmFolder(tmp_path).hold([shot(1), shot(2)])
    folder = FilmFolder(tmp_path)
    folder.hold([shot(2), shot(3)])
    assert folder.read() == (shot(2), shot(3))
    folder.hold([])
    assert list(tmp_path.iterdir()) == []


def test_broken_and_strange_files_are_no_looks_and_go(tmp_path):
    """A cut picture, the rest of a broken write, a file of somebody else's."""
    folder = FilmFolder(tmp_path)
    folder.hold([shot(1), shot(2)])
    first = next(path for path in tmp_path.iterdir() if "000001" in path.name)
    first.write_bytes(JPEG[:-4])
    (tmp_path / f"{first.name}.part").write_bytes(JPEG)
    (tmp_path / "note.txt").write_text("mine")
    after = FilmFolder(tmp_path)
    assert after.read() == (shot(2),)
    after.hold(after.read())
    assert len(list(tmp_path.iterdir())) == 1


def test_no_more_is_read_than_a_film_holds(tmp_path):
    """The newest."""
    much = [shot(number, f"cam-{number}") for number in range(SHOTS * CAMERAS + 5)]
    FilmFolder(tmp_path).hold(much)
    assert FilmFolder(tmp_path).read() == tuple(much[5:])


def test_a_disk_that_refuses_is_told_and_tried_again(tmp_path):
    """Nothing is taken for kept that is not."""
    (tmp_path / "film").write_text("in the way")
    folder = FilmFolder(tmp_path / "film")
    with pytest.raises(EvidenceError, match="film"):
        folder.hold([shot(1)])
    (tmp_path / "film").unlink()
    folder.hold([shot(1)])
    assert folder.read() == (shot(1),)
