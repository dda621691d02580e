from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

from core.geo import Datum
from gridwatch.onboarding.importing import Import, Wishes, prepare, write
from gridwatch.onboarding.report import counts, free_name, to_json, write_rejected, write_report
from tests.builders_onboarding import HEADERS, PASSWORD, Cells, nasty, row, rows, text

WISHES = Wishes(datum=Datum.GCJ02, skip_bad=True)


def _prepare(configs: Path, cells: list[Cells], headers: tuple[str, ...] = HEADERS) -> Import:
    path = configs.parent / "district.csv"
    path.write_text(text(cells, headers), encoding="utf-8")
    return prepare(path, configs, WISHES, {})


def _table(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert PASSWORD not in path.read_text(encoding="utf-8")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_report_holds_every_fault_in_both_languages(configs: Path, tmp_path: Path) -> None:
    """In the order of the ledger; a spreadsheet opens it."""
    cells, _ = nasty(200, 0.2)
    done = _prepare(configs, cells)
    write_report(tmp_path / "r.csv", done)
    told = _table(tmp_path / "r.csv")
    assert len(told) == len(done.faults)
    assert all(line["what"] and line["cure"] and line["问题"] and line["处理"] for line in told)
    lines = [int(line["line"] or 0) for line in told]
    assert lines == sorted(lines)


def test_rejected_rows_can_be_corrected_and_imported(configs: Path, tmp_path: Path) -> None:
    """As the ledger has them, with the reason in the keeper's language, and a login's name for its password."""
    cells = [*rows(4), row(4, 端口="八十"), row(5, 国标编码="1")]
    done = _prepare(configs, cells)
    write(done, configs, {})
    path = tmp_path / "district.rejected.csv"
    assert write_rejected(path, done) == 2
    told = _table(path)
    assert [(line["点位名称"], line["密码"], line["用户名"], line["凭据"]) for line in told] == [
        ("星河路4号杆", "", "", "market"), ("星河路5号杆", "", "", "building-site"),
    ]  # fmt: skip
    assert told[0]["原因"] == "第6行: 端口 '八十'不是端口,请填写1至65535的整数。"
    for line, cell in zip(
        told, (("端口", "80"), ("国标编码", cells[0]["国标编码"][:-2] + "99")), strict=True
    ):
        line[cell[0]] = cell[1]
    again = tmp_path / "again.csv"
    again.write_text(text(told, tuple(told[0])), encoding="utf-8")
    done = prepare(again, configs, WISHES, {})
    assert (done.ready, done.bad, done.new_logins, counts(done.files)["added"]) == (True, frozenset(), 0, 2)
    assert "原因" not in done.columns.unknown
    done = prepare(again, configs, replace(WISHES, remove_missing=True), {})
    assert (done.ready, [fault.kind for fault in done.faults if fault.level == "error"]) == (
        False,
        ["sent_back"],
    )


def test_a_shifted_row_shows_no_password(configs: Path, tmp_path: Path) -> None:
    """Neither where its cells are too many, nor where a password stands in another column."""
    shifted = row(1, 用户名="", 密码="admin", 备注=PASSWORD, 端口=PASSWORD)
    done = _prepare(configs, [row(0), shifted])
    assert write_rejected(tmp_path / "a.csv", done) == 1
    _table(tmp_path / "a.csv")
    assert PASSWORD not in json.dumps(to_json(done), ensure_ascii=False) + repr(done)
    path = tmp_path / "b.csv"
    path.write_text(text(rows(3)).replace("星河路1号", "星河路,1号"), encoding="utf-8")
    done = prepare(path, configs, WISHES, {})
    assert write_rejected(tmp_path / "c.csv", done) == 1
    assert _table(tmp_path / "c.csv")[0]["原因"].startswith("第3行: 有17个单元格")


def test_logins_in_addresses_and_in_columns_that_are_not_read_are_not_written(
    configs: Path, tmp_path: Path
) -> None:
    """A header need only sound like a password."""
    headers = (*HEADERS, "RTSP地址", "平台口令")
    cells = row(0, 国标编码="1") | {"RTSP地址": "rtsp://admin:Mima%232026@10.20.0.1/s", "平台口令": "geheim"}
    done = _prepare(configs, [cells, row(1)], headers)
    write_rejected(tmp_path / "a.csv", done)
    (told,) = _table(tmp_path / "a.csv")
    assert (told["RTSP地址"], told["平台口令"]) == ("rtsp://10.20.0.1/s", "")


def test_the_json_tells_all_that_a_machine_needs(configs: Path) -> None:
    """How it was read, what is wrong, what would be written."""
    done = _prepare(configs, [row(0), row(1, 端口="x")])
    told = json.loads(json.dumps(to_json(done), ensure_ascii=False))
    assert (told["rows"], told["good"], told["bad"], told["ready"]) == (2, 1, 1, True)
    assert told["kinds"]["bad_port"] == 1
    assert told["files"][0] == {
        "file": "cameras/police.csv", "added": ["99010100001320000000"], "changed": {}, "removed": [], "same": 0,
    }  # fmt: skip
    assert told["not_read"] == ["备注"]
    assert told["unknown_words"] == []


def test_words_of_the_ledger_that_nobody_knows_are_asked_once(configs: Path) -> None:
    """However many rows have them, the most frequent first, with what they may mean."""
    strange = [row(0, 所属单位="某学院"), *(row(i, 所属单位="云溪市公安局星河分局") for i in (1, 2))]
    assert to_json(_prepare(configs, strange))["unknown_words"] == [
        {"field": "owner", "word": "云溪市公安局星河分局", "rows": 2, "guess": "police"},
        {"field": "owner", "word": "某学院", "rows": 1, "guess": ""},
    ]


def test_a_row_that_is_not_ready_is_still_good(configs: Path) -> None:
    """What is good is a matter of rows, what is ready one of the whole."""
    done = _prepare(configs, [row(0), row(1, 端口="x")])
    assert replace(done, ready=False).good == 1


def test_no_rejected_file_is_written_over(tmp_path: Path) -> None:
    """Somebody may be correcting it."""
    ledger = tmp_path / "d.csv"
    assert free_name(ledger).name == "d.rejected.csv"
    free_name(ledger).touch()
    assert free_name(ledger).name == "d.rejected-2.csv"
