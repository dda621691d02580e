"""Inbound case status: believed only when signed, read strictly, answered once."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from alerts.callbacks import MAX_BYTES, PlatformStatus, Refusal, StatusUpdate, once, parse_status
from alerts.signing import sign
from alerts.store.memory import MemoryStore

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
GOOD = {"incident_id": "inc_1", "status": "handled", "at": "2026-11-02T15:59:00+08:00"}


def _parse(body: object, *, secret: str = SECRET, now: datetime = NOW, message_id: str = "m1"):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return parse_status(sign(SECRET, message_id=message_id, at=NOW, body=raw), raw, secret=secret, now=now)


def test_status_is_read():
    """Every field comes through, times in UTC; what we do not know is ignored."""
    body = GOOD | {"case_number": "A-17", "note": "已清运", "region": "x"}
    assert _parse(body) == StatusUpdate(
        message_id="m1",
        incident_id="inc_1",
        status=PlatformStatus.HANDLED,
        at=datetime(2026, 11, 2, 7, 59, tzinfo=UTC),
        case_number="A-17",
        note="已清运",
    )


@pytest.mark.parametrize("status", list(PlatformStatus))
def test_every_stage_is_known(status):
    """Each stage of the city's work has a word."""
    until = {"due_at": "2026-11-05T15:59:00+08:00"} if status is PlatformStatus.DELAYED else {}
    assert _parse(GOOD | {"status": status.value} | until).status is status


@pytest.mark.parametrize(
    ("body", "code", "reason"),
    [
        (GOOD | {"status": "done"}, 422, "status:"),
        ({k: v for k, v in GOOD.items() if k != "at"}, 422, "at:"),
        (GOOD | {"at": "2026-11-02T08:00:00"}, 422, "timezone"),
        (GOOD | {"at": "2026-11-02T08:05:01Z"}, 422, "future"),
        (GOOD | {"at": "0001-01-01T00:00:00+23:59"}, 422, "at:"),
        (GOOD | {"at": "1970-01-01T08:00:00+08:00"}, 422, "years ago"),
        (GOOD | {"incident_id": ""}, 422, "incident_id:"),
        (GOOD | {"incident_id": "x" * 65}, 422, "incident_id:"),
        (GOOD | {"note": "x" * 2001}, 422, "note:"),
        (GOOD | {"case_number": "C\x007"}, 422, "case_number:"),
        ([1], 422, "body"),
        (b"{", 422, "body"),
        (b"", 422, "body"),
        (b"\xff\xfe", 422, "body"),
        (b" " * (MAX_BYTES + 1), 413, "at most"),
    ],
)
def test_what_is_no_status_is_refused(body, code, reason):
    """Each mistake has its answer, without a traceback and without repeating what was sent."""
    refusal = _parse(body)
    assert isinstance(refusal, Refusal)
    assert refusal.status_code == code
    assert reason in refusal.reason


def test_unsigned_is_refused_before_it_is_read():
    """A wrong signature is 401 even when the body is nonsense."""
    assert parse_status({}, b"{", secret=SECRET, now=NOW).status_code == 401
    assert _parse(GOOD, secret="whsec_Zm9vYmFy").status_code == 401
    assert _parse(GOOD, now=datetime(2026, 11, 2, 9, tzinfo=UTC)).status_code == 401


def test_our_own_missing_secret_is_our_fault():
    """Without a usable secret the platform is told to try later, not that it was wrong."""
    refusal = _parse(GOOD, secret="")
    assert (refusal.status_code, "secret" in refusal.reason) == (503, True)


def test_message_id_is_bounded():
    """The id becomes a key in the database."""
    assert _parse(GOOD, message_id="m" * 201).status_code == 422


def test_repeat_gets_the_first_answer_and_does_nothing():
    """A platform that missed our answer asks again."""
    store, update, decided = MemoryStore(), _parse(GOOD), []

    def decide() -> dict:
        decided.append(1)
        return {"applied": True}

    for _ in range(2):
        with store.write() as writer:
            assert once(writer, update, now=NOW, decide=decide) == {"applied": True}
    assert decided == [1]


def test_failed_decision_is_not_remembered():
    """Answer and effect are one transaction: a repeat of a failed message is decided anew."""
    store, update = MemoryStore(), _parse(GOOD)

    def fail() -> dict:
        raise RuntimeError

    def attempt() -> None:
        with store.write() as writer:
            once(writer, update, now=NOW, decide=fail)

    with pytest.raises(RuntimeError):
        attempt()
    with store.write() as writer:
        assert once(writer, update, now=NOW, decide=lambda: {"n": 2}) == {"n": 2}
