"""An empty store of each kind, for what every store must do."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from alerts.store import codec
from alerts.store.base import Store
from alerts.store.memory import MemoryStore
from alerts.store.sql import SqlStore


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database, migrated once and copied for each test."""
    path = tmp_path_factory.mktemp("store") / "empty.db"
    SqlStore(f"sqlite:///{path}", environment={}).close()
    return path


def _sqlite(empty: Path, folder: Path) -> Store:
    shutil.copy(empty, folder / "store.db")
    return SqlStore(f"sqlite:///{folder / 'store.db'}", environment={})


# A third store joins by one more line here.
STORES: dict[str, Callable[[Path, Path], Store]] = {
    "memory": lambda _empty, _folder: MemoryStore(),
    "sqlite": _sqlite,
}


@pytest.fixture(params=sorted(STORES))
def store(request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    made = STORES[request.param](migrated, tmp_path)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _unremembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes back is what the database holds, not what was written a moment ago."""
    for kept in (codec._INCIDENTS, codec._STEPS):
        monkeypatch.setattr(kept, "get", lambda _text: None)
