"""Rows of a trail in words."""

from __future__ import annotations

from dataclasses import replace

from alerts.audit.told import details, headline
from alerts.store.base import DeliveryState, Row
from alerts.store.memory import MemoryStore
from core.case import Case, Report, Source, Stage, Unit
from core.incident import Status
from core.reason import Reason
from tests.builders import at
from tests.builders_store import attempt, changed, delivery, incident, picture, step


def _rows() -> tuple[Row, ...]:
    store, first = MemoryStore(), incident()
    judged = {"model_sha256": "cd" * 32, "profile": "street v3"}
    report = Report(source=Source.HOTLINE, number="12345-7", at=at(0))
    with store.write() as writer:
        writer.put_incident(first, [step(facts=judged)])
        writer.enqueue(delivery())
        writer.settle(attempt(detail='{"case_number":"A-1"}'), state=DeliveryState.ACCEPTED, next_at=None)
        acted = step(2, "closed_by_word", before=Status.OPEN, after=Status.CLOSED, who="operator:li")
        second = changed(first, seconds=2, status=Status.CLOSED, case_number="A-1", reports=(report,))
        writer.put_incident(second, [replace(acted, why=Reason.text("permit shown"))])
        third = changed(
            second,
            seconds=3,
            pictures=(picture(),),
            case=Case(stage=Stage.CLOSED, unit=Unit(code="91", name="城管")),
        )
        writer.put_incident(third, [])
        return writer.trail_of("inc_1")


def test_every_row_is_a_sentence():
    """Who did what and why, from where to where; which version went to whom and what came of it."""
    told = [headline(row) for row in _rows()]
    assert told[0].startswith("opened (new -> open) by rule:street/waste: ")
    assert told[1] == "version 1 for platform: gridwatch.incident.opened.v1"
    assert told[2] == "accepted by platform, attempt 1, HTTP 200"
    assert told[3] == "closed_by_word (open -> closed) by operator:li: permit shown"
    assert told[4] == "case, pictures"
    assert headline(_rows()[0], "zh") != told[0]


def test_what_came_with_it_is_a_line_each():
    """Model and profile, pictures by hash, bytes by hash, the answer, the platform's number, reports of others."""
    opened, queued, settled, closed, seen = (list(details(row)) for row in _rows())
    assert f"judged by: model_sha256 {'cd' * 32}, profile street v3" in opened
    assert queued[0].startswith("body sha256 ")
    assert settled == ['answered: {"case_number":"A-1"}']
    assert closed == ["case number A-1", "reported as 12345-7 by hotline"]
    assert seen == [f"picture before of cam-1, sha256 {'ab' * 32}", "case: stage closed, unit 91 城管"]


def test_what_cannot_be_read_is_shown_as_it_is():
    """A trail that was tampered with is looked at, too."""
    row = _rows()[0]
    assert headline(replace(row, record="no JSON")) == "no JSON"
    assert headline(replace(row, record="[1]")) == "[1]"
    assert headline(replace(row, record='{"step": 5}')) == "5"
    assert list(details(replace(row, record="no JSON"))) == []
    late = replace(row, record='{"step": 5, "bound": "by migration v0003"}')
    assert list(details(late)) == ["written before there was a trail, bound by migration v0003"]
