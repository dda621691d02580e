"""Each question is answered by the index that is meant for it: at a million incidents that is the design."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from alerts.store import heads, queries
from alerts.store.base import DeliveryState, IncidentQuery
from alerts.store.engine import reading
from alerts.store.sql import SqlStore
from core.case import Stage
from core.incident import Status
from core.people.scope import EVERYTHING, Scope
from tests.builders import at


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """An empty database; SQLite plans without figures about its content, as in production."""
    folder: Path = tmp_path_factory.mktemp("plans")
    store = SqlStore(f"sqlite:///{folder / 'x.db'}", environment={})
    with reading(store._engine) as opened:
        yield opened
    store.close()


def _plan(connection: Connection, question: Any) -> str:
    texts = dict.fromkeys(("id", "incident_id", "receiver", "of_incident", "of_receiver"), "x")
    asked = question.params(texts | {"ids": ["x"], "without": ["x"], "now": 5, "limit": 5})
    compiled = asked.compile(connection, compile_kwargs={"literal_binds": True, "render_postcompile": True})
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")
    return "\n".join(str(row[3]) for row in rows)


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ({}, "ix_incident_updated"),
        ({"statuses": (Status.OPEN,)}, "ix_incident_status"),
        ({"matters": ("crowd",)}, "ix_incident_matter"),
        ({"owners": ("police",)}, "ix_incident_owner"),
        ({"grid_prefix": "330109"}, "ix_incident_updated"),
        ({"grid_prefix": "330109001"}, "ix_incident_street"),
        ({"grid_prefix": "330109001002"}, "ix_incident_community"),
        ({"grid_prefix": "330109001002003"}, "ix_incident_grid"),
        ({"box": (120.0, 30.0, 121.0, 31.0)}, "COVERING INDEX ix_incident_updated"),
        ({"since": at(0), "until": at(9)}, "ix_incident_updated"),
        ({"held": ("confirmation",)}, "ix_incident_held"),
        ({"overdue": True}, "ix_incident_overdue"),
        ({"stages": (Stage.SUSPENDED,)}, "ix_incident_stage"),
        ({"grid_prefix": "330109001", "matters": ("crowd",), "statuses": (Status.CLOSED,)}, "COVERING INDEX"),
        ({"owners": ("police",), "matters": ("crowd",)}, "COVERING INDEX"),
    ],
)
def test_lists_come_in_order_from_an_index(connection, query, index):
    """One index gives filter and order: nothing is sorted, and a page costs what a page costs."""
    plan = _plan(connection, queries.page(IncidentQuery(**query)))
    chosen = plan.split("document")[0]
    assert index in chosen, plan
    assert "SCAN incident_document" not in plan
    assert "USE TEMP B-TREE FOR ORDER BY" not in chosen.split("CO-ROUTINE")[-1].split("SEARCH document")[0], (
        plan
    )


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ({"camera_id": "cam-1", "matters": ("crowd",), "statuses": (Status.CLOSED,)}, "incident_camera"),
        ({"box": (120.0, 30.0, 120.003, 30.01), "owners": ("police",)}, "ix_incident_place"),
        ({"statuses": (Status.OPEN,), "grid_prefix": "330109001"}, "ix_incident_live"),
        (
            {"statuses": (Status.OPEN, Status.HANDLING), "scope": Scope(owners=("police",))},
            "ix_incident_live",
        ),
    ],
)
def test_few_rows_are_found_first_and_then_looked_through(connection, query, index):
    """Whatever else is asked: a planner without figures would go through a whole matter or year for them."""
    plan = _plan(connection, queries.page(IncidentQuery(**query))).split("document")[0]
    first = next(line for line in plan.splitlines() if line.startswith(("SEARCH", "SCAN")))
    assert index in first, plan
    assert "ix_incident_updated" not in plan, plan


def test_due_reads_heads_only(connection):
    """A partial index that holds nothing that is done or waits behind another, in the order that is wanted."""
    plan = _plan(connection, queries.due("platform"))
    assert "USING INDEX ix_delivery_head" in plan
    assert "SCAN delivery" not in plan
    assert "TEMP B-TREE" not in plan


def test_live_reads_what_lives_only(connection):
    """A district has some hundreds of live incidents among millions."""
    for matter, index in (("crowd", "ix_incident_live_matter"), (None, "ix_incident_live")):
        plan = _plan(connection, queries.live(matter))
        assert f"INDEX {index}" in plan, plan
        assert "TEMP B-TREE" not in plan, plan


@pytest.mark.parametrize(
    ("question", "index"),
    [
        (queries.incident_by_subject("x"), "live_subject"),
        (queries.INCIDENT_BY_ID, "incident_document"),
        (queries.INCIDENTS_BY_ID, "incident_document"),
        (queries.STANDING, "incident_document"),
        (queries.BEFORE_ENQUEUE, "uq_delivery_incident_id"),
        (queries.HISTORY, "step"),
        (queries.DELIVERY_BY_ID, "uq_delivery_id"),
        (queries.STANDING_DELIVERIES, "uq_delivery_id"),
        (heads.OLDEST, "ix_delivery_queue"),
        (queries.ledger("x"), "attempt"),
        (queries.events(3, 10), "live_event"),
        (queries.by_status(EVERYTHING), "COVERING INDEX ix_incident_status"),
        (queries.by_state(), "COVERING INDEX ix_delivery_state"),
    ],
)
def test_single_rows_and_counts_come_by_key(connection, question, index):
    """No table is read from end to end for one row."""
    plan = _plan(connection, question)
    harmless = ("COVERING INDEX", "CONSTANT ROW")
    scans = [line for line in plan.splitlines() if line.startswith("SCAN")]
    lines = [line for line in scans if not any(word in line for word in harmless)]
    assert lines == []
    assert index in plan or "sqlite_autoindex" in plan


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({"incident_id": "x"}, "uq_delivery_incident_id"),
        ({"receiver": "x"}, "ix_delivery_receiver"),
        ({"states": (DeliveryState.DEAD,)}, "ix_delivery_state"),
    ],
)
def test_outbox_lists_come_by_index(connection, asked, index):
    """The ledger of years is asked by what an auditor names."""
    given = {"incident_id": None, "receiver": None, "states": (), "since": None, "limit": 10} | asked
    plan = _plan(connection, queries.deliveries(**given))
    assert index in plan or "sqlite_autoindex_delivery" in plan
