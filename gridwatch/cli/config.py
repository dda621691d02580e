"""`gridwatch check`, `gridwatch schema`, `gridwatch secrets new`."""

from __future__ import annotations

import os
import re
import secrets as random_source
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
import yaml

from alerts.signing import new_key
from core.config.base import SLUG
from gridwatch.cli.show import complain, out, write_json

secrets_app = typer.Typer(help="Secrets: made here, kept in secrets.yaml (mode 600), never printed twice.")

ConfigFolder = Annotated[Path, typer.Option("--config", "-c", help="The configs folder.")]
JsonTarget = Annotated[Path | None, typer.Option("--json", help="Write JSON here; - is standard output.")]

GateMode = Literal["off", "shadow", "on"]
_GATE: dict[str, GateMode] = {"off": "off", "shadow": "shadow", "on": "on"}


def gate_mode(text: str) -> GateMode:
    """Return the mode that `--gate` names."""
    if text not in _GATE:
        raise typer.BadParameter("give off, shadow or on", param_hint="--gate")
    return _GATE[text]


def check(
    config: ConfigFolder = Path("configs"),
    json: JsonTarget = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail too.")] = False,
) -> None:
    """Read the whole configuration and report every mistake at once: file, line, key and cure."""
    from core.clock import SystemClock
    from gridwatch.casework import calendar_gap
    from gridwatch.configuration.loader import inspect

    configuration, problems = inspect(config)
    errors = sum(problem.level == "error" for problem in problems)
    if json is not None:
        rows = [
            {"file": p.file, "line": p.line, "key": p.key, "what": p.what, "cure": p.cure, "level": p.level}
            for p in problems
        ]
        write_json(json, {"ok": errors == 0, "problems": rows})
    else:
        for problem in problems:
            colour = "red" if problem.level == "error" else "yellow"
            out.print(f"[{colour}]{problem.level}[/{colour}] ", end="")
            out.print(str(problem), markup=False)
        if configuration is not None and (gap := calendar_gap(configuration, SystemClock().now())):
            out.print("[yellow]warning[/yellow] ", end="")
            out.print(f"calendar: {gap}. Add the year to configs/calendar/.", markup=False)
        if configuration is not None:
            out.print(
                f"{len(configuration.cameras)} cameras, {len(configuration.overlays)} overlays, "
                f"{len(configuration.profiles)} profiles, "
                f"{len(configuration.tables)} code tables, {len(configuration.grid)} grid polygons: "
                f"{'usable, ' + _counted(len(problems), 'warning') if problems else 'good'}"
            )
    if errors or (strict and problems):
        if json is None:
            complain(f"{_counted(errors, 'error')}, {_counted(len(problems) - errors, 'warning')}")
        raise typer.Exit(1)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def schema(
    out_dir: Annotated[Path, typer.Option("--out", help="Folder to write to.")] = Path("configs/schemas"),
) -> None:
    """Write the JSON Schemas of all configuration files, for editors; in a clone also docs/settings.md."""
    from gridwatch.configuration.schema import write_schemas
    from gridwatch.configuration.settings_page import write_page

    for path in write_schemas(out_dir):
        out.print(str(path), markup=False)
    page = out_dir.resolve().parents[1] / "docs" / "settings.md"
    if page.exists():
        write_page(page)
        out.print(str(page), markup=False)


@secrets_app.command("new")
def new_secret(
    name: Annotated[str, typer.Argument(help="The name a config file uses, e.g. api-token.")],
    config: ConfigFolder = Path("configs"),
    webhook: Annotated[
        bool, typer.Option("--webhook", help="A signing key in Standard Webhooks form.")
    ] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Replace one that exists.")] = False,
    beside: Annotated[
        bool, typer.Option("--beside", help="Put a new signing key before the old one: both are in force.")
    ] = False,
) -> None:
    """Make a random secret and keep it in secrets.yaml, readable by you alone."""
    value = new_key() if webhook or beside else random_source.token_urlsafe(32)
    keep_secret(config / "secrets.yaml", name, value, replace, beside=beside)
    out.print(f"{name} is in {config / 'secrets.yaml'}", markup=False)


def keep_secret(path: Path, name: str, value: str, replace: bool = False, *, beside: bool = False) -> None:
    """Write one value into the secrets file (created with mode 600), leaving the others as they are.

    `beside`: before the newest of those there are, so that two signing keys are in force during a rotation.
    """
    from gridwatch.configuration.problem import BadConfiguration
    from gridwatch.configuration.secrets_file import read_file

    content: dict[str, Any] = {}
    if path.exists():
        _, problems = read_file(path)
        if errors := [problem for problem in problems if problem.level == "error"]:
            raise BadConfiguration(errors)
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    if re.fullmatch(SLUG, name) is None:
        raise typer.BadParameter(f"{name!r}: a name holds letters, digits, dot, dash and underscore")
    values = content["values"] = content.get("values") or {}
    if beside and name in values:
        value = " ".join([value, *str(values[name]).split()[:1]])
    elif name in values and not replace:
        complain(f"{name} exists in {path}; --replace makes a new one")
        raise typer.Exit(1)
    values[name] = value
    temporary = path.with_suffix(".new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        yaml.safe_dump(content, file, allow_unicode=True)
    temporary.replace(path)


def openapi(
    target: Annotated[Path, typer.Option("--out", help="File to write.")] = Path("api/console/openapi.json"),
) -> None:
    """Write the API's OpenAPI document, of which the console's typed client is made."""
    import json as text

    from api.app import bare_app

    target.write_text(
        text.dumps(bare_app().openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n",
        encoding="utf-8",
    )
    out.print(str(target), markup=False)
