from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from alerts.store.sql import SqlStore
from gridwatch.cli.app import app
from tests import builders_store as build
from tests.builders_configs import shipped
from tests.builders_people import entry

RUN = CliRunner()


@pytest.fixture
def configs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A configuration whose store holds two cases and three rows."""
    monkeypatch.setenv("GRIDWATCH_SECRET_API_TOKEN", "a-token-for-tests")
    folder, url = shipped(tmp_path)
    store = SqlStore(url)
    with store.write() as writer:
        writer.put_incident(build.incident(), [build.step()])
        writer.enqueue(build.delivery())
        writer.put_incident(build.incident("inc_2"), [build.step()])
        for act in ("login", "view /api/v1/evidence/{key}", "login"):
            writer.add_audit(entry(act))
    store.close()
    return str(folder)


def _audit(*arguments: str) -> tuple[int, str]:
    result = RUN.invoke(app, ["audit", *arguments])
    return result.exit_code, result.output


def _tamper(configs: str, statement: str) -> None:
    with sqlite3.connect(Path(configs).parent / "g.db") as connection:
        connection.execute(statement)
    connection.close()


def _json(*arguments: str) -> Any:
    return json.loads(RUN.invoke(app, ["audit", *arguments, "--json", "-"]).stdout)


def test_what_was_written_is_verified(configs: str) -> None:
    """Rows and cases are counted, the head is told; one case by itself; a head noted before is found."""
    head = _json("head", "-c", configs)
    assert head["number"] == 3
    assert head["acts"]["number"] == 3
    code, told = _audit(
        "verify", "-c", configs, "--head", head["hash"].upper(), "--head", head["acts"]["hash"]
    )
    assert code == 0, told
    assert "3 rows of 2 cases are as they were written" in told
    assert "3 acts are as they were written" in told
    assert "the noted head is row 3" in told
    assert "the noted head is act 3" in told
    for chain in (head["hash"], head["acts"]["hash"]):
        assert chain in told
        assert chain in _audit("head", "-c", configs)[1]
    assert "2 rows of 1 case " in _audit("verify", "-c", configs, "--incident", "inc_1")[1]


def test_the_first_wrong_row_is_named(configs: str) -> None:
    """With its case, and exit status 1; as JSON with all of them."""
    _tamper(configs, "UPDATE trail SET record = replace(record, 'waste', 'paste')")
    code, told = _audit("verify", "-c", configs)
    assert code == 1
    assert "row 1, case inc_1, seq 1: its content has the hash" in told
    assert "and 1 more" in told
    result = _json("verify", "-c", configs)
    assert not result["whole"]
    assert [fault["row"] for fault in result["faults"]] == [1, 3]
    code, told = _audit("show", "inc_1", "-c", configs)
    assert code == 1, "shown, but not as if it could be trusted"
    assert "its content has the hash" in told


def test_the_first_wrong_act_is_named(configs: str) -> None:
    """Beside the first wrong row of the cases; as JSON each chain has its own faults."""
    _tamper(configs, "UPDATE person_audit SET who = 'nobody' WHERE number = 2")
    code, told = _audit("verify", "-c", configs)
    assert code == 1
    assert "act 2: its content has the hash" in told
    result = _json("verify", "-c", configs)
    assert (result["whole"], result["faults"], result["acts"]["whole"]) == (False, [], False)
    assert [fault["row"] for fault in result["acts"]["faults"]] == [2]
    _tamper(configs, "DELETE FROM person_audit WHERE number = 3")
    assert [fault["row"] for fault in _json("verify", "-c", configs)["acts"]["faults"]] == [2, 3], (
        "cut at its end"
    )
    _tamper(configs, "UPDATE trail SET record = replace(record, 'waste', 'paste')")
    told = _audit("verify", "-c", configs)[1]
    assert "row 1, case inc_1, seq 1: its content" in told
    assert "act 2: its content has the hash" in told
    assert "and 2 more" in told


def test_a_head_that_is_not_in_the_chain_is_refused(configs: str) -> None:
    """A head of another store, or of before a rewriting; what is no head is a mistake of the command."""
    code, told = _audit("verify", "-c", configs, "--head", "ab" * 32)
    assert code == 1
    assert "is not in the chain" in told
    assert _audit("verify", "-c", configs, "--head", "xyz")[0] == 2
    assert _audit("verify", "-c", configs, "--head", "ab" * 32, "--incident", "inc_1")[0] == 2


def test_a_trail_is_shown(configs: str) -> None:
    """In words and as JSON; of no such case it says so."""
    code, told = _audit("show", "inc_1", "-c", configs)
    assert code == 0
    assert "opened (new -> open) by rule:street/waste" in told
    assert "version 1 for platform" in told
    rows = _json("show", "inc_1", "-c", configs)["rows"]
    assert [row["kind"] for row in rows] == ["step", "queued"]
    assert json.loads(rows[0]["text"]) == rows[0]["record"]
    assert _audit("show", "inc_9", "-c", configs)[0] == 1


@pytest.mark.parametrize("damage", ["empty", "gone"])
def test_a_database_that_is_not_there_is_not_in_order(configs: str, damage: str) -> None:
    """It is told, and none is made: an empty one would have passed."""
    file = Path(configs).parent / "g.db"
    file.unlink()
    if damage == "empty":
        file.touch()
    result = RUN.invoke(app, ["audit", "verify", "-c", configs])
    assert result.exit_code == 1
    assert "there is no database" in str(result.exception)
    assert not file.exists() or file.stat().st_size == 0
