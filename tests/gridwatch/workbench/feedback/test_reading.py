from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from alerts.life import Event
from alerts.store.sql import SqlStore
from core.errors import StoreError
from core.incident import Status
from gridwatch.workbench.feedback.reading import read_cases, reading_only
from gridwatch.workbench.feedback.verdicts import By, Said
from tests import builders_store as store_build
from tests.builders import START
from tests.builders_desk import incident, view
from tests.builders_feedback import step


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A store with a rejected incident, an older open one of the same camera, and one of another camera."""
    address = f"sqlite:///{tmp_path / 'g.db'}"
    store = SqlStore(address)
    with store.write() as writer:
        for number, (status, camera) in enumerate(
            [(Status.OPEN, "cam-1"), (Status.REJECTED, "cam-1"), (Status.OPEN, "cam-2")]
        ):
            one = incident(
                status,
                view(camera, subject=f"{camera}/waste/{number}"),
                incident_id=f"inc_{number}",
                created_at=START + timedelta(seconds=number),
            )
            last = step(Event.REJECT, after=status) if status is Status.REJECTED else store_build.step()
            writer.put_incident(one, [last])
    store.close()
    return address


def test_cases_and_what_surrounds_them(url: str) -> None:
    """What has a verdict is a case; the camera's other incidents are read too, those of other cameras are not."""
    with reading_only(url, {}) as reader:
        cases, around = read_cases(reader, None)
        none, _ = read_cases(reader, START + timedelta(days=1))
        untrusted, _ = read_cases(reader, None, [By.LOOKS])
    assert [case.incident.id for case in cases] == ["inc_1"]
    assert cases[0].verdict is not None
    assert cases[0].verdict.said is Said.REJECTED
    assert [case.incident.id for case in around] == ["inc_0", "inc_1"]
    assert around[0].verdict is None
    assert (none, untrusted) == ((), ())


def test_it_reads_beside_a_running_service(url: str) -> None:
    """A service that is in the middle of a transaction neither waits nor is seen half."""
    store = SqlStore(url)
    with store.write() as writer, reading_only(url, {}) as reader:
        writer.put_incident(incident(Status.OPEN, incident_id="inc_9"), [store_build.step()])
        assert reader.incident("inc_9") is None
        assert reader.incident("inc_1") is not None
    store.close()


def test_it_cannot_write(url: str) -> None:
    """The connection itself refuses, whatever the code above it does."""
    with (
        pytest.raises(StoreError, match="readonly") as caught,
        reading_only(url, {}) as reader,
    ):
        reader._connection.execute(text("DELETE FROM incident"))
    assert isinstance(caught.value.__cause__, OperationalError)


def test_an_absent_or_foreign_database_is_told(tmp_path: Path) -> None:
    """Nothing is created where there is none, and a file of something else is named as such."""
    with (
        pytest.raises(StoreError, match="no such database"),
        reading_only(f"sqlite:///{tmp_path / 'x.db'}", {}),
    ):
        pass
    assert not (tmp_path / "x.db").exists()
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE t (x)").connection.close()
    with (
        pytest.raises(StoreError, match="no such table"),
        reading_only(f"sqlite:///{tmp_path / 'other.db'}", {}) as reader,
    ):
        read_cases(reader, None)
