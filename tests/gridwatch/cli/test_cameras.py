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


def test_a_probe_tells_what_is_wrong_and_ends_badly() -> None:
    """Nobody listens on the example's port: one row a camera, each with its cure."""
    result = RUN.invoke(
        app, ["cameras", "probe", "-c", str(ROOT / "configs"), "--camera", "cam-01", "--json", "-"]
    )
    (row,) = json.loads(result.output[result.output.index("[") :])
    assert result.exit_code == 1
    assert not row["ok"]
    assert row["problems"][0]["cure"]


def test_an_unknown_camera_is_named() -> None:
    """A slip of the pen must not probe nothing and say that all is well."""
    result = RUN.invoke(app, ["cameras", "probe", "-c", str(ROOT / "configs"), "--camera", "cam-99"])
    assert "no camera cam-99" in str(result.exception)
