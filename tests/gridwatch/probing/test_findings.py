from __future__ import annotations

from gridwatch.probing.findings import findings
from tests.builders_probing import result


def test_the_worst_and_the_most_come_first() -> None:
    """What cannot be looked at before what is to be fixed before what is worth knowing."""
    found = findings(
        [
            result("c3", "old_services", "clock_off"),
            result("c1", "clock_off", "hung_up"),
            result("c2", "login_refused"),
            result("c4", "login_refused", "old_services"),
            result("c5", "old_services"),
            result("c6"),
        ]
    )
    assert [(one.code, one.weight, one.cameras) for one in found] == [
        ("login_refused", "broken", ("c2", "c4")),
        ("hung_up", "broken", ("c1",)),
        ("clock_off", "fix", ("c1", "c3")),
        ("old_services", "note", ("c3", "c4", "c5")),
    ]


def test_a_row_names_the_first_cameras_and_counts_the_rest() -> None:
    """A table of 300 ids is read by nobody; the JSON has them all."""
    (found,) = findings(result(f"c{i:02}", "login_refused") for i in range(9))
    row = found.to_row()
    assert (row["cameras"], row["first"]) == ("9", "c00, c01, c02, c03 (+5)")
    assert row["weight"] == "不可用 broken"
    assert (row["问题"], row["处理"][:7]) == ("登录被拒绝", "核对用户名和密")
    told = found.to_json()
    assert told["count"] == len(told["cameras"]) == 9
    assert told["cure_zh"] == row["处理"]


def test_nothing_wrong_is_no_row() -> None:
    """A district in order has an empty table."""
    assert findings([result("c1"), result("c2")]) == []
