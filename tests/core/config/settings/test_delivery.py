from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from core.config.settings.delivery import Delivery


def test_retries_last_about_three_days() -> None:
    """The example of Standard Webhooks: 75 hours."""
    assert 72 <= sum(Delivery().retry_s) / 3600 <= 80


@pytest.mark.parametrize(
    "changes",
    [{"retry_s": [-1]}, {"retry_s": [604801]}, {"evidence_url": "javascript:x"}, {"in_flight": 0}],
)
def test_deliveries_that_are_refused(changes: dict[str, Any]) -> None:
    """A wait into the past or beyond a week, a link that is no address, nothing ever under way."""
    with pytest.raises(ValidationError):
        Delivery.model_validate(changes)


def test_pictures_are_left_out_unless_there_is_an_address() -> None:
    """The default; an address is kept as it is written."""
    assert Delivery().evidence_url == ""
    assert Delivery(evidence_url="https://a.b/evidence/").evidence_url == "https://a.b/evidence/"
