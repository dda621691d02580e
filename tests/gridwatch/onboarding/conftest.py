"""A configs folder to import into."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import builders_onboarding


@pytest.fixture
def configs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped configuration without a camera."""
    monkeypatch.delenv("GRIDWATCH_SECRETS", raising=False)
    return builders_onboarding.configs(tmp_path)
