"""`gridwatch users`: accounts on the command line; also the way in when nobody can log in any more."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.people.roles import Role
from gridwatch.cli.config import ConfigFolder, JsonTarget
from gridwatch.cli.reading import store_of
from gridwatch.cli.show import out, table, write_json
from gridwatch.cli.who import login

if TYPE_CHECKING:
    from alerts.store.base import Store
    from api.people.accounts import Accounts, By

app = typer.Typer(
    help="Users of the console. A running service hears of a change within two seconds.", no_args_is_help=True
)
Name = Annotated[str, typer.Argument(help="Login.")]


@app.command("list")
def show(config: ConfigFolder = Path("configs"), json: JsonTarget = None) -> None:
    """List every account, disabled ones too; no hash and no key."""
    with _accounts(config) as (_, store), store.read() as reader:
        users = reader.users()
    if json is not None:
        write_json(json, [_plain(one) for one in users])
        return
    columns = ["name", "display_name", "role", "grids", "owners", "totp", "disabled", "last_login_at"]
    table("users", columns, [[_cell(_plain(one)[column]) for column in columns] for one in users])


@app.command()
def add(
    name: Name,
    role: Annotated[Role, typer.Option(help="What it may do.")],
    config: ConfigFolder = Path("configs"),
    display_name: Annotated[str, typer.Option(help="As others read it.")] = "",
    grid: Annotated[list[str] | None, typer.Option(help="Only under this grid code; repeat.")] = None,
    owner: Annotated[list[str] | None, typer.Option(help="Only of this source owner; repeat.")] = None,
    temporary: Annotated[
        bool, typer.Option(help="Make a password, print it once, have it changed at the first login.")
    ] = False,
) -> None:
    """Make an account. Its password is asked for, or read from standard input: never an argument.

    A machine (platform) gets a token, printed once.
    """
    from core.people.scope import Scope

    given = None if temporary or role is Role.PLATFORM else _password()
    with _accounts(config) as (accounts, _):
        made = accounts.add(
            name,
            display_name=display_name,
            role=role,
            scope=Scope(grids=tuple(grid or ()), owners=tuple(owner or ())),
            by=_by(),
            password=given,
        )
    out.print(f"{made.user.name}: {role.value}", markup=False)
    _once(made.password, made.token)


@app.command()
def disable(
    name: Name,
    config: ConfigFolder = Path("configs"),
    enable: Annotated[bool, typer.Option("--enable", help="Let it log in again.")] = False,
) -> None:
    """Let nobody log in by an account any more, and end its sessions."""
    from api.people.accounts import Change

    with _accounts(config) as (accounts, _):
        accounts.change(name, Change(disabled=not enable), by=_by())
    out.print(f"{name}: {'enabled' if enable else 'disabled'}", markup=False)


@app.command()
def reset(
    name: Name,
    config: ConfigFolder = Path("configs"),
    second_factor: Annotated[bool, typer.Option("--second-factor", help="Remove that too.")] = False,
) -> None:
    """Give a temporary password (a machine: a new token), printed once; every session ends."""
    with _accounts(config) as (accounts, _):
        made = accounts.reset(name, by=_by(), factor_too=second_factor)
    _once(made.password, made.token)


@app.command()
def unlock(name: Name, config: ConfigFolder = Path("configs")) -> None:
    """Forget the wrong logins of an account."""
    with _accounts(config) as (accounts, _):
        was = accounts.unlock(name, by=_by())
    out.print(f"{name}: {'unlocked' if was else 'was not locked'}", markup=False)


@contextmanager
def _accounts(config: Path) -> Iterator[tuple[Accounts, Store]]:
    from api.people.accounts import Accounts
    from api.people.factor import Seal
    from api.people.hashing import Hasher
    from core.clock import SystemClock
    from gridwatch.configuration.reading import read_settings

    with store_of(read_settings(config)) as store:
        # nothing is sealed from here: a second factor is set up by its owner alone
        yield Accounts(store, clock=SystemClock(), hasher=Hasher(), seal=Seal("unused")), store


def _by() -> By:
    from api.people.accounts import By

    return By(who=f"{login()}@cli"[:64], address="command line")


def _password() -> str:
    if sys.stdin.isatty():
        given: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return given
    return sys.stdin.readline().rstrip("\r\n")


def _once(password: str, token: str) -> None:
    """Print what is shown once, alone on its line."""
    if password:
        out.print("Temporary password, to be changed at the first login:", markup=False)
    if token:
        out.print("Token, for `Authorization: Bearer`:", markup=False)
    if password or token:
        out.print(password or token, markup=False)


def _plain(user: Any) -> dict[str, Any]:
    return {
        "name": user.name,
        "display_name": user.display_name,
        "role": user.role.value,
        "grids": list(user.scope.grids),
        "owners": list(user.scope.owners),
        "totp": bool(user.totp),
        "disabled": user.disabled_at is not None,
        "last_login_at": user.last_login_at.isoformat() if user.last_login_at else None,
    }


def _cell(value: object) -> object:
    if isinstance(value, list):
        return " ".join(value) or "-"
    return "-" if value is None else value
