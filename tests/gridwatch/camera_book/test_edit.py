"""A wish, and the file that comes of it: data in, data out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.camera_book import Act, ChangeRefused, Wanted
from core.config.camera import Zone
from gridwatch.camera_book import edit as module
from gridwatch.camera_book.edit import OWN_NAME, edit, merge_patch, own_mistakes, text_of, version_of
from gridwatch.configuration.camera_files import CameraAt, read_cameras
from gridwatch.configuration.problem import Problem
from tests.builders import camera

OURS = camera("ours", zones=(Zone(id="z", kind="plaza", polygon=((0, 0), (1, 0), (1, 1))),))
NOW = [
    CameraAt(camera=camera("theirs"), file="cameras/police.csv", line=7),
    CameraAt(camera=OURS, file=OWN_NAME, line=6),
    CameraAt(camera=camera("other"), file=OWN_NAME, line=9),
]


def wish(camera_id: str, act: Act, data: dict[str, Any] | None = None, expects: str | None = None) -> Wanted:
    """A wish of the API's."""
    return Wanted(camera_id=camera_id, act=act, data=data or {}, expects=expects, who="admin")


def plain(camera_id: str, **changes: Any) -> dict[str, Any]:
    """A camera as a caller would send it."""
    return camera(camera_id).model_dump(mode="json", exclude_defaults=True) | changes


def refused(wanted: Wanted, now: list[CameraAt] | None = None) -> ChangeRefused:
    """What the wish was answered with."""
    with pytest.raises(ChangeRefused) as caught:
        edit(NOW if now is None else now, wanted)
    return caught.value


def test_a_new_camera_comes_last_and_the_others_stay() -> None:
    """Only the API's own cameras are in its file."""
    edited = edit(NOW, wish("new", "add", plain("new")))
    assert [one.id for one in edited.cameras] == ["ours", "other", "new"]
    assert (edited.before, edited.after) == (None, camera("new"))


def test_a_change_needs_the_version_that_is_there() -> None:
    """Two who read the same version do not overwrite each other: the second is told."""
    version = version_of(OURS)
    assert edit(NOW, wish("ours", "put", plain("ours"), version)).after == camera("ours")
    assert edit(NOW, wish("ours", "put", plain("ours"), "*")).after == camera("ours")
    assert refused(wish("ours", "put", plain("ours"))).status == 428
    late = refused(wish("ours", "put", plain("ours"), "of yesterday"))
    assert (late.status, late.more) == (412, {"version": version})
    assert refused(wish("gone", "put", plain("gone"), version)).status == 412


def test_a_version_follows_every_field_and_nothing_else() -> None:
    """Another line or file is the same camera."""
    assert version_of(OURS) == version_of(OURS.model_copy())
    assert version_of(OURS) != version_of(OURS.model_copy(update={"name": "renamed"}))


def test_a_camera_of_another_file_is_refused_by_file_and_line() -> None:
    """Whoever asks learns where it stands; nothing is copied over it."""
    for act in ("put", "merge", "remove"):
        told = refused(wish("theirs", act, plain("theirs"), "*"))  # type: ignore[arg-type] # three acts
        assert (told.status, told.more) == (409, {"file": "cameras/police.csv", "line": 7})
        assert "cameras/police.csv:7" in str(told)
    assert refused(wish("theirs", "add", plain("theirs"))).status == 409


def test_a_patch_changes_what_it_names() -> None:
    """RFC 7396: nested members one by one, a list wholly, null takes away."""
    patch = {"name": "renamed", "access": {"host": "10.0.0.9"}, "zones": None}
    after = edit(NOW, wish("ours", "merge", patch, "*")).after
    assert after is not None
    assert (after.name, after.access.host, after.zones) == ("renamed", "10.0.0.9", ())
    assert after.position == OURS.position
    assert merge_patch({"a": {"b": 1, "c": 2}, "d": [1]}, {"a": {"b": None}, "d": [2, 3]}) == {
        "a": {"c": 2},
        "d": [2, 3],
    }
    assert merge_patch({"a": 1}, {"a": {"b": {"c": None, "d": 1}}}) == {"a": {"b": {"d": 1}}}


def test_mistakes_are_told_by_field_with_a_cure_and_no_password() -> None:
    """By the code that files go through; a value that may be a login is never told."""
    bad = plain("new", acess={}, access={"host": "10.0.0.1", "credential": "admin:hunter2!"})
    told = refused(wish("new", "add", bad))
    assert told.status == 422
    assert {one.where for one in told.mistakes} == {"acess", "access.credential"}
    assert "Did you mean access?" in {one.cure for one in told.mistakes}
    url = plain("new", access={"snapshot_url": "http://u:hunter2!@10.0.0.1/x.jpg", "onvif": False})
    for error in (told, refused(wish("new", "add", url))):
        assert "hunter2" not in str(error) + repr(error.mistakes)
    assert refused(wish("new", "put", plain("other-name"))).mistakes[0].where == "id"


def test_an_id_with_spaces_around_it_is_another_one() -> None:
    """A file's is taken without them; here it would add `new` and answer about `new<line break>`, in a header."""
    for camera_id in ("new\n", " ours"):
        told = refused(wish(camera_id, "put", plain(camera_id)))
        assert (told.status, told.mistakes[0].where) == (422, "id")
        assert camera_id.strip() in told.mistakes[0].cure


def test_half_a_character_is_refused() -> None:
    """JSON can hold half a surrogate pair, no file can; every text of a camera is checked for it."""
    for changes in (
        {"access": {"host": "\ud800"}},
        {"access": {"host": "10.0.0.1", "host_key": "\ud800"}},
        {"access": {"snapshot_url": "http://10.0.0.1/\ud800", "onvif": False}},
        {"zones": [{"id": "z", "kind": "any", "polygon": [[0, 0], [1, 0], [1, 1]], "name": "\ud800"}]},
    ):
        told = refused(wish("new", "add", plain("new", **changes)))
        assert told.status == 422
        (told.mistakes[0].where + told.mistakes[0].what).encode()


def test_removing_leaves_the_others() -> None:
    """A second time there is nothing to remove."""
    edited = edit(NOW, wish("ours", "remove", expects="*"))
    assert ([one.id for one in edited.cameras], edited.after) == (["other"], None)
    assert refused(wish("never", "remove", expects="*")).status == 404
    assert refused(wish("never", "merge", {"name": "x"})).status == 404


def test_the_file_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes over the network cannot grow without end; what is there can still be changed."""
    monkeypatch.setattr(module, "MOST_CAMERAS", 2)
    assert refused(wish("new", "add", plain("new"))).status == 409
    assert edit(NOW, wish("ours", "merge", {"name": "x"}, "*")).after is not None


def test_the_text_says_who_writes_it_and_reads_back_the_same(tmp_path: Path) -> None:
    """By the reader of camera files; lines lead back to cameras."""
    cameras = (OURS, camera("b-2", name="东门: #1"))
    text = text_of(cameras)
    path = tmp_path / "api.yaml"
    path.write_text(text.text, encoding="utf-8")
    found, problems = read_cameras(path, OWN_NAME)
    assert ([at.camera for at in found], problems) == (list(cameras), [])
    assert "Written by the API" in text.text
    assert [text.camera_at(at.line) for at in found] == ["ours", "b-2"]
    path.write_text(text_of(()).text, encoding="utf-8")
    assert read_cameras(path, OWN_NAME) == ([], [])


def test_a_problem_of_the_folder_becomes_a_mistake_of_its_camera() -> None:
    """Only where it is this camera's: another one's in the same file is not."""
    text = text_of((OURS, camera("other")))
    lines = dict(zip(text.ids, text.first_lines, strict=True))

    def problem(camera_id: str, key: str, file: str = OWN_NAME) -> Problem:
        return Problem(file=file, line=lines[camera_id], key=key, what="is wrong", cure="Mend it.")

    problems = [
        problem("ours", "cameras[0].access.credential"),
        problem("ours", "ours"),
        problem("other", "credential"),
        problem("ours", "credential", "cameras/police.csv"),
    ]
    assert [one.where for one in own_mistakes(problems, text, "ours")] == ["access.credential", ""]
