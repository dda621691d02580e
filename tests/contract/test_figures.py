"""What figures are counted from, held against every store: never another story than the cases themselves tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from alerts.store.base import DeliveryState
from alerts.store.cursor import micros
from alerts.store.figures import FILLED, HOUR_US, CaseFigure, Looks
from alerts.store.figuring import figure_of
from alerts.store.load import LoadMark, Marked
from core.case import Case, Stage, Unit
from core.incident import Status
from core.people.scope import Scope
from tests.builders import at
from tests.builders_store import attempt, delivery, incident, place, step

FAR = 10**9  # hours


def _rows(store) -> dict[str, CaseFigure]:
    with store.read() as reader:
        return {row.incident_id: row for row in reader.case_figures()}


def _life(store, one, *steps) -> None:
    """Put an incident through its life, a version a step; it ends as `one`."""
    for n, taken in enumerate(steps, start=1):
        with store.write() as writer:
            status = one.status if n == len(steps) else taken.after
            writer.put_incident(replace(one, version=n, status=status), [replace(taken, seq=n)])


def test_a_case_is_numbered_once_and_changed_often(store):
    """Numbers have no gap and stay; a change moves the row to the end of what a reader still has to take in."""
    for n in range(3):
        with store.write() as writer:
            writer.put_incident(incident(f"inc_{n}"), [step()])
    first = _rows(store)
    assert sorted(row.number for row in first.values()) == [1, 2, 3]
    last = max(row.changed for row in first.values())
    with store.write() as writer:
        writer.put_incident(replace(incident("inc_0"), version=2, status=Status.ACKNOWLEDGED), [step(2)])
    with store.read() as reader:
        (changed,) = reader.case_figures(after=last)
        assert (changed.incident_id, changed.number, changed.status) == (
            "inc_0",
            first["inc_0"].number,
            "acknowledged",
        )
        assert reader.last_figure() == changed.changed
        assert reader.case_figures(after=changed.changed) == []


def test_what_was_never_opened_is_no_case(store):
    """A candidate that comes to nothing is in no figure."""
    with store.write() as writer:
        writer.put_incident(incident("inc_1", status=Status.CANDIDATE, opened_at=None), [step()])
    assert _rows(store) == {}


def test_a_row_is_what_the_whole_history_says(store):
    """Kept step by step, a row is the same as one made of the case and its whole history."""
    unit = Case(stage=Stage.CLOSED, unit=Unit(code="U1", name="城管"), due_at=at(9000))
    one = incident("inc_1", status=Status.CLOSED, case=unit)
    _life(
        store,
        one,
        step(1, what="opened", after=Status.OPEN),
        step(2, what="confirmed", who="operator:li", seconds=10, after=Status.ACKNOWLEDGED),
        step(3, what="handled", who="platform:p", seconds=100, after=Status.VERIFYING),
        step(4, what="reopened", who="gridwatch", seconds=200, after=Status.REOPENED),
        step(5, what="handled", who="platform:p", seconds=300, after=Status.VERIFYING),
        step(6, what="case_closed", who="platform:p", seconds=350, after=Status.VERIFYING),
        step(7, what="closed", who="gridwatch", seconds=400, after=Status.CLOSED),
    )
    row = _rows(store)["inc_1"]
    with store.read() as reader:
        whole = figure_of(None, reader.incident("inc_1"), reader.history("inc_1"))
    assert whole is not None
    assert row._replace(number=0, changed=0) == whole
    assert (row.unit, row.verdict, row.stage) == ("U1", "operator", "closed")
    assert row.handled_at - row.found_at == 300_000_000
    assert row.verified_at - row.handled_at == 100_000_000


def test_deliveries_are_counted_by_the_hour_they_were_queued_in(store):
    """Accepted, late, dead and held, also when a replay or a stopped receiver moves many at once."""
    with store.write() as writer:
        writer.put_incident(incident("inc_1"), [step()])
        for n in range(6):
            writer.enqueue(delivery(f"d{n}", seconds=3600 * (n // 3)))
        for n, (wait, state) in enumerate([(1, "accepted"), (400, "accepted"), (1, "dead")]):
            writer.settle(attempt(f"d{n}", seconds=wait), state=DeliveryState(state), next_at=None)
    hour = int(at(0).timestamp()) // 3600

    def counted():
        with store.read() as reader:
            return [tuple(row) for row in reader.delivery_figures(0, FAR)]

    assert counted() == [(hour, "platform", 3, 2, 1, 1, 0), (hour + 1, "platform", 3, 0, 0, 0, 0)]
    with store.write() as writer:
        writer.requeue(["d1", "d2"], at(500))
        assert [row.dead for row in writer.delivery_figures(0, FAR)] == [0, 0]
    assert counted()[0] == (hour, "platform", 3, 1, 0, 0, 0)
    with store.write() as writer:
        writer.disable_receiver("platform", "410")
        writer.enqueue(delivery("d6"))
    assert counted() == [(hour, "platform", 4, 1, 0, 0, 3), (hour + 1, "platform", 3, 0, 0, 0, 3)]
    with store.write() as writer:
        writer.enable_receiver("platform", at(600))
    assert counted() == [(hour, "platform", 4, 1, 0, 0, 0), (hour + 1, "platform", 3, 0, 0, 0, 0)]
    with store.read() as reader:
        assert [row.hour for row in reader.delivery_figures(hour + 1, FAR)] == [hour + 1]


def test_deliveries_of_a_scope_are_those_about_its_cases(store):
    """By owner, by grid and by both, the same numbers as are kept of everybody's; and what is not accepted."""
    with store.write() as writer:
        for name, owner, grid in (("a", "police", "990101001001001"), ("b", "schools", "990101002001001")):
            writer.put_incident(incident(f"inc_{name}", owner=owner, place=place(grid=grid)), [step()])
            for n in range(3):
                writer.enqueue(delivery(f"{name}{n}", incident_id=f"inc_{name}", seconds=3600 * (n // 2)))
        writer.settle(attempt("a0", seconds=400), state=DeliveryState.ACCEPTED, next_at=None)
        writer.settle(attempt("a1", seconds=1), state=DeliveryState.DEAD, next_at=None)
    hour = int(at(0).timestamp()) // 3600
    mine = [(hour, "platform", 2, 1, 1, 1, 0), (hour + 1, "platform", 1, 0, 0, 0, 0)]
    scopes = (
        Scope(owners=("police",)),
        Scope(grids=("990101001",)),
        Scope(grids=("9901010010010",), owners=("police", "x")),
    )
    with store.read() as reader:
        for scope in scopes:
            assert [tuple(row) for row in reader.delivery_figures(0, FAR, scope)] == mine
            assert [row.hour for row in reader.delivery_figures(hour + 1, FAR, scope)] == [hour + 1]
            left = {DeliveryState.PENDING: 1, DeliveryState.DEAD: 1}
            assert reader.count_undelivered(scope) == {("platform", state): n for state, n in left.items()}
        assert reader.delivery_figures(0, FAR, Scope(owners=("nobody",))) == []
        assert reader.count_undelivered()["platform", DeliveryState.PENDING] == 4


def test_looks_add_up_within_their_hour(store):
    """Two minutes of one hour are one row; what is older than four hundred days goes."""
    with store.write() as writer:
        writer.add_looks(10, "police", Looks(due=5, on_time=3, late=1, kinds={"failed.timeout": 1}))
        writer.add_looks(
            10, "police", Looks(due=2, on_time=2, kinds={"failed.timeout": 1, "missed.budget": 2})
        )
        writer.add_looks(500_000, "police", Looks(due=1, on_time=1))
    with store.read() as reader:
        first, _ = reader.look_figures(0, FAR)
        assert first[:5] == (10, "police", 7, 5, 1)
        assert first.kinds == '{"failed.timeout": 2, "missed.budget": 2}'
        assert [row.hour for row in reader.look_figures(11, FAR)] == [500_000]
    with store.write() as writer:
        assert writer.prune(at(0))["looks"] == 1


def test_the_first_hour_is_that_of_looks_or_alarms(store):
    """Whichever came first; an empty store knows of no hour."""
    with store.read() as reader:
        assert reader.first_hour() is None
    hour = micros(at(0)) // HOUR_US
    with store.write() as writer:
        writer.add_load_marks([LoadMark(at=at(5400), incident_id="inc_1", what=Marked.SHOWN)])
    with store.read() as reader:
        assert reader.first_hour() == hour + 1
    with store.write() as writer:
        writer.add_looks(hour, "police", Looks(due=1, on_time=1))
    with store.read() as reader:
        assert reader.first_hour() == hour


def test_alarms_name_their_case(store):
    """What was shown, alone or in a group, with the number of the case; what was held or taken is no alarm."""
    with store.write() as writer:
        writer.put_incident(incident("inc_1"), [step()])
        kinds = (Marked.SHOWN, Marked.GROUPED, Marked.HELD, Marked.TAKEN)
        writer.add_load_marks(
            [LoadMark(at=at(n), incident_id="inc_1", what=what, by="g") for n, what in enumerate(kinds)]
            + [LoadMark(at=at(9), incident_id="inc_unknown", what=Marked.SHOWN)]
        )
    with store.read() as reader:
        marks = reader.mark_figures()
        assert [(mark.group, mark.case) for mark in marks] == [("", 1), ("g", 1), ("", 0)]
        assert reader.mark_figures(after=marks[0].number, limit=1) == marks[1:2]


def test_older_cases_get_their_rows_in_portions(tmp_path, migrated):
    """A database from before figures is gone through once; what has changed meanwhile is not counted twice."""
    import shutil

    from sqlalchemy import text

    from alerts.store.engine import writing
    from alerts.store.sql import SqlStore

    shutil.copy(migrated, tmp_path / "store.db")
    kept = SqlStore(f"sqlite:///{tmp_path / 'store.db'}", environment={})
    for n in range(5):
        with kept.write() as writer:
            writer.put_incident(incident(f"inc_{n}"), [step()])
    before = {key: row._replace(number=0, changed=0) for key, row in _rows(kept).items()}
    with writing(kept._engine) as connection:
        connection.execute(text("DELETE FROM case_figure"))
    with kept.write() as writer:
        writer.put_incident(
            replace(incident("inc_3"), version=2), [step(2, what="confirmed", who="operator:li")]
        )
    with kept.write() as writer:
        assert writer.fill_figures(limit=2) == 2
    with kept.write() as writer:
        while writer.fill_figures(limit=2):
            pass
        assert writer.bookmark(FILLED) == {"id": None}
    after = {key: row._replace(number=0, changed=0) for key, row in _rows(kept).items()}
    assert after.pop("inc_3").verdict == "operator"
    before.pop("inc_3")
    assert after == before
    kept.close()


def test_an_hour_is_an_hour():
    """The hour of a delivery is whole hours since 1970."""
    assert timedelta(microseconds=HOUR_US) == timedelta(hours=1)
