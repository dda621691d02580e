"""Builders of accounts and sessions: plain values in, a valid object out."""

from __future__ import annotations

from typing import Any

from core.people.audit import Entry
from core.people.roles import Role
from core.people.session import Session
from core.people.user import User
from tests.builders import at


def user(name: str = "li", role: Role = Role.OPERATOR, **changes: Any) -> User:
    """Build an account that no password opens."""
    given: dict[str, Any] = {
        "name": name,
        "display_name": f"{name} 同志",
        "role": role,
        "created_at": at(0),
        "created_by": "test",
    }
    return User(**(given | changes))


def session(number: int = 1, user: str = "li", *, seconds: float = 0, **changes: Any) -> Session:
    """Build a session of twelve hours."""
    given: dict[str, Any] = {
        "id": f"ses_{number}",
        "user": user,
        "token_sha256": f"{number:064x}",
        "made_at": at(seconds),
        "seen_at": at(seconds),
        "until": at(seconds + 12 * 3600),
        "address": "192.0.2.7",
        "agent": "test",
    }
    return Session(**(given | changes))


def entry(act: str = "login", *, seconds: float = 0, **changes: Any) -> Entry:
    """Build an entry of the audit, not yet numbered."""
    given: dict[str, Any] = {"at": at(seconds), "who": "li", "role": "operator", "act": act}
    return Entry(**(given | changes))
