"""Secrets from the environment and a secrets file; never from anything under version control.

Environment (wins over the file):
    GRIDWATCH_CREDENTIAL_<NAME>=user:password     a camera login
    GRIDWATCH_SECRET_<NAME>=value                 a token or signing key
<NAME> is the name in the config file, upper-case, with `-` and `.` as `_`.

File (GRIDWATCH_SECRETS, default secrets.yaml in the configs folder):
    credentials: {gate: {user: viewer, password: ...}}
    values: {api-token: ...}
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import Field, SecretStr

from core.config.base import Model, Slug
from core.secrets import Credential, Secrets
from gridwatch.configuration.problem import Problem
from gridwatch.configuration.validate import validate
from gridwatch.configuration.yaml_file import read_yaml

_QUOTES = "Put the value in quotes."


class _Login(Model):
    user: str = Field(min_length=1)
    """User name."""
    password: SecretStr
    """Password."""


class SecretsFile(Model):
    """secrets.yaml."""

    credentials: dict[Slug, _Login] = Field(default_factory=dict)
    """Camera logins by name."""
    values: dict[Slug, SecretStr] = Field(default_factory=dict)
    """Tokens and signing keys by name."""


def environment_name(kind: str, name: str) -> str:
    """Return the variable that holds the secret `name` of `kind` (CREDENTIAL or SECRET)."""
    return f"GRIDWATCH_{kind}_{name.upper().replace('-', '_').replace('.', '_')}"


def read_secrets(
    path: Path,
    environment: Mapping[str, str],
    *,
    credential_names: Iterable[str],
    value_names: Iterable[str],
) -> tuple[Secrets, list[Problem]]:
    """Collect what the configuration names. A missing file is no problem; a missing secret is, later."""
    problems: list[Problem] = []
    content = SecretsFile()
    if path.exists():
        content, problems = read_file(path)
    credentials = {
        name: Credential(user=login.user, password=login.password.get_secret_value())
        for name, login in content.credentials.items()
    }
    values = {name: value.get_secret_value() for name, value in content.values.items()}
    for name in credential_names:
        variable = environment_name("CREDENTIAL", name)
        given = environment.get(variable)
        if given is None:
            continue
        user, colon, password = given.partition(":")
        if not colon or not user:
            problems.append(
                Problem(file=f"${variable}", line=None, key="", what="is not user:password", cure="Set both.")
            )
            continue
        credentials[name] = Credential(user=user, password=password)
    for name in value_names:
        given = environment.get(environment_name("SECRET", name))
        if given:
            values[name] = given
    return Secrets(credentials=credentials, values=values), problems


def read_file(path: Path) -> tuple[SecretsFile, list[Problem]]:
    """Read a secrets file. No problem that is told holds a value."""
    file = read_yaml(path, path.name)
    problems = list(file.problems)
    data = file.data
    if isinstance(data, dict):  # a heading with nothing below it is no mistake
        data = {key: value for key, value in data.items() if value is not None}
    found, wrong = validate(SecretsFile, data, file=path.name, line_of=file.line_of)
    # the offending value may be the secret itself: say where, not what
    problems += [
        Problem(
            file=p.file,
            line=p.line,
            key=p.key,
            what="is not as described",
            cure=_QUOTES if p.cure == _QUOTES else "See docs/administrators.md.",
        )
        for p in wrong
    ]
    mode = path.stat().st_mode
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        problems.append(
            Problem(
                file=path.name,
                line=None,
                key="",
                what=f"can be read by others (mode {stat.S_IMODE(mode):o})",
                cure=f"chmod 600 {path.name}",
                level="warning",
            )
        )
    return found or SecretsFile(), problems
