from __future__ import annotations

from pathlib import Path

from gridwatch.configuration.camera_files import merged, read_cameras


def test_defaults_are_merged_below_and_lists_replaced() -> None:
    """A camera says only what differs."""
    defaults = {"access": {"credential": "gate", "onvif_port": 8080}, "zones": [1, 2]}
    row = {"access": {"host": "127.0.0.1"}, "zones": [3]}
    assert merged(defaults, row) == {
        "access": {"credential": "gate", "onvif_port": 8080, "host": "127.0.0.1"},
        "zones": [3],
    }


def test_a_bad_camera_does_not_hide_the_good_ones(tmp_path: Path) -> None:
    """The others can still be counted and shown."""
    path = tmp_path / "c.yaml"
    path.write_text(
        "defaults: {owner: o, scene: s, position: {lon: 1, lat: 2, datum: WGS84}, access: {host: h}}\n"
        "cameras:\n  - {id: a, name: A}\n  - {id: b}\n  - {id: c, name: C}\n",
        encoding="utf-8",
    )
    cameras, problems = read_cameras(path, "cameras/c.yaml")
    assert [at.camera.id for at in cameras] == ["a", "c"]
    assert [(p.line, p.key) for p in problems] == [(4, "cameras[1].name")]


def test_chinese_headers_and_yes_no(tmp_path: Path) -> None:
    """A district's own ledger is read as it is."""
    path = tmp_path / "c.csv"
    path.write_text(
        "设备编码,点位名称,所属单位,场景,经度,纬度,坐标系,IP地址,启用,架高,朝向,俯角,视场角\n"
        "a,东门,police,street,120.1,30.2,GCJ02,127.0.0.1,否,6,90,20,70\n",
        encoding="utf-8",
    )
    cameras, problems = read_cameras(path, "c.csv")
    assert problems == []
    camera = cameras[0].camera
    assert (camera.name, camera.enabled, camera.position.datum) == ("东门", False, "GCJ02")
    assert camera.pose is not None
    assert camera.pose.heading_deg == 90


def test_a_csv_that_is_none_is_a_problem(tmp_path: Path) -> None:
    """A folder by that name, or a cell without end."""
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    assert "cannot be read" in read_cameras(folder, "folder.csv")[1][0].what
    endless = tmp_path / "endless.csv"
    endless.write_text("id,name\na," + "x" * 200_000 + "\n", encoding="utf-8")
    (problem, *_) = read_cameras(endless, "endless.csv")[1]
    assert "is not" in problem.what or "is no CSV" in problem.what or "missing" in problem.what


def test_cells_lose_what_cannot_be_seen(tmp_path: Path) -> None:
    """Copied ledgers bring zero-width spaces and line breaks; terminals obey control characters."""
    path = tmp_path / "c.csv"
    path.write_text(
        '\ufeffid,name,owner,scene,lon,lat,datum,host\n\u200ba,"东\n门\x1b[31m\u202e",o,s,1,2,WGS84,h\n',
        encoding="utf-8",
    )
    cameras, problems = read_cameras(path, "c.csv")
    assert problems == []
    assert (cameras[0].camera.id, cameras[0].camera.name) == ("a", "东 门[31m")
