from __future__ import annotations

from pathlib import Path

from gridwatch.configuration.secrets_file import environment_name, read_secrets


def test_logins_come_from_file_and_environment(tmp_path: Path) -> None:
    """The environment wins; a password may hold a colon."""
    path = tmp_path / "secrets.yaml"
    path.write_text("credentials: {gate: {user: a, password: from-file}}\n", encoding="utf-8")
    path.chmod(0o600)
    secrets, problems = read_secrets(
        path, {"GRIDWATCH_CREDENTIAL_GATE": "b:with:colon"}, credential_names=["gate"], value_names=[]
    )
    login = secrets.credential("gate")
    assert problems == []
    assert login is not None
    assert (login.user, login.password) == ("b", "with:colon")


def test_nothing_secret_is_shown(tmp_path: Path) -> None:
    """Neither repr nor a problem holds a value."""
    path = tmp_path / "secrets.yaml"
    path.write_text("credentials: {gate: {user: a, pasword: hidden-value}}\n", encoding="utf-8")
    path.chmod(0o600)
    secrets, problems = read_secrets(path, {}, credential_names=[], value_names=[])
    assert problems
    assert "hidden-value" not in repr(secrets) + "".join(map(str, problems))


def test_a_half_login_in_the_environment_is_told() -> None:
    """Without the colon nobody knows what was meant."""
    _, problems = read_secrets(
        Path("absent"), {"GRIDWATCH_CREDENTIAL_GATE": "viewer"}, credential_names=["gate"], value_names=[]
    )
    assert problems[0].file == "$GRIDWATCH_CREDENTIAL_GATE"
    assert environment_name("SECRET", "api-token") == "GRIDWATCH_SECRET_API_TOKEN"
