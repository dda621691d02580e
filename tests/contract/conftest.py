"""Every store there is, empty, for each test of the contract."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, text

from alerts.store import codec
from alerts.store.address import read_address
from alerts.store.base import Store
from alerts.store.engine import open_engine, writing
from alerts.store.memory import MemoryStore
from alerts.store.sql import SqlStore
from alerts.store.tables import metadata
from tests.fakes.postgres import ENVIRONMENT, Cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server."""
    server = Cluster()
    try:
        yield server
    finally:
        server.remove()


@pytest.fixture(scope="session")
def swept(cluster: Cluster) -> Iterator[Callable[[], str]]:
    """What empties the one database that these tests share, and returns its address: making one takes a second."""
    address = cluster.database()
    SqlStore(address, environment=ENVIRONMENT).close()
    from_one = text("SELECT setval(quote_ident(sequencename)::regclass, 1, false) FROM pg_sequences")
    engine = open_engine(read_address(address, ENVIRONMENT), durable=False)

    def sweep() -> str:
        with writing(engine) as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(delete(table))
            connection.execute(from_one)
        return address

    yield sweep
    engine.dispose()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database, migrated once and copied for each test."""
    path = tmp_path_factory.mktemp("store") / "empty.db"
    SqlStore(f"sqlite:///{path}", environment={}).close()
    return path


def _sqlite(request: pytest.FixtureRequest, folder: Path) -> Store:
    shutil.copy(request.getfixturevalue("migrated"), folder / "store.db")
    return SqlStore(f"sqlite:///{folder / 'store.db'}", environment={})


def _postgres(request: pytest.FixtureRequest, _folder: Path) -> Store:
    return SqlStore(request.getfixturevalue("swept")(), environment=ENVIRONMENT)


# Another store joins by one more line here.
STORES: dict[str, Callable[[pytest.FixtureRequest, Path], Store]] = {
    "memory": lambda _request, _folder: MemoryStore(),
    "postgres": _postgres,
    "sqlite": _sqlite,
}


@pytest.fixture(params=sorted(STORES))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    made = STORES[request.param](request, tmp_path)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _unremembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes back is what the database holds, not what was written a moment ago."""
    for kept in (codec._INCIDENTS, codec._STEPS):
        monkeypatch.setattr(kept, "get", lambda _text: None)
