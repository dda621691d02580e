"""What every test may use: the shared data, or a printed reason why it is absent."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import structlog

from core.clock import ManualClock
from core.ids import CountingIds

ROOT = Path(__file__).resolve().parents[1]
START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)

# `pytest --hypothesis-profile=deep tests/scenarios/test_machine.py` plays for an hour instead of seconds.
hypothesis.settings.register_profile("deep", max_examples=5_000, stateful_step_count=80)


def absent(what: str) -> None:
    """Skip with the reason, or fail where everything is required (GRIDWATCH_REQUIRE_ALL=1)."""
    if os.environ.get("GRIDWATCH_REQUIRE_ALL") == "1":
        pytest.fail(f"GRIDWATCH_REQUIRE_ALL=1, but {what} is absent", pytrace=False)
    pytest.skip(f"{what} is absent")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of shared data (GRIDWATCH_DATA, default ../shared/data)."""
    folder = Path(os.environ.get("GRIDWATCH_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        absent(f"the shared data folder {folder} (set GRIDWATCH_DATA)")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a real Chromium; where it is there, the one without windows of its own: they cost as much again."""
    return _browser("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def desktop_chromium() -> str:
    """The path of a real Chromium that has a desktop to tell things to."""
    return _browser("chromium", "chromium-browser", "google-chrome")


def _browser(*names: str) -> str:
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        absent("Chromium (Debian packages chromium and chromium-headless-shell)")
    assert path is not None
    return path


@pytest.fixture(autouse=True)
def logs_as_they_were() -> Generator[None]:
    """A command sets logs up for its own stderr, which under a test is gone when the test is."""
    yield
    structlog.reset_defaults()
    root = logging.getLogger()
    for handler in root.handlers[:]:
        if isinstance(handler, logging.StreamHandler) and getattr(handler.stream, "closed", False):
            root.removeHandler(handler)


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands at 2026-11-02 08:00 UTC until it is moved."""
    return ManualClock(START)


@pytest.fixture
def ids() -> CountingIds:
    """Ids that count."""
    return CountingIds()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that hold something slow: of two processes none is then left alone at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Turn every skip, however it was asked for, into a failure where everything is required."""
    report = yield
    if report.skipped and os.environ.get("GRIDWATCH_REQUIRE_ALL") == "1" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"GRIDWATCH_REQUIRE_ALL=1, but {item.nodeid} was skipped: {report.longrepr}"
    return report
