"""Secrets by name, never in a repr."""

from __future__ import annotations

from core.secrets import Credential, Secrets

SECRETS = Secrets(
    credentials={"nvr": Credential(user="admin", password="hunter2")}, values={"api": "token-1"}
)


def test_looked_up_by_name() -> None:
    """An unknown name, and no name, are None."""
    credential = SECRETS.credential("nvr")
    assert credential is not None
    assert credential.password == "hunter2"
    assert SECRETS.value("api") == "token-1"
    assert SECRETS.credential(None) is SECRETS.credential("x") is SECRETS.value("x") is None
    assert SECRETS.names == ({"nvr"}, {"api"})


def test_no_repr_tells() -> None:
    """Neither the collection nor a login."""
    told = repr(SECRETS) + repr(SECRETS.credential("nvr"))
    assert "hunter2" not in told
    assert "token-1" not in told
    assert repr(SECRETS) == "Secrets(1 credentials, 1 values)"
