"""Figures are exact: each is what a slow recount of documents and histories says, whatever it is told by."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from alerts.figures.book import FigureBook
from alerts.figures.cases import Where
from alerts.figures.groups import KEYS, percentile
from alerts.figures.questions import confirmed, false_alarms, times
from alerts.store.base import IncidentQuery
from alerts.store.cursor import micros
from alerts.store.memory import MemoryStore
from core.config.settings.load import Load
from core.incident import Status
from tests.builders import at
from tests.builders_figures import life, put
from tests.builders_store import changed, step

ZONE = ZoneInfo("Asia/Shanghai")
DIGITS = {"street": 9, "community": 12, "grid": 15}


@pytest.fixture(scope="module")
def store():
    """Three hundred lives."""
    rng = random.Random(4)
    kept = MemoryStore()
    put(kept, [life(rng, n) for n in range(300)])
    return kept


def _book(store) -> FigureBook:
    return FigureBook(store, rule=Load(), zone=ZONE)


def _recount(store, keep=lambda _: True):
    """Read every document and its history, and say of each what a person would."""
    with store.read() as reader:
        every = [
            (one, reader.history(one.id))
            for status in Status
            for one in reader.find(IncidentQuery(statuses=(status,), limit=500)).incidents
        ]
    for one, history in every:
        if (one.facts.get("merged_into") and one.status.ended) or not keep(one):
            continue
        handled = None
        for taken in history:
            if taken.what == "handled" and handled is None:
                handled = taken.at
            elif taken.what in {"reopened", "dispatched"}:
                handled = None
        proven = [taken.at for taken in history if taken.what == "closed"]
        verified = proven[-1] if one.status is Status.CLOSED else None
        operators = {taken.what for taken in history if taken.who == "operator:li"}
        if one.status is Status.REJECTED:
            verdict = "rejected" if "rejected" in operators else ""
        elif "confirmed" in operators:
            verdict = "operator"
        elif any(taken.what in {"handled", "closed"} for taken in history):
            verdict = "backed"
        else:
            verdict = ""
        yield one, verdict, handled, verified


def _key(one, by: str) -> str:
    local = one.opened_at.astimezone(ZONE)
    code = one.place.grid_code or ""
    if by in DIGITS:
        return code[: DIGITS[by]]
    told = {
        "none": "",
        "unit": one.case.unit.code if one.case.unit else "",
        "matter": one.matter.key,
        "severity": one.matter.severity,
        "owner": one.owner,
        "camera": one.cameras[0],
        "hour": f"{local:%H}",
        "day": f"{local:%Y-%m-%d}",
    }
    return told[by]


def _rows(answer) -> dict[str, dict[str, float]]:
    keys = [column.key for column in answer.columns]
    groups = answer.groups or [answer.total]
    return {group.key: dict(zip(keys, group.values, strict=True)) for group in groups if group.values[0]}


@pytest.mark.parametrize("by", KEYS)
def test_confirmed_is_what_a_recount_says(store, by):
    """Confirmed, rejected, backed and unjudged of every group, merged ones left out."""
    groups = defaultdict(list)
    for one, verdict, _, _ in _recount(store):
        groups[_key(one, by)].append(verdict)
    rows = _rows(_book(store).cases(lambda table: confirmed(table, Where(), by)))
    assert rows.keys() == groups.keys()
    for key, verdicts in groups.items():
        yes, no = verdicts.count("operator"), verdicts.count("rejected")
        assert rows[key] == {
            "cases": len(verdicts),
            "confirmed": yes,
            "rejected": no,
            "confirmed_share": yes / (yes + no) if yes + no else None,
            "backed": verdicts.count("backed"),
            "unjudged": verdicts.count(""),
        }


@pytest.mark.parametrize("by", KEYS)
def test_times_are_what_a_recount_says(store, by):
    """Medians and ninetieth percentiles of every group, and what was in time, to the microsecond."""
    groups = defaultdict(list)
    for one, _, handled, verified in _recount(store):
        groups[_key(one, by)].append((one, handled, verified))
    rows = _rows(_book(store).cases(lambda table: times(table, Where(), by)))
    for key, group in groups.items():
        done = [(h - one.created_at) // timedelta(microseconds=1) for one, h, _ in group if h]
        proven = [(v - one.created_at) // timedelta(microseconds=1) for one, _, v in group if v]
        due = [(one, h) for one, h, _ in group if one.case.due_at and (h or one.status is Status.HANDLING)]
        late = [one for one, h in due if h is None or h > one.case.due_at]
        row = rows[key]
        assert (row["cases"], row["handled"], row["verified"]) == (len(group), len(done), len(proven))
        assert row["to_handled_p50"] == (percentile(done, 0.5) / 1e6 if done else None)
        assert row["to_handled_p90"] == (percentile(done, 0.9) / 1e6 if done else None)
        assert row["whole_p90"] == (percentile(proven, 0.9) / 1e6 if proven else None)
        assert row["late_cases"] == len(late)


def test_filters_mix(store):
    """Whatever is asked for at once, it is what every filter lets through."""
    where = Where(
        since=micros(at(5 * 86400)),
        until=micros(at(20 * 86400)),
        owners=("police", "education"),
        grids=("330109001",),
        hours=tuple(range(8, 20)),
        no_unit=False,
        units=("U1", "U2"),
    )
    wanted = [
        one
        for one, *_ in _recount(store)
        if at(5 * 86400) <= one.opened_at < at(20 * 86400)
        and one.owner in {"police", "education"}
        and (one.place.grid_code or "").startswith("330109001")
        and one.opened_at.astimezone(ZONE).hour in range(8, 20)
        and one.case.unit is not None
    ]
    assert wanted
    found = _book(store).cases(lambda table: int(table.mask(where).sum()))
    assert found == len(wanted)


def test_false_alarms_are_of_cameras_and_days(store):
    """Rejections a camera and day; an owner's against the owner's own cameras."""
    wrong = [one for one, verdict, _, _ in _recount(store) if verdict == "rejected"]
    answer = _book(store).cases(
        lambda table: false_alarms(table, Where(), "owner", cameras=10, of={"police": 2}, days=30)
    )
    assert answer.total.values[1:] == (len(wrong), 10, len(wrong) / 300)
    theirs = sum(one.owner == "police" for one in wrong)
    police = next(group for group in answer.groups if group.key == "police")
    assert police.values[1:] == (theirs, 2, theirs / 60)


def test_a_book_follows_what_changes(store):
    """What is committed between two questions is in the second, and a case that changed is counted once."""
    kept = MemoryStore()
    rng = random.Random(9)
    put(kept, [life(rng, n) for n in range(5)])
    book = _book(kept)
    before = book.cases(lambda table: confirmed(table, Where(merged=True), "none").total.values)
    with kept.read() as reader:
        one = reader.incident("inc_0000")
        seq = len(reader.history("inc_0000"))
    with kept.write() as writer:
        writer.put_incident(
            changed(one, seconds=9e6, status=Status.REJECTED, facts={}),
            [step(seq + 1, "rejected", who="operator:li", seconds=9e6)],
        )
    after = book.cases(lambda table: confirmed(table, Where(merged=True), "none").total.values)
    assert after[0] == before[0] == 5
    assert after != before
