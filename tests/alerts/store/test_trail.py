"""The trail's arithmetic by script: what is hashed, what follows what, what a version adds."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from alerts.store import trail
from alerts.store.base import FIRST, Head
from core.case import Case, Report, Source, Stage
from core.incident import Status
from tests.builders import at
from tests.builders_store import changed, incident, picture, step


def _draft(incident_id: str = "inc_1", record: str = "{}") -> trail.Draft:
    return trail.Draft(incident_id=incident_id, at=at(0), kind=trail.Kind.STEP, record=record)


def test_a_hash_is_what_the_documentation_says():
    """Seven lines under SHA-256: anybody can do it again in any language."""
    text = f"gridwatch trail 1\ninc_1\n1\n{round(at(0).timestamp() * 1e6)}\nstep\n{FIRST}\n" + '{"a":"渣土"}'
    (row,), head = trail.bind([_draft(record='{"a":"渣土"}')], Head(), {})
    assert row.hash == hashlib.sha256(text.encode()).hexdigest()
    assert row.chain == hashlib.sha256(f"gridwatch chain 1\n1\n{FIRST}\n{row.hash}".encode()).hexdigest()
    assert (head.number, head.chain) == (1, row.chain)


def test_rows_follow_their_case_and_the_store():
    """Two cases in turn: each counts by itself, the store counts all, and nothing begins anew."""
    drafts = [_draft("a"), _draft("b"), _draft("a")]
    rows, head = trail.bind(drafts, Head(number=7, chain="c" * 64), {"b": trail.Tail(seq=4, hash="d" * 64)})
    assert [(row.number, row.incident_id, row.seq) for row in rows] == [
        (8, "a", 1),
        (9, "b", 5),
        (10, "a", 2),
    ]
    assert head == Head(number=10, chain=rows[-1].chain)
    whole = trail.bind(drafts[:2], Head(number=7, chain="c" * 64), {"b": trail.Tail(seq=4, hash="d" * 64)})
    tails = {"a": trail.Tail(seq=1, hash=rows[0].hash)}
    assert trail.bind(drafts[2:], whole[1], tails)[0] == rows[2:], "in two transactions as in one"


def test_the_last_row_of_a_version_carries_what_came_with_it():
    """Pictures by role, camera and hash; the case's number, stage, reports and facts; the present state's digest."""
    before = incident(facts={"model": "m1"})
    report = Report(source=Source.HOTLINE, number="12345-1", at=at(3))
    after = changed(
        before,
        seconds=5,
        pictures=(picture(),),
        case_number="A-1",
        case=Case(stage=Stage.FILED),
        reports=(report,),
        facts={"model": "m1", "certainty": "observed"},
    )
    first, last = trail.of_change(before, after, [step(2), step(3, "reported")], (), "the document")
    assert json.loads(first.record).keys() == {"step"}
    told = json.loads(last.record)
    assert told["step"]["what"] == "reported"
    assert told["pictures"] == [
        {
            "role": "before",
            "camera": "cam-1",
            "look": "look-0",
            "sha256": "ab" * 32,
            "taken_at": "2026-11-02T08:00:00+00:00",
        }
    ]
    assert (told["version"], told["state"]) == (2, hashlib.sha256(b"the document").hexdigest())
    assert (told["case_number"], told["case"]["stage"]) == ("A-1", "filed")
    assert told["reports"][0]["number"] == "12345-1"
    assert told["facts"] == {"certainty": "observed"}


def test_what_comes_without_a_step_has_its_own_row():
    """A picture that an operator asked for; a view that was seen again is no row."""
    before = incident()
    (row,) = trail.of_change(before, changed(before, seconds=5, pictures=(picture(),)), (), (), "{}")
    assert row.kind is trail.Kind.CHANGED
    assert row.at == at(5)
    assert trail.of_change(before, changed(before, seconds=5, confidence=0.9), (), (), "{}") == []
    known = replace(before, pictures=(picture(),))
    assert trail.of_change(known, changed(known, seconds=5), (), (), "{}") == []


def test_what_was_before_the_record_comes_first():
    """The steps of the candidate, then those that made it more."""
    rows = trail.of_change(None, incident(), [step(2)], [step(1, "seen", after=Status.CANDIDATE)], "{}")
    assert [json.loads(row.record)["step"]["seq"] for row in rows] == [1, 2]


def test_only_what_is_more_than_a_candidate_is_on_record():
    """Candidates and what they expire to are dropped after a week."""
    on = {status for status in Status if trail.on_record(incident(status=status))}
    assert on == set(Status) - {Status.CANDIDATE, Status.EXPIRED}
    assert not trail.on_record(None)


def test_a_record_has_one_text():
    """Keys sorted, no white space, Chinese as it is: the same facts are the same bytes."""
    assert (
        trail.text_of({"b": 1, "a": "渣土"}) == '{"a":"渣土","b":1}' == trail.text_of({"a": "渣土", "b": 1})
    )
