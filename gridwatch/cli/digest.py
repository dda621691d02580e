"""`gridwatch digest`: what the next digest would say, and sending one now."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from gridwatch.cli.config import ConfigFolder
from gridwatch.cli.reading import When, store_of
from gridwatch.cli.show import complain, out

if TYPE_CHECKING:
    from gridwatch.configuration.loader import Configuration
    from gridwatch.offers.digest.telling import Digest, DigestLanguage

app = typer.Typer(help="A summary of each shift or day, by e-mail or chat.", no_args_is_help=True)

Language = Annotated[str, typer.Option(help="zh, en or both; default: as the settings say.")]


@app.command("preview")
def preview(
    config: ConfigFolder = Path("configs"),
    since: When = None,
    until: When = None,
    language: Language = "",
) -> None:
    """Print a digest and send nothing; without times, the one that was due last."""
    from gridwatch.configuration.loader import load

    digest = _digest(load(config), since, until, language)
    out.print(digest.title, markup=False)
    out.print(f"\n{digest.body}", end="", markup=False)


@app.command("send")
def send(
    config: ConfigFolder = Path("configs"),
    to: Annotated[list[str] | None, typer.Option(help="Names of secrets; default: `digest.to`.")] = None,
    since: When = None,
    until: When = None,
    language: Language = "",
) -> None:
    """Send a digest now, to try an address or to repeat one; exit status 1 when anybody did not take it.

    What the service sends at its times is not changed by it.
    """
    from gridwatch.configuration.loader import load
    from gridwatch.offers.digest import sending

    configuration = load(config)
    settings = configuration.settings.digest
    names = tuple(to or settings.to)
    if not names:
        raise typer.BadParameter("nobody: name secrets in `digest.to` of gridwatch.yaml, or give --to")
    digest = _digest(configuration, since, until, language)
    failed = False
    for name in names:
        address = configuration.secrets.value(name)
        if address is None:
            complain(f"{name}: no secret is known by this name")
            failed = True
            continue
        try:
            sending.send(address, digest, timeout_s=settings.timeout_s)
        except sending.NotTaken as error:
            complain(f"{name}: {error}")
            failed = True
        else:
            out.print(f"{name}: taken", markup=False)
    if failed:
        raise typer.Exit(1)


def _digest(
    configuration: Configuration, since: datetime | None, until: datetime | None, language: str
) -> Digest:
    from core.clock import SystemClock
    from gridwatch.offers.digest.figures import gather
    from gridwatch.offers.digest.opening import district_of
    from gridwatch.offers.digest.telling import tell
    from gridwatch.offers.digest.times import Period, last_due

    settings = configuration.settings
    if language not in {"", "zh", "en", "both"}:
        raise typer.BadParameter("give zh, en or both", param_hint="--language")
    now, district = SystemClock().now(), district_of(settings)
    period = last_due(settings.digest.at, district.zone, now)
    if since is not None or until is not None:
        period = Period(since=since or period.since, until=until or now)
    if period.since >= period.until:
        raise typer.BadParameter("the period ends before it begins", param_hint="--since, --until")
    with store_of(settings) as store, store.read() as reader:
        figures = gather(reader, configuration.cameras, period, now=now, top=settings.digest.top)
    return tell(figures, district, cast("DigestLanguage", language or settings.digest.language))
