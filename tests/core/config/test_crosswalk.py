from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from core.config.crosswalk import Crosswalk

ROW = {"code": "06011", "to": "01-11", "name": "积存垃圾渣土", "name_en": "Accumulated waste"}
CROSSWALK = {"crosswalk": "a-to-b", "version": "1", "from_table": "A", "to_table": "B", "rows": [ROW]}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"rows": []}, "too_short"),
        ({"rows": [ROW, ROW | {"to": "01-12"}]}, "two rows for 06011"),
        ({"rows": [ROW | {"code": 6011}]}, "string_type"),
        ({"version": ""}, "too_short"),
    ],
)
def test_crosswalks_that_are_refused(changes: dict[str, Any], says: str) -> None:
    """Empty, two answers for one code, a code that lost its leading zero."""
    with pytest.raises(ValidationError, match=says):
        Crosswalk.model_validate(CROSSWALK | changes)


def test_rows_are_unconfirmed_until_somebody_says_otherwise() -> None:
    """What comes from secondary sources is a proposal."""
    assert not Crosswalk.model_validate(CROSSWALK).rows[0].confirmed
