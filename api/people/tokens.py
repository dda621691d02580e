"""Tokens: random, given out once, kept only as their SHA-256."""

from __future__ import annotations

import hashlib
import secrets

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read as another


def new_token(prefix: str = "") -> str:
    """Return 256 random bits as text."""
    return prefix + secrets.token_urlsafe(32)


def kept(token: str) -> str:
    """Return what is kept of a token: enough, for it has too many bits to be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()


def spoken(groups: int = 4, size: int = 4) -> str:
    """Return a code that is read from a screen and typed: twenty bits a group."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(size)) for _ in range(groups))
