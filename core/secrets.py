"""Secrets by name. Values never appear in a repr, a log or an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class Credential:
    """A camera login."""

    user: str
    password: str = field(repr=False)


class Secrets:
    """Camera credentials and secret values, each looked up by the name a config file uses."""

    def __init__(
        self,
        *,
        credentials: Mapping[str, Credential] | None = None,
        values: Mapping[str, str] | None = None,
    ) -> None:
        self._credentials = dict(credentials or {})
        self._values = dict(values or {})

    def credential(self, name: str | None) -> Credential | None:
        """Return the login of that name; None for no name or an unknown one."""
        return self._credentials.get(name) if name else None

    def value(self, name: str) -> str | None:
        """Return the secret value of that name, or None."""
        return self._values.get(name)

    @property
    def names(self) -> tuple[frozenset[str], frozenset[str]]:
        """`(credential names, value names)`: what exists, without what it is."""
        return frozenset(self._credentials), frozenset(self._values)

    def __repr__(self) -> str:
        return f"Secrets({len(self._credentials)} credentials, {len(self._values)} values)"
