from __future__ import annotations

from typing import Any

import pytest

from alerts.success import judge
from core.config.receiver import Success

CODE = {"path": "code", "equals": [0, 200]}


@pytest.mark.parametrize(
    ("rule", "status", "body", "refusal"),
    [
        ({}, 200, None, None),
        ({}, 204, None, None),
        ({"statuses": [200]}, 204, None, "204 is not among"),
        (CODE, 200, {"code": 0}, None),
        (CODE, 200, {"code": "0"}, None),
        (CODE, 200, {"code": 200.0}, None),
        (CODE, 200, {"code": 500, "msg": "x"}, "code is 500, not 0 or 200"),
        (CODE, 200, {"code": None}, "code is null"),
        (CODE, 200, {"code": False}, "code is false"),
        (CODE, 200, {"Code": 0}, "holds no code"),
        (CODE, 200, None, "holds no code"),
        (CODE, 200, [0], "holds no code"),
        ({"path": "result.0.ok", "equals": [True]}, 200, {"result": [{"ok": True}]}, None),
        ({"path": "result.1.ok", "equals": [True]}, 200, {"result": [{"ok": True}]}, "holds no"),
        ({"path": "state", "equals": ["SUCCESS"]}, 200, {"state": "success"}, "state is success"),
        (CODE, 500, {"code": 0}, None),
    ],
)
def test_when_an_answer_means_yes(rule: dict[str, Any], status: int, body: Any, refusal: str | None) -> None:
    """Status and body, both; of other statuses the status says enough."""
    found = judge(Success.model_validate(rule), status, body).refusal
    assert (found is None) is (refusal is None)
    assert refusal is None or refusal in (found or "")


@pytest.mark.parametrize(
    ("rule", "body", "number"),
    [
        ({}, {"case_number": "A-1"}, "A-1"),
        ({}, {"caseId": 17}, "17"),
        ({"case_number": "data.id"}, {"data": {"id": 17}, "case_number": "other"}, "17"),
        ({"case_number": "data.0"}, {"data": ["x"]}, "x"),
        ({"case_number": "data.id"}, {"data": None}, None),
        ({}, {"case_number": ""}, None),
        ({}, {"case_number": "\x1b\n\x00", "caseId": "C\x00 7\n"}, "C  7"),
        ({}, {"case_number": True}, None),
        ({}, {"case_number": {"a": 1}}, None),
        ({}, {"case_number": "9" * 100}, "9" * 64),
        (CODE, {"code": 1, "case_number": "A-1"}, None),
    ],
)
def test_where_the_case_number_lies(rule: dict[str, Any], body: Any, number: str | None) -> None:
    """Where the rule says, else under the usual names; none in an answer that says no."""
    assert judge(Success.model_validate(rule), 200, body).case_number == number
