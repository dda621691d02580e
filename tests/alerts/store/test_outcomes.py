"""What a trail keeps of deliveries."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest

from alerts.store import outcomes
from alerts.store.base import DeliveryState
from tests.builders import at
from tests.builders_store import attempt, delivery


def test_what_is_queued_is_told_by_its_digest():
    """Who was to get which version, and exactly which bytes."""
    row = outcomes.queued(delivery(incident_version=3, seconds=4))
    assert (row.incident_id, row.at, row.kind) == ("inc_1", at(4), "queued")
    assert json.loads(row.record) == {
        "delivery": "msg_1",
        "receiver": "platform",
        "version": 3,
        "type": "gridwatch.incident.opened.v1",
        "sha256": hashlib.sha256(b'{"hello":"world"}').hexdigest(),
    }


@pytest.mark.parametrize("state", [DeliveryState.ACCEPTED, DeliveryState.DEAD, DeliveryState.HELD])
def test_how_it_ended_is_told_with_the_answer(state):
    """The number of the attempt, the status, and the beginning of what was answered."""
    ended = replace(delivery(), state=state)
    (row,) = outcomes.settled(ended, attempt(number=2, seconds=9, detail='{"case_number":"A-1"}' + "x" * 500))
    told = json.loads(row.record)
    assert (row.at, row.kind, told["attempt"], told["state"]) == (at(9), "settled", 2, state.value)
    assert told["answer"].startswith('{"case_number":"A-1"}')
    assert len(told["answer"]) == 200
    assert "case_number" not in told
    (row,) = outcomes.settled(ended, attempt(case_number="A-1"))
    assert json.loads(row.record)["case_number"] == "A-1"


def test_a_try_that_another_follows_is_in_the_ledger_only():
    """Three days of retries are no facts of the case."""
    assert outcomes.settled(delivery(), attempt(status=503, outcome="retry")) == ()
