from __future__ import annotations

from pathlib import Path

from core.config.camera import Camera
from gridwatch.configuration.camera_files import CameraAt
from gridwatch.onboarding.changes import FileChange, changes, differing
from tests.builders import camera

FOLDER = Path("configs/cameras")


def _at(one: Camera, file: str) -> CameraAt:
    return CameraAt(camera=one, file=f"cameras/{file}", line=2)


def _changes(now: list[CameraAt], *wanted: Camera, removed: tuple[str, ...] = ()) -> dict[str, FileChange]:
    found = changes(FOLDER, now, {one.id: one for one in wanted}, frozenset(removed))
    return {file.path.name: file for file in found}


def test_new_cameras_go_into_their_owners_csv() -> None:
    """One file a source owner."""
    files = _changes(
        [], camera("a", owner="police"), camera("b", owner="market"), camera("c", owner="police")
    )
    assert {name: file.added for name, file in files.items()} == {
        "market.csv": ("b",),
        "police.csv": ("a", "c"),
    }
    assert (files["police.csv"].name, files["police.csv"].differs) == ("cameras/police.csv", True)


def test_a_camera_stays_in_the_file_where_it_is() -> None:
    """With its neighbours; what changed is told field by field."""
    now = [_at(camera("a", owner="police"), "old.csv"), _at(camera("b", owner="police"), "old.csv")]
    moved = camera("a", owner="police", access={"host": "127.0.0.2"}, name="N")
    files = _changes(now, moved, camera("c", owner="police"))
    (file,) = files.values()
    assert (file.path.name, file.added, file.changed, file.removed, file.same) == (
        "old.csv", ("c",), {"a": ("access.host", "name")}, (), 1,
    )  # fmt: skip
    assert file.text.ids == ("a", "b", "c")
    assert file.fields() == {"access.host": 1, "name": 1}


def test_yaml_stays_yaml_and_takes_no_new_cameras() -> None:
    """Zones are in it; CSV is read faster."""
    now = [_at(camera("a", owner="police"), "police.yaml")]
    files = _changes(now, camera("a", owner="police", name="N"), camera("b", owner="police"))
    assert files["police.yaml"].text.text.startswith("# yaml-language-server")
    assert files["police.csv"].added == ("b",)


def test_only_what_is_named_is_removed() -> None:
    """And a file of which nothing is wanted is not touched."""
    now = [_at(camera("a"), "x.csv"), _at(camera("b"), "x.csv"), _at(camera("z"), "z.csv")]
    files = _changes(now, camera("a"), removed=("b",))
    assert {name: file.removed for name, file in files.items()} == {"x.csv": ("b",)}
    (file,) = _changes(now, removed=("z",)).values()
    assert (file.path.name, file.text.ids) == ("z.csv", ())


def test_the_same_again_is_no_change() -> None:
    """An import may be repeated."""
    (file,) = _changes([_at(camera("a"), "x.csv")], camera("a")).values()
    assert (file.differs, file.same) == (False, 1)
    assert differing(camera("a"), camera("a")) == ()
