from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gridwatch.cli.app import app
from tests.gridwatch.cli.test_webhook import configs

RUN = CliRunner()
__all__ = ["configs"]


def _rows(folder: str, *options: str) -> list[dict[str, object]]:
    return list(
        json.loads(RUN.invoke(app, ["webhook", "ledger", "-c", folder, "--json", "-", *options]).stdout)
    )


def test_every_attempt_is_told(configs: str) -> None:
    """With its answer; as JSON beside its delivery, as lines on request."""
    (row,) = _rows(configs)
    assert (row["state"], row["case_number"]) == ("dead", None)
    ((line),) = row["ledger"]  # type: ignore[misc] # a list of one
    assert (line["status"], line["outcome"], line["detail"]) == (500, "gave_up", "no")
    assert "body" not in row
    assert _rows(configs, "--bodies")[0]["body"] == '{"hello":"world"}'
    lines = RUN.invoke(app, ["webhook", "ledger", "-c", configs, "--attempts"]).output.splitlines()
    assert lines[0].split("\t")[:3] == ["id", "receiver", "number"]
    assert lines[1].split("\t")[:3] == ["msg_1", "platform", "1"]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--state", "dead"], 1),
        (["--state", "held,accepted"], 0),
        (["--incident", "inc_1"], 1),
        (["--case", "A-17"], 0),
        (["--text", "hello"], 1),
        (["--text", "goodbye"], 0),
        (["--until", "2000-01-01T00:00+08:00"], 0),
        (["--receiver", "nobody"], 0),
    ],
)
def test_the_ledger_is_searched(configs: str, options: list[str], found: int) -> None:
    """By everything that an auditor knows."""
    assert len(_rows(configs, *options)) == found
    assert Path(configs).exists()
