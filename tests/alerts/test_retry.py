"""The delivery policy as a script: one answer in, one decision out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alerts.retry import LONGEST_WAIT_S, Answer, Lane, decide, read_retry_after
from alerts.store.base import DeliveryState
from core.config.settings.delivery import Delivery
from tests.builders import at

PLAN = Delivery(retry_s=(5, 300, 1800), jitter=0.1)


def _answer(status: int | None = None, **changes) -> Answer:
    return Answer(status=status, detail="", took_s=0.1, **changes)


def _decide(answer: Answer, tries: int = 1, jitter: float = 0.0):
    return decide(answer, tries=tries, ended_at=at(0), settings=PLAN, jitter=jitter)


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_2xx_is_success(status):
    """And nothing else is."""
    decision = _decide(_answer(status))
    assert (decision.state, decision.outcome) == (DeliveryState.ACCEPTED, "accepted")


@pytest.mark.parametrize(
    "status", [None, 100, 199, 300, 301, 307, 308, 400, 401, 404, 408, 429, 500, 502, 503, 504]
)
def test_everything_else_is_tried_again(status):
    """No answer, a redirect and our own mistakes too: an administrator may mend them within days."""
    decision = _decide(_answer(status))
    assert (decision.state, decision.outcome, decision.next_at) == (DeliveryState.PENDING, "retry", at(5))


def test_410_stops_the_receiver():
    """At the first word; what is waiting is held, not lost."""
    decision = _decide(_answer(410))
    assert (decision.state, decision.outcome, decision.disable) == (DeliveryState.HELD, "gone", True)


def test_schedule_runs_out():
    """One try at once and one after each wait; then it is given up."""
    answer = _answer(500)
    assert [_decide(answer, n).next_at for n in (1, 2, 3)] == [at(5), at(300), at(1800)]
    last = _decide(answer, 4)
    assert (last.state, last.outcome, last.next_at) == (DeliveryState.DEAD, "gave_up", None)


def test_default_schedule_lasts_three_days():
    """Ten tries over 75 h 35 min 5 s, as in the Standard Webhooks example."""
    assert len(Delivery().retry_s) == 9
    assert timedelta(seconds=sum(Delivery().retry_s)) == timedelta(hours=75, minutes=35, seconds=5)


def test_jitter_lengthens_only():
    """Never earlier than the schedule says, at most a tenth later."""
    assert _decide(_answer(500), jitter=1.0).next_at == at(5.5)
    assert _decide(_answer(500), 3, jitter=0.5).next_at == at(1890)


def test_retry_after_is_obeyed_and_does_not_burn_the_tries():
    """Later when asked; not earlier than our own schedule."""
    assert _decide(_answer(503, retry_after_s=60)).next_at == at(60)
    assert _decide(_answer(503, retry_after_s=1)).next_at == at(5)


def test_refusal_by_our_own_settings_has_its_name():
    """The ledger tells it from the receiver's doing."""
    assert _decide(_answer(None, refused=True)).outcome == "refused"
    assert _decide(_answer(None, refused=True), 4).outcome == "gave_up"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("0", 0.0),
        ("99999999999999999999", LONGEST_WAIT_S),
        ("Mon, 02 Nov 2026 08:02:00 GMT", 120.0),
        ("Mon, 02 Nov 2026 08:02:00", 120.0),
        ("Mon, 02 Nov 2026 07:00:00 GMT", 0.0),
        ("Fri, 31 Dec 2027 23:59:59 GMT", LONGEST_WAIT_S),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("1.5", None),
        ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", None),
        ("²", None),
    ],
)
def test_retry_after_by_seconds_or_date(value, seconds):
    """Both forms of RFC 9110, bounded; nonsense is no wish."""
    assert read_retry_after(value, at(0)) == seconds


def test_lane_narrows_with_trouble_and_widens_with_success():
    """16, 8, 4 ... 1 while the receiver chokes; doubled by every success."""
    lane, widths = Lane.open(16), []
    for status in (429, 502, 504, None, 429, 200, 200, 200, 200, 200):
        lane = lane.after(_answer(status), at(0))
        widths.append(lane.width)
    assert widths == [8, 4, 2, 1, 1, 2, 4, 8, 16, 16]


@pytest.mark.parametrize("answer", [_answer(400), _answer(500), _answer(410), _answer(None, refused=True)])
def test_lane_keeps_its_width_where_speed_is_not_the_trouble(answer):
    """One message that a receiver cannot digest does not slow the others."""
    assert Lane.open(16).after(answer, at(0)).width == 16


def test_lane_rests_when_asked():
    """Nothing is sent before a Retry-After of 429 or 503 has passed; the longest wish counts."""
    lane = (
        Lane.open(4).after(_answer(503, retry_after_s=60), at(0)).after(_answer(429, retry_after_s=10), at(1))
    )
    assert lane.free(0, at(59)) == 0
    assert lane.free(0, at(60)) == 2
    assert lane.free(3, at(60)) == 0
    assert lane.after(_answer(200), at(2)).free(0, at(3)) == 4
