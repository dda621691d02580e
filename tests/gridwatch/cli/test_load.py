from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from alerts.store.load import LoadMark, Marked
from alerts.store.sql import SqlStore
from gridwatch.cli.app import app
from tests.builders import START, at
from tests.builders_configs import shipped

RUN = CliRunner()
SINCE, UNTIL = ((START + timedelta(hours=h)).strftime("%Y-%m-%dT%H:%M%z") for h in (0, 2))


@pytest.fixture
def configs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A configuration whose store knows of twenty alarms of one source."""
    monkeypatch.setenv("GRIDWATCH_SECRET_API_TOKEN", "a-token-for-tests")
    folder, url = shipped(tmp_path, "load: {seats: 2}")
    store = SqlStore(url)
    with store.write() as writer:
        writer.add_load_marks(
            [
                LoadMark(
                    at=at(60 * n), incident_id=f"inc_{n}", what=Marked.SHOWN, source="cam-1", severity="minor"
                )
                for n in range(20)
            ]
        )
    store.close()
    return str(folder)


def test_the_report_is_a_table_with_verdicts_and_json(configs: str, tmp_path: Path) -> None:
    """By the seats of the settings: ten an hour are five for each of two."""
    asked = ["load", "report", "-c", configs, "--since", SINCE, "--until", UNTIL]
    result = RUN.invoke(app, asked)
    assert result.exit_code == 0, result.output
    assert "alarms per seat and hour\t5\t<= 6\tgood" in result.output
    assert "chattering sources\t1\t<= 0\tTOO HIGH" in result.output
    told = json.loads(RUN.invoke(app, [*asked, "--json", "-"]).output)
    assert (told["alarms"], told["seat_hours"]) == (20, 4)
    target = tmp_path / "plots" / "load.png"
    result = RUN.invoke(app, [*asked, "--plot", str(target)])
    assert result.exit_code == 0, result.output
    assert target.stat().st_size > 1000


def test_a_time_that_ends_before_it_begins_is_refused(configs: str) -> None:
    """It says which way round."""
    result = RUN.invoke(app, ["load", "report", "-c", configs, "--since", UNTIL, "--until", SINCE])
    assert result.exit_code == 2


def test_a_year_is_simulated_with_its_assumptions(tmp_path: Path) -> None:
    """A row for each variant and rate, JSON with what was assumed."""
    target = tmp_path / "load.json"
    asked = ["load", "simulate", "--rate", "0.3", "--cameras", "100", "--days", "2", "--jobs", "1"]
    result = RUN.invoke(app, [*asked, "--json", str(target)])
    assert result.exit_code == 0, result.output
    assert "0.3\tmerging\t" in result.output
    assert "assumed, not measured" in result.output
    assert json.loads(target.read_text())["assumptions"]["days"] == 2
