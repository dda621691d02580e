"""`gridwatch label`: check, import, export."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from gridwatch.cli.app import app
from gridwatch.workbench.labels.yolo import read_yolo
from gridwatch.workbench.truth import read_truth, write_truth
from tests.builders_labels import yolo_folder
from tests.builders_scoring import event

RUN = CliRunner()


def test_boxes_go_out_to_each_tool_and_come_back(tmp_path: Path) -> None:
    """Export to COCO, CVAT and YOLO, import again: the same boxes."""
    source = yolo_folder(tmp_path / "in", {"a.jpg": ["1 0.5 0.5 0.25 0.25"], "b.jpg": []})
    before = read_yolo(source).good()
    for name, target in (("coco", "c.json"), ("cvat", "c.xml"), ("yolo", "copy")):
        path = tmp_path / target
        out = RUN.invoke(app, ["label", "export", str(source), "--to", name, "--out", str(path)])
        assert out.exit_code == 0, out.output
        assert "2 pictures, 1 boxes" in out.output
        where = [] if name == "yolo" else ["--pictures", str(source / "images")]
        back = RUN.invoke(
            app,
            ["label", "import", str(path), "--from", name, "--out", str(tmp_path / f"from-{name}"), *where],
        )
        assert back.exit_code == 0, back.output
        assert read_yolo(tmp_path / f"from-{name}").good() == before


def test_events_go_through_a_spreadsheet(tmp_path: Path) -> None:
    """Out with Chinese headers, in again, nothing lost."""
    events = (event("a", 8, 9), event("b", 20))
    write_truth(tmp_path / "t.jsonl", events)
    table, back = tmp_path / "t.csv", tmp_path / "back.jsonl"
    out = RUN.invoke(
        app, ["label", "export", str(tmp_path / "t.jsonl"), "--to", "csv", "--out", str(table), "--chinese"]
    )
    assert out.exit_code == 0, out.output
    assert "摄像头" in table.read_text(encoding="utf-8-sig")
    assert (
        RUN.invoke(app, ["label", "import", str(table), "--from", "csv", "--out", str(back)]).exit_code == 0
    )
    assert read_truth(back) == events


def test_check_tells_every_mistake_and_fails(tmp_path: Path) -> None:
    """Exit status 1, a line a mistake, JSON for a machine; good files alone are 0."""
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    write_truth(good, [event("a", 8, 9)])
    bad.write_text('{"id": "a"}\n')
    assert RUN.invoke(app, ["label", "check", str(good)]).exit_code == 0
    result = RUN.invoke(app, ["label", "check", str(good), str(bad)])
    assert result.exit_code == 1
    assert "bad.jsonl:1: matter: Field required; write a matter key" in result.stderr
    told = json.loads(RUN.invoke(app, ["label", "check", str(good), str(bad), "--json", "-"]).stdout)
    assert told["ok"] is False
    assert [one["ok"] for one in told["files"]] == [True, False]


def test_an_unknown_time_zone_is_told(tmp_path: Path) -> None:
    """With the way to write one."""
    result = RUN.invoke(app, ["label", "check", str(tmp_path / "a.csv"), "--timezone", "China"])
    assert "Asia/Shanghai" in str(result.exception)


def test_labels_are_not_written_over_their_own_source(tmp_path: Path) -> None:
    """A slip of the keyboard costs no truth file."""
    path = tmp_path / "t.jsonl"
    write_truth(path, [event("a", 8, 9)])
    before = path.read_bytes()
    result = RUN.invoke(app, ["label", "export", str(path), "--to", "csv", "--out", str(path)])
    assert result.exit_code == 1
    assert "name another one" in str(result.exception)
    assert path.read_bytes() == before


def test_an_export_is_never_written_over_what_is_read(tmp_path: Path) -> None:
    """Nor over data.yaml of the set, whatever it is made."""
    source = yolo_folder(tmp_path / "in", {"a.jpg": ["1 0.5 0.5 0.25 0.25"]}) / "data.yaml"
    before = source.read_bytes()
    for kind in ("coco", "cvat", "csv"):
        refused = RUN.invoke(app, ["label", "export", str(source), "--to", kind, "--out", str(source)])
        assert "is the file that is read" in str(refused.exception)
    assert source.read_bytes() == before
