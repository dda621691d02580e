from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from alerts.store.sql import SqlStore
from api.people.hashing import Hasher
from core.people.audit import AuditQuery
from gridwatch.cli.app import app

RUN = CliRunner()
PASSWORD = "a river under lanterns"


@pytest.fixture
def configs(tmp_path: Path) -> str:
    """Settings alone: an account needs nothing else."""
    folder = tmp_path / "configs"
    folder.mkdir()
    (folder / "gridwatch.yaml").write_text(
        f'district: {{name: 示范区, code: "990101"}}\nstorage: {{url: "sqlite:///{tmp_path / "g.db"}"}}\n',
        encoding="utf-8",
    )
    return str(folder)


def _run(configs: str, *arguments: str, given: str = "", code: int = 0) -> str:
    result = RUN.invoke(app, ["users", *arguments, "-c", configs], input=given)
    assert result.exit_code == code, (result.output, result.exception)
    return result.output if code == 0 else str(result.exception)


def test_the_first_administrator_by_a_pipe(configs: str, tmp_path: Path) -> None:
    """The password comes by standard input and is nowhere else; who did it is in the audit."""
    assert "root: administrator" in _run(
        configs, "add", "root", "--role", "administrator", given=f"{PASSWORD}\n"
    )
    (listed,) = json.loads(_run(configs, "list", "--json", "-"))
    assert (listed["name"], listed["role"], listed["disabled"]) == ("root", "administrator", False)
    store = SqlStore(f"sqlite:///{tmp_path / 'g.db'}")
    with store.read() as reader:
        user, (entry,) = reader.user("root"), reader.audit(AuditQuery())
    store.close()
    assert user is not None
    assert Hasher().check(PASSWORD, user.password)[0]
    assert (entry.act, entry.ref, entry.address) == ("user.add", "root", "command line")
    assert entry.who.endswith("@cli")


def test_a_bad_password_makes_nobody(configs: str) -> None:
    """It says what is wrong."""
    assert "at least 12" in _run(configs, "add", "root", "--role", "administrator", given="short\n", code=1)
    assert json.loads(_run(configs, "list", "--json", "-")) == []


def test_an_account_through_its_life(configs: str) -> None:
    """Made with a temporary password, listed, disabled, enabled, reset, unlocked; a machine with its token."""
    _run(configs, "add", "root", "--role", "administrator", "--temporary")
    told = _run(
        configs, "add", "li", "--role", "operator", "--grid", "330109001", "--owner", "police", "--temporary"
    )
    assert "to be changed" in told
    assert len(told.splitlines()[-1].split("-")) == 4
    token = _run(configs, "add", "city", "--role", "platform").splitlines()[-1]
    assert token.startswith("gw_")
    shown = _run(configs, "list")
    assert "330109001" in shown
    assert token not in shown
    _run(configs, "disable", "li")
    assert json.loads(_run(configs, "list", "--json", "-"))[1]["disabled"] is True
    _run(configs, "disable", "li", "--enable")
    assert "last administrator" in _run(configs, "disable", "root", code=1)
    assert _run(configs, "reset", "city").splitlines()[-1] != token
    assert "Temporary" in _run(configs, "reset", "li", "--second-factor")
    assert "was not locked" in _run(configs, "unlock", "li")
    assert "no user" in _run(configs, "unlock", "nobody", code=1)
