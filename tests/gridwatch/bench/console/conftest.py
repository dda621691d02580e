"""One small filled folder for all that look at one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from alerts.store.sql import SqlStore
from gridwatch.bench.console.folder import DATABASE, Wanted, make_folder

MATTERS = {"construction_waste": 0.6, "crowding": 0.4}
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """400 cases of 60 cameras; one of them lives."""
    folder = tmp_path_factory.mktemp("filled") / "bench"
    make_folder(folder, Wanted(incidents=400, cameras=60, seed=5, matters=MATTERS), now=NOW)
    return folder


@pytest.fixture
def store(filled: Path) -> Iterator[SqlStore]:
    """Its store."""
    made = SqlStore(f"sqlite:///{filled / DATABASE}", environment={})
    yield made
    made.close()
