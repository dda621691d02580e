from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gridwatch.cli.app import app

RUN = CliRunner()
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped configuration asks for one secret."""
    monkeypatch.setenv("GRIDWATCH_SECRET_API_TOKEN", "a-token-for-tests")


def test_the_list_says_which_profile_and_why() -> None:
    """An administrator sees what the selectors came to."""
    result = RUN.invoke(app, ["cameras", "list", "-c", str(ROOT / "configs"), "--json", "-"])
    rows = {row["id"]: row for row in json.loads(result.output)}
    assert (rows["cam-03"]["profile"], rows["cam-03"]["period_s"]) == ("plaza", 30)
    assert rows["cam-01"]["profile"] == "street"
