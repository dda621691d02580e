from __future__ import annotations

import time

import pytest

from gridwatch.configuration.camera_files import CHINESE, COLUMNS
from gridwatch.onboarding.columns import FIELDS, Columns, field_of, is_secret, plan

GOOD = ("点位名称", "国标编码", "IP地址", "经度", "纬度", "所属单位", "场景")


def _plan(headers: tuple[str, ...] = GOOD, **given: str) -> Columns:
    return plan(headers, 1, {}, given)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("摄像机名称", "name"), ("*点位名称", "name"),
        ("国标编码(20位)", "code"), ("IP地址", "host"), ("ip 地址", "host"),
        ("端口", "onvif_port"), ("经度(GCJ02)", "lon"),
        ("Latitude", "lat"), ("建设单位", "owner"), ("街道", "street"),
        ("社区", "community"), ("网格", "grid"),
        ("安装高度(米)", "height_m"), ("朝向", "heading_deg"), ("类型", "scene"),
        ("序号", "-"), ("密码", "password"), ("onvif_port", "onvif_port"), ("备注", None), ("", None),
    ],
)  # fmt: skip
def test_headers_of_ledgers_are_known(header: str, field: str | None) -> None:
    """With units, marks, case and spaces as people write them."""
    assert field_of(header) == field


def test_what_the_camera_files_read_is_read_here_too() -> None:
    """A file of configs/cameras/ is a ledger as well, and every alias ends at a field."""
    assert all(field_of(header) == field for header, field in CHINESE.items())
    assert all(field_of(field) == field for field in COLUMNS)
    assert COLUMNS.keys() <= FIELDS


def test_a_full_ledger_has_no_fault() -> None:
    """And knows what its fields are called."""
    columns = _plan()
    assert columns.faults == ()
    assert (columns.header("lon"), columns.header("tilt_deg")) == ("经度", "tilt_deg")


def test_a_column_that_is_not_known_is_told_with_the_nearest() -> None:
    """Not dropped in silence; it keeps no row out."""
    (fault,) = _plan((*GOOD, "安装高渡")).faults
    assert (fault.kind, fault.column, fault.level) == ("unknown_column", "安装高渡", "warning")
    assert "安装高度" in fault.cure()


def test_a_column_is_named_or_left_out_by_whoever_imports() -> None:
    """And what cannot be is told with the choice there is."""
    columns = plan((*GOOD, "杆号", "备注"), 1, {"杆号": "id", "备注": "-"}, {})
    assert (columns.fields[-2:], columns.faults) == (("id", None), ())
    wrong = plan(GOOD, 1, {"杆号": "id", "经度": "longitud"}, {"ownr": "police", "password": "x"})
    assert [fault.facts["word"] for fault in wrong.faults if fault.kind == "unknown_map"] == [
        "杆号", "longitud", "ownr", "password",
    ]  # fmt: skip


def test_two_columns_for_one_field_are_told() -> None:
    """Nobody knows which is meant."""
    (fault,) = _plan((*GOOD, "摄像机名称")).faults
    assert (fault.kind, fault.facts["other"], fault.level) == ("doubled_column", "点位名称", "error")


def test_every_column_that_is_missing_is_told_at_once() -> None:
    """What all rows have in common may be given instead."""
    told = [
        fault.facts["field"]
        for fault in plan(("备注",), 1, {}, {"scene": "street"}).faults
        if fault.level == "error"
    ]
    assert told == ["name", "owner", "id", "lon", "lat", "host"]
    assert _plan(("点位名称", "编号", "经纬度", "RTSP地址"), owner="police", scene="street").faults == ()


def test_columns_that_may_hold_passwords_are_known_by_their_name() -> None:
    """Also those that are not read."""
    assert all(map(is_secret, ("密码", "用户名", "平台口令", "ftp_password", "PWD2")))
    assert not any(map(is_secret, ("名称", "IP地址", "备注")))


def test_a_header_of_brackets_takes_no_longer_than_its_length() -> None:
    """A cell holds 32 kB at most, and what stands in it is anybody's: none of its brackets is looked for in vain."""
    began = time.process_time()
    assert field_of("(" * 30_000) is None
    assert time.process_time() - began < 5
