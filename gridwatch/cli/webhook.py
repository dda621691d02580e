"""`gridwatch webhook`: receivers tried out, the ledger, and sending again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridwatch.cli.config import ConfigFolder, JsonTarget
from gridwatch.cli.show import complain, out, write_json
from gridwatch.cli.webhook_ledger import ledger
from gridwatch.cli.webhook_options import Since, States, Until, opened_store, states_of

if TYPE_CHECKING:
    from alerts.store.base import Store
    from gridwatch.webhooks.trial import Preview, Trial

app = typer.Typer(
    help="Webhooks: what a receiver gets, a test, the ledger, and sending again.", no_args_is_help=True
)

ReceiverName = Annotated[str, typer.Argument(help="Name of its file in receivers/.")]
app.command("ledger")(ledger)


@app.command("preview")
def preview(
    receiver: ReceiverName,
    config: ConfigFolder = Path("configs"),
    incident: Annotated[
        str, typer.Option(help="An incident's id, or `sample` for one that never was.")
    ] = "sample",
    json: JsonTarget = None,
) -> None:
    """Show the very request that a receiver would get now; nothing is sent, secrets are hidden."""
    with _trial(config, receiver) as (trial, store):
        sample = incident == "sample"
        shown = asyncio.run(trial.preview(None if sample else store, None if sample else incident))
    if json is not None:
        write_json(json, _told(shown))
        return
    _print(shown)


@app.command("send-test")
def send_test(
    receiver: ReceiverName, config: ConfigFolder = Path("configs"), json: JsonTarget = None
) -> None:
    """Send one marked test, not kept in the ledger; tell what came back and whether it means yes."""
    with _trial(config, receiver) as (trial, _):
        tested = asyncio.run(trial.send_test())
    answer = tested.answer
    if json is not None:
        told = {
            "accepted": answer.accepted,
            "status": answer.status,
            "detail": answer.detail,
            "took_s": round(answer.took_s, 3),
            "case_number": answer.case_number,
        }
        write_json(json, {"request": _told(tested.preview), "answer": told})
    else:
        _print(tested.preview)
        out.print(f"\n--> {answer.detail} ({answer.took_s:.2f} s)", markup=False)
        number = f", case number {answer.case_number}" if answer.case_number else ", no case number in it"
        verdict = f"accepted{number}" if answer.accepted else "not accepted"
        out.print(f"[{'green' if answer.accepted else 'red'}]{verdict}[/]")
    if not answer.accepted:
        raise typer.Exit(1)


@app.command("replay")
def replay(
    config: ConfigFolder = Path("configs"),
    delivery: Annotated[list[str] | None, typer.Option("--id", help="These deliveries.")] = None,
    receiver: Annotated[str | None, typer.Option(help="Of this receiver; enables it again.")] = None,
    since: Since = None,
    until: Until = None,
    states: States = None,
    accepted: Annotated[bool, typer.Option("--accepted", help="Also what was accepted before.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count only; change nothing.")] = False,
) -> None:
    """Send again what is dead or held; a running service picks it up within a second, in order per incident."""
    from alerts.replay import replay as again
    from alerts.store.base import DeliveryState
    from core.clock import SystemClock

    if not delivery and receiver is None and since is None:
        raise typer.BadParameter("give --id, --receiver or --since")
    wanted = states_of(states)
    if accepted:
        held = (DeliveryState.HELD,) if receiver is not None else ()
        wanted = (*(wanted or (DeliveryState.DEAD, *held)), DeliveryState.ACCEPTED)
    with opened_store(config) as (_, store):
        count = again(
            store,
            now=SystemClock().now(),
            ids=delivery or (),
            receiver=receiver,
            since=since,
            until=until,
            states=wanted,
            dry_run=dry_run,
        )
    out.print(f"{count} deliveries {'would be' if dry_run else 'are'} pending again")


@contextmanager
def _trial(config: Path, name: str) -> Iterator[tuple[Trial, Store]]:
    from alerts.bodies import Enclosures
    from core.clock import SystemClock
    from gridwatch.opening import open_evidence, open_links
    from gridwatch.webhooks.trial import Trial

    with opened_store(config) as (configuration, store):
        evidence = open_evidence(configuration.settings)
        enclosed = Enclosures(links=open_links(configuration), read=evidence.read)
        yield Trial(configuration, name, enclosed=enclosed, clock=SystemClock()), store


def _told(shown: Preview) -> dict[str, object]:
    return {
        "method": shown.method,
        "url": shown.url,
        "headers": dict(shown.headers),
        "body": shown.body,
        "event": shown.event,
        "untold": shown.untold,
    }


def _print(shown: Preview) -> None:
    out.print(f"{shown.method} {shown.url}", markup=False)
    for name, value in shown.headers.items():
        out.print(f"{name}: {value}", markup=False)
    out.print(f"\n{shown.body}", markup=False)
    if shown.untold is not None:
        complain(f"It would not be told of this in fact: {shown.untold}")
