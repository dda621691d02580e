from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from core.config.receiver import Rate, Receiver

RECEIVER = {"name": "grid", "url": "https://10.0.0.1/x", "secret": "s", "allow": ["10.0.0.0/8"]}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"url": "ftp://10.0.0.1/x"}, "give an http"),
        ({"url": "https://user:secret@10.0.0.1/x"}, "without a user or password"),
        ({"allow": []}, "too_short"),
        ({"allow": ["10.0.0.1/8"]}, "10.1.2.0/24"),
        ({"url": "http://10.0.0.1:99999/"}, "the port is none"),
        ({"timeout_s": 0}, "greater_than"),
        ({"datum": "WGS-84"}, "enum"),
        ({"time": {"zone": "Asia/Atlantis"}}, "no.* time zone|not a known time zone"),
        ({"success": {"path": "code"}}, "belong together"),
        ({"success": {"equals": [0]}}, "belong together"),
        ({"success": {"statuses": [404]}}, "less_than_equal"),
        ({"switch_at": "2026-12-01T00:00:00+08:00"}, "say what to switch to"),
        ({"next_secret": "t", "signature": {"kind": "token"}}, "needs switch_at"),
        ({"next_secret": "t", "switch_at": "2026-12-01T00:00:00"}, "timezone"),
        ({"events": ["reported"]}, "literal_error"),
        ({"min_confidence": 2}, "less_than_equal"),
        ({"rate": {"per_s": 0}}, "greater_than"),
        ({"signature": {"kind": "rot13"}}, "rot13"),
        ({"signature": {"kind": "hmac_query"}}, "app_id"),
    ],
)
def test_receivers_that_are_refused(changes: dict[str, Any], says: str) -> None:
    """No address with a login, no open allow-list, no endless wait."""
    with pytest.raises(ValidationError, match=says):
        Receiver.model_validate(RECEIVER | changes)


def test_what_is_left_out_is_the_standard_way() -> None:
    """Standard Webhooks, a CloudEvent, every 2xx, everything told."""
    receiver = Receiver.model_validate(RECEIVER)
    assert (receiver.signature.kind, receiver.body, receiver.success.statuses) == (
        "standard_webhooks",
        None,
        (),
    )
    assert (receiver.matters, receiver.events, receiver.severities, receiver.min_confidence) == (
        (),
        (),
        (),
        0,
    )


def test_two_standard_secrets_need_no_day() -> None:
    """Both sign, so nothing has to change at one moment."""
    assert Receiver.model_validate(RECEIVER | {"next_secret": "t"}).switch_at is None


@pytest.mark.parametrize(
    ("rate", "places"),
    [
        ({}, 12),
        ({"at_once": 2}, 2),
        ({"at_once": 99}, 12),
        ({"per_s": 0.2}, 1),
        ({"per_s": 3.5}, 4),
        ({"per_s": 500}, 12),
    ],
)
def test_who_waits_for_his_turn_takes_no_place_of_others(rate: dict[str, Any], places: int) -> None:
    """A receiver of one message in five seconds does not hold twelve of sixteen places."""
    assert Rate.model_validate(rate).places(12) == places
