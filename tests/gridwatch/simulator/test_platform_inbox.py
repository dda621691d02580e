from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gridwatch.simulator.platform_inbox import MAX_BYTES, Inbox, Message, Refused
from tests.builders_servers import CALLBACK_SECRET, WEBHOOK_SECRET, webhook


def taken(inbox: Inbox, **options: Any) -> Message:
    """Take a message that must be believed."""
    message = inbox.take(*webhook(**options))
    assert isinstance(message, Message), message
    return message


def test_a_signature_made_by_hand_is_believed() -> None:
    """The published library accepts what was computed from the words of the specification."""
    message = taken(Inbox(WEBHOOK_SECRET))
    assert (message.incident_id, message.version, message.event) == ("inc-1", 1, "opened")
    assert message.in_order
    assert not message.repeated


def test_repeat_and_order() -> None:
    """The same id is a repeat; an older version under a new id is out of order."""
    inbox = Inbox(WEBHOOK_SECRET)
    assert not taken(inbox, version=2).repeated
    assert taken(inbox, version=2).repeated
    assert not taken(inbox, version=1).in_order
    assert taken(inbox, version=3).in_order
    assert taken(inbox, incident_id="inc-2", version=1).in_order


Change = Callable[[dict[str, str], bytes], tuple[dict[str, str], bytes]]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (lambda h, b: (h, b.replace(b"120.25", b"121.25")), 401),
        (lambda h, b: (h | {"Webhook-Signature": "v1,AAAA"}, b), 401),
        (lambda h, b: (h | {"Webhook-Signature": "garbage"}, b), 401),
        (lambda h, b: (h | {"Webhook-Signature": "v1,a"}, b), 401),
        (lambda h, b: (h | {"Webhook-Timestamp": "1000"}, b), 401),
        (lambda h, b: (h | {"Webhook-Id": "other"}, b), 401),
        (lambda h, b: ({k: v for k, v in h.items() if k != "Webhook-Id"}, b), 401),
        (lambda h, _: (h, b"\xff\xfe"), 400),
        (lambda h, _: (h, b" " * (MAX_BYTES + 1)), 413),
        (lambda h, b: (h | {"Content-Type": "application/json"}, b), 422),
    ],
)
def test_not_believed(change: Change, status: int) -> None:
    """Tampered, unsigned, old, oversized and mislabelled messages are refused, each with its status."""
    refused = Inbox(WEBHOOK_SECRET).take(*change(*webhook()))
    assert isinstance(refused, Refused)
    assert refused.status == status


def test_another_secret_is_refused() -> None:
    """A message signed with another key is not ours."""
    assert isinstance(Inbox(WEBHOOK_SECRET).take(*webhook(secret=CALLBACK_SECRET)), Refused)


PROPERTIES = {"incident_id": "inc-1", "version": 1}
POINT = {"type": "Point", "coordinates": [120.0, 30.0]}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"specversion": "0.3"}, "specversion"),
        ({"source": ""}, "source"),
        ({"subject": None}, "subject"),
        ({"id": "other"}, "webhook-id"),
        ({"data": []}, "Feature"),
        ({"data": {"type": "Feature", "geometry": None, "properties": PROPERTIES}}, "Point"),
        (
            {
                "data": {
                    "type": "Feature",
                    "geometry": POINT | {"coordinates": [30.0, 120.0]},
                    "properties": PROPERTIES,
                }
            },
            "longitude and latitude",
        ),
        (
            {"data": {"type": "Feature", "geometry": POINT | {"coordinates": "x"}, "properties": PROPERTIES}},
            "pair",
        ),
        ({"data": {"type": "Feature", "geometry": POINT, "properties": {"incident_id": "x"}}}, "subject"),
        (
            {"data": {"type": "Feature", "geometry": POINT, "properties": PROPERTIES | {"version": True}}},
            "version",
        ),
    ],
)
def test_shape(changes: dict[str, Any], words: str) -> None:
    """A signed message of the wrong shape is refused with what is wrong."""
    refused = Inbox(WEBHOOK_SECRET).take(*webhook(**changes))
    assert isinstance(refused, Refused)
    assert refused.status == 422
    assert words in refused.why


def test_memory_is_bounded() -> None:
    """Only so many ids and incidents are remembered."""
    inbox = Inbox(WEBHOOK_SECRET, kept=3)
    for number in range(10):
        taken(inbox, incident_id=f"inc-{number}")
    assert len(inbox._ids) == len(inbox._versions) == 3
