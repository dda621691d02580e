"""What is PostgreSQL's alone; everything else of the store is in the files beside it, for every store."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from alerts.audit.whole import audit
from alerts.store.address import PASSWORD, read_address
from alerts.store.alone import Taken, alone
from alerts.store.base import DeliveryState, IncidentQuery
from alerts.store.engine import BUSY_MS, open_engine, reading, writing
from alerts.store.migrate import configuration, to_head
from alerts.store.sql import SqlStore
from alerts.store.tables import metadata
from core.errors import StoreError
from core.incident import Status
from gridwatch.workbench.feedback.reading import reading_only
from tests.builders_store import attempt, delivery, incident, step
from tests.fakes.postgres import ENVIRONMENT, Cluster

HOLD = """
import sys
from alerts.store.alone import alone
with alone(sys.argv[1], {"GRIDWATCH_STORE_PASSWORD": sys.argv[2]}):
    print(1, flush=True)
    input()
"""


@pytest.fixture
def engine(cluster: Cluster) -> Iterator[Engine]:
    """An empty database."""
    made = open_engine(read_address(cluster.database(), ENVIRONMENT), durable=True)
    yield made
    made.dispose()


@pytest.fixture
def url(swept: Callable[[], str]) -> str:
    """The address of a migrated, empty one."""
    return swept()


def test_revisions_forth_and_back_and_forth(engine: Engine) -> None:
    """From nothing, and from what the first version wrote, to exactly the tables; and back to nothing."""
    command.upgrade(configuration(engine), "v0001")
    with writing(engine) as connection:
        connection.execute(
            text(
                "INSERT INTO disabled_receiver (receiver, reason) VALUES ('grid', 'told 410, 网格平台不再接收')"
            )
        )
    to_head(engine)
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert connection.scalar(text("SELECT reason FROM disabled_receiver")) == "told 410, 网格平台不再接收"
    command.downgrade(configuration(engine), "base")
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    to_head(engine)


def test_cases_of_an_older_database_are_bound(engine: Engine, cluster: Cluster) -> None:
    """Cases from before there was a trail, or heads of queues, are in order after the update."""
    url = cluster.address(str(engine.url.database))
    store = SqlStore(url, environment=ENVIRONMENT)
    with store.write() as writer:
        writer.put_incident(incident("inc_1"), [step(1), step(2, "confirmed")])
        writer.put_incident(incident("inc_2", status=Status.CANDIDATE), [step()])
        writer.enqueue(delivery())
        writer.enqueue(delivery("msg_2"))
        writer.settle(attempt(seconds=3), state=DeliveryState.ACCEPTED, next_at=None)
    command.downgrade(configuration(engine), "v0002")
    to_head(engine)
    with store.read() as reader:
        assert [(row.incident_id, row.kind) for row in reader.trail()] == [
            *[("inc_1", "step")] * 2,
            *[("inc_1", "queued"), ("inc_1", "settled"), ("inc_1", "queued")],
        ]
        assert [one.id for one in reader.due_deliveries(delivery().created_at, 9)] == ["msg_2"]
    store.close()


def test_two_processes_write_one_after_the_other(url: str) -> None:
    """Two stores know nothing of each other's lock: the database has one, and the trail stays one chain."""
    stores = [SqlStore(url, environment=ENVIRONMENT) for _ in range(2)]

    def begin(number: int) -> None:
        with stores[number % 2].write() as writer:
            name = f"inc_{number:02}"
            writer.put_incident(incident(name), [step()])
            writer.enqueue(delivery(f"msg_{number:02}", incident_id=name))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(begin, range(40)))
    with stores[0].read() as reader:
        assert reader.trail_head().number == 80
        assert audit(reader).whole
    for store in stores:
        store.close()


def test_a_writer_does_not_wait_for_ever(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process that hangs in a transaction is told as such, as with SQLite."""
    monkeypatch.setitem(open_engine.__globals__["_POSTGRES"], "options", f"-c lock_timeout={BUSY_MS // 100}")
    one, other = (SqlStore(url, environment=ENVIRONMENT) for _ in range(2))
    with one.write(), pytest.raises(StoreError, match="lock timeout"), other.write():
        pass
    with other.write() as writer:
        writer.put_bookmark("free", {})
    one.close()
    other.close()


def test_a_reader_sees_one_moment_and_changes_nothing(url: str) -> None:
    """An export or audit of hours is of one instant, however much is written meanwhile; a reader cannot write."""
    store = SqlStore(url, environment=ENVIRONMENT)
    with store.write() as writer:
        writer.put_incident(incident("inc_1"), [step()])
    with store.read() as reader, reading_only(url, ENVIRONMENT) as other:
        assert (reader.trail_head().number, other.trail_head().number) == (1, 1)
        with store.write() as writer:
            writer.put_incident(incident("inc_2"), [step()])
        assert (reader.trail_head().number, other.trail_head().number) == (1, 1)
        assert len(reader.find(IncidentQuery()).incidents) == 1
        with pytest.raises(StoreError, match="read-only"), reading(store._engine) as connection:
            connection.execute(text("DELETE FROM trail"))
    store.close()


def test_a_server_that_was_restarted_is_found_again(cluster: Cluster, url: str) -> None:
    """As by a power cut: what was committed is there, what was not is told, and the next transaction works."""
    store = SqlStore(url, environment=ENVIRONMENT)
    with store.write() as writer:
        writer.put_incident(incident("inc_1"), [step()])

    def cut_off() -> None:
        with store.write() as writer:
            writer.put_incident(incident("inc_2"), [step()])
            cluster.stop()

    with pytest.raises(StoreError, match=r"terminating|closed|lost"):
        cut_off()
    with pytest.raises(StoreError, match="refused"), store.read():
        pass
    cluster.start()
    with store.read() as reader:
        assert [one.id for one in reader.find(IncidentQuery()).incidents] == ["inc_1"]
        assert audit(reader).whole
    with store.write() as writer:
        writer.put_incident(incident("inc_2"), [step()])
    store.close()


def test_one_service_a_database(url: str) -> None:
    """A second is refused until the first has died, by whatever death; a database beside it is another one."""
    arguments = [sys.executable, "-c", HOLD, url, ENVIRONMENT[PASSWORD]]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        first.stdout.readline()
        with pytest.raises(StoreError, match=r"another gridwatch works on d\d+ of"), alone(url, ENVIRONMENT):
            pass
        first.kill()
    free = threading.Event()
    for _ in range(100):  # the server notices a moment later
        try:
            with alone(url, ENVIRONMENT):
                free.set()
                break
        except StoreError:
            free.wait(0.05)
    assert free.is_set()


def test_a_hold_that_a_restart_swept_away_is_taken_again(cluster: Cluster, url: str) -> None:
    """The server forgets its locks: before the next write it is held again, and a second service still refused."""
    with alone(url, ENVIRONMENT) as held:
        store = SqlStore(url, environment=ENVIRONMENT, held=held)
        cluster.stop()
        with pytest.raises(StoreError, match="refused"):
            held.confirm()
        cluster.start()
        with store.write() as writer:
            writer.put_bookmark("x", {})
        with pytest.raises(Taken, match="another gridwatch"), alone(url, ENVIRONMENT):
            pass
        store.close()


def test_who_was_faster_after_a_restart_has_it(cluster: Cluster, url: str) -> None:
    """The one who had it before writes nothing any more, and is told why."""
    with alone(url, ENVIRONMENT) as held:
        store = SqlStore(url, environment=ENVIRONMENT, held=held)
        cluster.stop()
        cluster.start()
        with alone(url, ENVIRONMENT) as other:
            with pytest.raises(Taken, match="another gridwatch works on"), store.write() as writer:
                writer.put_bookmark("x", {})
            with pytest.raises(Taken):
                held.confirm()
            other.confirm()
        with store.write() as writer:  # the other is gone
            assert writer.bookmark("x") is None
        store.close()


def test_a_session_of_ours_that_the_server_has_not_missed_yet_is_ended(url: str) -> None:
    """The network swallowed us: the server holds our own lock against us, until we end that session by name."""
    with alone(url, ENVIRONMENT) as held:
        lost, held._connection = held._connection, None  # type: ignore[attr-defined]  # what a cut network leaves
        held.confirm()
        with pytest.raises(DBAPIError, match="terminating"):
            lost.scalar(text("SELECT 1"))
        lost.invalidate()
        with pytest.raises(Taken), alone(url, ENVIRONMENT):
            pass


def test_what_is_wrong_with_an_address_is_told_without_its_password(cluster: Cluster) -> None:
    """The wrong password, no such database, no such driver, texts that are not UTF-8."""
    address = cluster.address("postgres")
    with pytest.raises(StoreError, match="password authentication failed") as caught:
        SqlStore(address, environment={PASSWORD: "a-wrong-one"})
    assert "a-wrong-one" not in str(caught.value)
    with pytest.raises(StoreError, match=r"no password supplied.*set GRIDWATCH_STORE_PASSWORD"):
        SqlStore(address, environment={})
    with pytest.raises(StoreError, match='database "none" does not exist'):
        SqlStore(cluster.address("none"), environment=ENVIRONMENT)
    with pytest.raises(StoreError, match=r"needs the driver psycopg2.*gridwatch\[postgres\]"):
        SqlStore(address.replace("postgresql:", "postgresql+psycopg2:"), environment=ENVIRONMENT)
    cluster.sql("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0")
    with pytest.raises(StoreError, match="LATIN1; make one with ENCODING 'UTF8'"):
        SqlStore(cluster.address("latin"), environment=ENVIRONMENT)
