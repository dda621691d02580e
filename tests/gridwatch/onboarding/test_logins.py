from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridwatch.configuration.problem import BadConfiguration
from gridwatch.onboarding.drafts import Draft, Login
from gridwatch.onboarding.ledger import tidy
from gridwatch.onboarding.logins import (
    known_logins,
    name_logins,
    new_logins,
    secrets_path,
    with_logins,
    write_private,
)

ADMIN, GUEST = Login(user="admin", password="p#1: x"), Login(user="guest", password="p2")


def _draft(line: int, owner: str, login: Login | None, camera_id: str = "") -> Draft:
    return Draft(
        line=line, id=camera_id or f"c{line}", data={"owner": owner}, code="", channel="", reachable=True, point=None,
        places={}, login=login,
    )  # fmt: skip


def test_logins_are_named_by_their_owner() -> None:
    """One name for one login of one owner; no part of the login is in it."""
    told = (("police", ADMIN), ("police", ADMIN), ("police", GUEST), ("education", ADMIN), ("police", None))
    drafts = [_draft(line, owner, login) for line, (owner, login) in enumerate(told, 2)]
    names = name_logins(drafts, {}, {}, {})
    assert names == {2: "police", 3: "police", 4: "police-2", 5: "education"}
    assert new_logins(drafts, names, {}) == {"police": ADMIN, "police-2": GUEST, "education": ADMIN}


def test_a_known_login_keeps_its_name() -> None:
    """Or every import would change every camera; the name that a camera has now comes first."""
    known = {"gate": ADMIN, "police": ADMIN, "old": GUEST}
    drafts = [_draft(2, "police", ADMIN), _draft(3, "police", ADMIN, "a"), _draft(4, "market", GUEST)]
    names = name_logins(drafts, known, {}, {"a": "gate"})
    assert names == {2: "police", 3: "gate", 4: "old"}
    assert new_logins(drafts, names, known) == {}


def test_a_name_that_the_environment_overrules_is_not_used() -> None:
    """It would be another login."""
    names = name_logins(
        [_draft(2, "police", ADMIN)], {"police": ADMIN}, {"GRIDWATCH_CREDENTIAL_POLICE": "x:y"}, {}
    )
    assert names == {2: "police-2"}


def test_secrets_keep_what_they_hold(tmp_path: Path) -> None:
    """Values stay, logins come back as they were, and nobody else may read them: also where a file was left over."""
    path = tmp_path / "secrets.yaml"
    path.write_text("values: {api-token: t}\n", encoding="utf-8")
    left = tmp_path / "secrets.yaml.new"
    left.write_text("", encoding="utf-8")
    left.chmod(0o644)
    write_private(path, with_logins(path, {"police": ADMIN}))
    write_private(path, with_logins(path, {"p2": GUEST}))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert known_logins(path) == {"police": ADMIN, "p2": GUEST}
    assert "api-token: t" in path.read_text(encoding="utf-8")


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(user=st.text(min_size=1, max_size=20), password=st.text(min_size=1, max_size=20))
def test_any_login_comes_back_as_it_was(tmp_path: Path, user: str, password: str) -> None:
    """Passwords look like numbers, dates, tags and comments."""
    path = tmp_path / "any.yaml"
    path.unlink(missing_ok=True)
    login = Login(user=tidy(user) or "u", password=tidy(password) or "!p")
    write_private(path, with_logins(path, {"police": login}))
    assert known_logins(path) == {"police": login}


def test_a_broken_secrets_file_is_not_written_over(tmp_path: Path) -> None:
    """And no secret is told."""
    path = tmp_path / "secrets.yaml"
    assert known_logins(path) == {}
    path.write_text("credentials: {police: hunter2}\n", encoding="utf-8")
    with pytest.raises(BadConfiguration) as told:
        known_logins(path)
    assert "hunter2" not in str(told.value)


def test_secrets_are_where_the_service_reads_them(tmp_path: Path) -> None:
    """The environment may name another place."""
    assert secrets_path(tmp_path, {}) == tmp_path / "secrets.yaml"
    assert secrets_path(tmp_path, {"GRIDWATCH_SECRETS": "/run/s.yaml"}) == Path("/run/s.yaml")
