"""A folder that can be served."""

from __future__ import annotations

from pathlib import Path

from gridwatch.bench.console.folder import CONFIGS, token_of
from gridwatch.configuration.loader import inspect


def test_its_configuration_has_no_mistake(filled: Path) -> None:
    """Cameras, grid, codes and a token; nobody is looked at before a day has passed."""
    configuration, problems = inspect(filled / CONFIGS, {})
    assert [str(problem) for problem in problems] == []
    assert configuration is not None
    assert len(configuration.cameras) == 60
    assert len(token_of(filled)) == 32
