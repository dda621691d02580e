from __future__ import annotations

import os
from pathlib import Path

from gridwatch.configuration.camera_cache import CameraCache

CAMERA = (
    "cameras:\n  - {{id: {id}, name: n, owner: o, scene: s, access: {{host: 127.0.0.1}},\n"
    "     position: {{lon: 120.25, lat: 30.45, datum: WGS84}}}}\n"
)


def test_a_file_with_the_same_bytes_is_not_parsed_again(tmp_path: Path) -> None:
    """Its cameras are the same objects, under another name on disk too; other bytes are read."""
    path, cache = tmp_path / "a.yaml", CameraCache()
    path.write_text(CAMERA.format(id="a"), encoding="utf-8")
    (first,), _ = cache.read(path, "cameras/a.yaml")
    path.touch()
    moved = path.rename(tmp_path / "elsewhere.yaml")
    (again,), _ = cache.read(moved, "cameras/a.yaml")
    assert again is first
    assert cache.parsed == 1
    path.write_text(CAMERA.format(id="b"), encoding="utf-8")
    (other,), _ = cache.read(path, "cameras/a.yaml")
    assert (other.camera.id, cache.parsed) == ("b", 2)


def test_mistakes_are_told_again(tmp_path: Path) -> None:
    """A file that was bad is bad until it changes; one that cannot be read is never remembered."""
    path, cache = tmp_path / "a.yaml", CameraCache()
    path.write_text("cameras: 3\n", encoding="utf-8")
    first = cache.read(path, "a")[1]
    assert first
    assert cache.read(path, "a")[1] == first
    path.unlink()
    missing = cache.read(path, "a")[1]
    assert "cannot be read" in missing[0].what
    path.write_text(CAMERA.format(id="a"), encoding="utf-8")
    assert cache.read(path, "a")[1] == []


def test_a_pipe_and_a_folder_are_told_and_not_waited_for(tmp_path: Path) -> None:
    """Whoever puts one among the camera files does not stop the reading of them."""
    for name, made in (("a.yaml", os.mkfifo), ("b.csv", os.mkfifo), ("c.yaml", os.mkdir)):
        made(tmp_path / name)
        cameras, (problem,) = CameraCache().read(tmp_path / name, name)
        assert (cameras, problem.what) == ([], "cannot be read: it is no file")


def test_files_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    """Memory follows the folder."""
    path, cache = tmp_path / "a.yaml", CameraCache()
    path.write_text(CAMERA.format(id="a"), encoding="utf-8")
    cache.read(path, "a")
    cache.keep({"b"})
    cache.read(path, "a")
    assert cache.parsed == 2
