from __future__ import annotations

from collections.abc import Mapping

from core.geo import Datum
from gridwatch.onboarding.columns import plan
from gridwatch.onboarding.doubles import address_keys, doubles
from gridwatch.onboarding.drafts import Drafting
from gridwatch.onboarding.ledger import Row
from tests.builders_onboarding import row


def _told(*cells: Mapping[str, str], **given: str) -> list[tuple[str, int | None, object]]:
    columns = plan(tuple(cells[0]), 1, {}, given)
    drafting = Drafting(columns, given, {}, Datum.GCJ02)
    rows = [Row(line=line, cells=tuple(one.values())) for line, one in enumerate(cells, 2)]
    drafts = [drafting.read(one)[0] for one in rows]
    faults = doubles(drafts, {one.line: one for one in rows}, columns)
    return [(fault.kind, fault.line, fault.facts["other"]) for fault in faults]


def test_different_cameras_are_no_doubles() -> None:
    """Also those on one pole with names of their own."""
    assert _told(row(0), row(1), row(2) | {key: row(1)[key] for key in ("经度", "纬度")}) == []


def test_a_row_written_twice_stays_once() -> None:
    """Whatever its running number."""
    assert _told(row(0), row(1), row(0, 序号="9")) == [("twin_row", 4, 2)]


def test_of_two_with_one_code_nobody_knows_which_is_right() -> None:
    """Both are told, each with the other."""
    assert _told(row(0), row(1), row(2, 国标编码=row(0)["国标编码"])) == [
        ("twin_id", 2, 4),
        ("twin_id", 4, 2),
    ]


def test_one_code_under_two_ids_is_told_as_well() -> None:
    """The id of the owner's own may differ where somebody copied a line."""
    first, second = ({**row(i), "设备编号": f"d{i}"} for i in (0, 1))
    assert _told(first, second | {"国标编码": first["国标编码"]}) == [("twin_id", 2, 3), ("twin_id", 3, 2)]


def test_one_address_is_one_device() -> None:
    """Other ports and other addresses of streams are others."""
    host = row(0)["IP地址"]
    assert _told(row(0), row(1, IP地址=host)) == [("twin_address", 2, 3), ("twin_address", 3, 2)]
    assert _told(row(0), row(1, IP地址=host, 端口="8080")) == []


def test_channels_of_a_recorder_need_addresses_of_their_own() -> None:
    """ONVIF would show the first channel for all of them; with streams of their own they are fine."""
    channels = [{**row(i, IP地址="10.9.9.9"), "通道号": str(i + 1)} for i in range(3)]
    assert _told(*channels) == [("channel_untold", 2, 3), ("channel_untold", 3, 2), ("channel_untold", 4, 2)]
    assert _told(*channels, rtsp_url="rtsp://{host}/ch{channel}") == []


def test_one_name_at_one_place_is_asked_about() -> None:
    """Within five metres; a heap of them is told one by one, once each."""
    same = {key: row(0)[key] for key in ("点位名称", "经度", "纬度")}
    assert _told(row(0), row(1) | same, row(2) | same) == [("near_twin", 3, 2), ("near_twin", 4, 2)]
    assert _told(row(0), row(1, 点位名称=row(0)["点位名称"])) == []


def test_what_no_other_camera_may_have() -> None:
    """Streams and pictures whole, hosts with port and path; a host that only budgets hang on is not one."""
    assert list(address_keys({"access": {"host": "h", "onvif": False, "rtsp_url": "rtsp://h/1"}})) == [
        ("rtsp_url", "rtsp://h/1")
    ]
    assert list(address_keys({"access": {"host": "h"}})) == [("host", "h:80/onvif/device_service")]
    assert list(address_keys({})) == []
