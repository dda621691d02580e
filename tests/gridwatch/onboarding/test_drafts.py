from __future__ import annotations

from collections.abc import Mapping

from core.geo import Datum
from gridwatch.onboarding.columns import plan
from gridwatch.onboarding.drafts import Draft, Drafting, Login
from gridwatch.onboarding.faults import Fault
from gridwatch.onboarding.ledger import Row
from tests.builders_onboarding import PASSWORD, row


def _read(
    cells: Mapping[str, str], *, given: Mapping[str, str] | None = None, datum: Datum | None = Datum.GCJ02
) -> tuple[Draft, list[Fault]]:
    headers = tuple(cells)
    columns = plan(headers, 1, {}, given or {})
    return Drafting(columns, given or {}, {}, datum).read(Row(line=2, cells=tuple(cells.values())))


def _kinds(faults: list[Fault]) -> list[tuple[str, str]]:
    return [(fault.kind, fault.column) for fault in faults]


def test_a_good_row_becomes_the_part_of_a_camera_that_it_tells() -> None:
    """In terms of configuration; its login and its point go their own ways."""
    draft, faults = _read(row(0))
    assert faults == []
    assert draft.data == {
        "id": "99010100001320000000", "name": "星河路0号杆", "owner": "police", "scene": "street",
        "access": {"host": "10.20.0.1", "onvif_port": 80}, "pose": {"height_m": 6.5, "heading_deg": 90},
    }  # fmt: skip
    assert draft.login == Login(user="admin", password=PASSWORD)
    assert draft.point is not None
    assert draft.point.datum is Datum.GCJ02
    assert PASSWORD not in repr(draft)


def test_every_fault_of_a_row_is_told_at_once() -> None:
    """With the header that the ledger's keeper knows."""
    _, faults = _read(
        row(0, 点位名称="", IP地址="10.1.1.999", 端口="x", 经度="y", 所属单位="某局", 朝向="z", 密码="")
    )
    assert sorted(_kinds(faults)) == sorted([
        ("empty", "点位名称"), ("bad_host", "IP地址"), ("bad_port", "端口"), ("not_a_number", "经度"),
        ("unknown_word", "所属单位"), ("bad_heading", "朝向"), ("half_login", "用户名"),
    ])  # fmt: skip


def test_the_own_id_wins_and_the_code_stands_in() -> None:
    """A bad one is told; neither is told too."""
    assert _read(row(0) | {"设备编号": "XH-1"})[0].id == "XH-1"
    assert _read(row(0) | {"设备编号": ""})[0].id == "99010100001320000000"
    draft, faults = _read(row(0) | {"设备编号": "星河 1"})
    assert (draft.id, _kinds(faults)) == ("", [("bad_id", "设备编号")])
    assert _kinds(_read(row(0, 国标编码=""))[1]) == [("empty", "国标编码")]


def test_a_column_that_is_not_there_is_no_fault_of_every_row() -> None:
    """It is told once, with the columns."""
    cells = {"IP地址": "10.1.1.1", "经度": "120.25"}
    draft, faults = _read(cells)
    assert (faults, draft.id, draft.point) == ([], "", None)


def test_what_all_rows_share_fills_empty_cells_only() -> None:
    """And may be made of a row's own cells."""
    given = {"height_m": "8", "rtsp_url": "rtsp://{host}:554/Streaming/Channels/{channel}02"}
    draft, _ = _read(row(0) | {"安装高度(米)": "", "通道号": "3"}, given=given)
    assert draft.data["pose"]["height_m"] == 8
    assert draft.data["access"]["rtsp_url"] == "rtsp://10.20.0.1:554/Streaming/Channels/302"
    assert draft.data["access"]["onvif"] is False  # the recorder would answer for its first channel
    assert _read(row(0), given=given)[0].data["pose"]["height_m"] == 6.5


def test_logins_in_addresses_are_taken_out() -> None:
    """One that differs from the row's own is told, and no message quotes either."""
    draft, faults = _read(row(0) | {"RTSP地址": f"rtsp://admin:{PASSWORD.replace('#', '%23')}@10.20.0.1/s"})
    assert (faults, draft.data["access"]["rtsp_url"]) == ([], "rtsp://10.20.0.1/s")
    for cells in (row(0) | {"RTSP地址": "rtsp://root:other@10.20.0.1/s"}, row(0) | {"凭据": "police"}):
        _, faults = _read(cells)
        assert [fault.kind for fault in faults] == ["two_logins"]
        assert "other" not in faults[0].what() + faults[0].cure()
        assert PASSWORD not in faults[0].told("x")


def test_half_a_login_in_an_address_is_told() -> None:
    """The secrets would not take a login without a user."""
    cells = {name: cell for name, cell in row(0).items() if name not in {"用户名", "密码"}}
    draft, faults = _read(cells | {"RTSP地址": "rtsp://:geheim@10.20.0.1/s"})
    assert (_kinds(faults), draft.login) == ([("half_login", "RTSP地址")], None)


def test_points_in_one_cell_and_in_their_own_datum() -> None:
    """A column of datums wins over what is said for all; a point that cannot be one is told."""
    cells = {name: cell for name, cell in row(0).items() if name not in {"经度", "纬度"}}
    draft, faults = _read(cells | {"经纬度": "120.25,30.45", "坐标系": "WGS-84"})
    assert (faults, draft.point and (draft.point.lon, draft.point.datum)) == ([], (120.25, Datum.WGS84))
    assert _kinds(_read(cells | {"经纬度": "120.25"})[1]) == [("not_a_number", "经纬度")]
    assert _kinds(_read(row(0, 经度="30.45", 纬度="120.25"))[1]) == [("swapped", "经度")]
    assert _kinds(_read(row(0, 经度="130.45", 纬度="120.25"))[1]) == [("off_earth", "纬度")]


def test_ports_and_codes_of_other_things_are_only_warned_of() -> None:
    """A recorder's code, an RTSP port where ONVIF's is wanted."""
    _, faults = _read(row(0, 端口="554", 国标编码="99010100001180000001"))
    assert sorted((fault.kind, fault.level) for fault in faults) == [
        ("code_type", "warning"),
        ("odd_port", "warning"),
    ]
