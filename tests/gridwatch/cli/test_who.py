"""Who gives a command."""

from __future__ import annotations

import os

import pytest

from gridwatch.cli.who import login, writable


def test_a_user_without_a_name_has_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container the user is often in no list; a command that records who gave it must still run."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)

    def nobody(uid: int) -> object:
        raise KeyError(uid)

    monkeypatch.setattr("pwd.getpwuid", nobody)
    assert login() == f"uid {os.getuid()}"


def test_typed_bytes_can_be_written() -> None:
    """A terminal of another encoding gives halves of surrogate pairs, which no file takes."""
    assert writable("bad \udcff, 好") == "bad ?, 好"
