"""`gridwatch run`: the service, until SIGTERM or Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import secrets as random_source
import signal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from gridwatch.configuration.loader import Configuration

from gridwatch.cli.config import ConfigFolder, keep_secret
from gridwatch.cli.show import err
from gridwatch.loop import run as run_loop
from gridwatch.rubbish import short_collections


class Level(StrEnum):
    """What is told in the log: this and what is graver."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def run(
    config: ConfigFolder = Path("configs"),
    log_level: Annotated[Level, typer.Option(help="What is told.")] = Level.INFO,
) -> None:
    """Run the service until SIGTERM or Ctrl-C; it goes on where it stopped. SIGHUP reads the configs again."""
    from gridwatch.configuration.loader import load
    from gridwatch.logs import set_up

    set_up(level=log_level.value)
    configuration = load(config)
    if first_run(config, configuration):
        configuration = load(config)
    for warning in configuration.warnings:
        err.print(str(warning), markup=False)
    run_loop(_serve(configuration))


def first_run(config: Path, configuration: Configuration) -> bool:
    """Make the API token where there is none, beside the cameras' logins that may be there; tell whether it did.

    No default password exists.
    """
    name = configuration.settings.api.token
    if configuration.secrets.value(name) is not None:
        return False
    path = Path(os.environ.get("GRIDWATCH_SECRETS") or config / "secrets.yaml")
    keep_secret(path, name, random_source.token_urlsafe(32))
    err.print(f"First run: a new API token is in {path} (mode 600).", markup=False)
    return True


async def _serve(configuration: Configuration) -> None:
    import random

    from core.clock import SystemClock
    from gridwatch.service import Service

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    service = Service(configuration, clock=SystemClock(), rng=random.SystemRandom())
    reloads: set[asyncio.Task[bool]] = set()  # kept, or they could be collected half-way

    def reload() -> None:
        reloads.add(task := loop.create_task(service.reload()))
        task.add_done_callback(reloads.discard)

    loop.add_signal_handler(signal.SIGHUP, reload)
    with short_collections():
        await service.run(stop)
