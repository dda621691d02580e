"""Passwords of a ledger, on their way into secrets.yaml; configs/cameras/ only gets the name of each login."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from gridwatch.configuration.problem import BadConfiguration
from gridwatch.configuration.secrets_file import environment_name, read_file
from gridwatch.onboarding.drafts import Draft, Login

_MOST_OF_OWNER = 60  # characters of a slug's 64 that leave room for a number


def secrets_path(configs: Path, environment: Mapping[str, str]) -> Path:
    """Return where the secrets file is."""
    return Path(environment.get("GRIDWATCH_SECRETS") or configs / "secrets.yaml")


def known_logins(path: Path) -> dict[str, Login]:
    """Return the logins of the secrets file by name.

    Raises:
        BadConfiguration: the file has a mistake; writing it anew would lose what it holds.
    """
    if not path.exists():
        return {}
    content, problems = read_file(path)
    if errors := [problem for problem in problems if problem.level == "error"]:
        raise BadConfiguration(errors)
    return {
        name: Login(user=login.user, password=login.password.get_secret_value())
        for name, login in content.credentials.items()
    }


def name_logins(
    drafts: Sequence[Draft], known: Mapping[str, Login], environment: Container[str], used: Mapping[str, str]
) -> dict[int, str]:
    """Return a name for the login of each line that brings one, the same at every import.

    A login that has a name already keeps it. A new one is named by its owner and a number: no part of it may be
    guessed from its name.

    Args:
        drafts: of all rows.
        known: name to login, as the secrets file has them.
        environment: variables; a name that one of them overrules is not used.
        used: camera to the name of its login now; preferred where several names mean one login.
    """
    names: dict[Login, list[str]] = {}
    taken = set(known)
    for name, login in known.items():
        if environment_name("CREDENTIAL", name) not in environment:
            names.setdefault(login, []).append(name)
    given: dict[tuple[str, Login], str] = {}
    found: dict[int, str] = {}
    for draft, login in _with_login(drafts):
        own = used.get(draft.id)
        if own is not None and own in names.get(login, ()):
            found[draft.line] = own
            continue
        key = draft.owner, login
        if key not in given:
            given[key] = _known_name(names.get(login, ()), draft.owner) or _new_name(
                draft.owner, taken, environment
            )
            taken.add(given[key])
        found[draft.line] = given[key]
    return found


def new_logins(drafts: Iterable[Draft], names: Mapping[int, str], known: Container[str]) -> dict[str, Login]:
    """Return the logins that the secrets file lacks, by name."""
    return {
        names[draft.line]: login for draft, login in _with_login(drafts) if names[draft.line] not in known
    }


def with_logins(path: Path, new: Mapping[str, Login]) -> str:
    """Return the secrets file with logins added, as text. Comments are lost, values are not."""
    content: dict[str, Any] = {}
    if path.exists():
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    credentials = content["credentials"] = dict(content.get("credentials") or {})
    for name, login in new.items():
        credentials[name] = {"user": login.user, "password": login.password}
    text: str = yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=True)
    return text


def write_private(path: Path, text: str) -> None:
    """Write a file that nobody else may read, in one step."""
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)  # one that is left over may be readable by others
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _with_login(drafts: Iterable[Draft]) -> list[tuple[Draft, Login]]:
    return [(draft, draft.login) for draft in drafts if draft.login is not None]


def _known_name(names: Sequence[str], owner: str) -> str | None:
    """Return the name that a login has already, of several the owner's."""
    return min(names, key=lambda name: (not name.startswith(owner), name), default=None)


def _new_name(owner: str, taken: Container[str], environment: Container[str]) -> str:
    base = (owner or "cameras")[:_MOST_OF_OWNER]
    number = 1
    while True:
        name = base if number == 1 else f"{base}-{number}"
        if name not in taken and environment_name("CREDENTIAL", name) not in environment:
            return name
        number += 1
