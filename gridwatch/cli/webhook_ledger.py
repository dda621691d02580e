"""`gridwatch webhook ledger`: what was sent to whom, how often it was tried, what came back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridwatch.cli.config import ConfigFolder, JsonTarget
from gridwatch.cli.show import table, words, write_json
from gridwatch.cli.webhook_options import Since, States, Until, opened_store, states_of

if TYPE_CHECKING:
    from alerts.store.base import Attempt, Delivery


def ledger(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    config: ConfigFolder = Path("configs"),
    receiver: Annotated[str | None, typer.Option(help="Only this receiver.")] = None,
    incident: Annotated[str | None, typer.Option(help="Only this incident.")] = None,
    case_number: Annotated[
        str | None, typer.Option("--case", help="Only with this number of the receiver's.")
    ] = None,
    states: States = None,
    since: Since = None,
    until: Until = None,
    text: Annotated[
        str | None, typer.Option(help="Only with these words, in what was sent or answered.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="Deliveries at most.")] = 1000,
    attempts: Annotated[bool, typer.Option("--attempts", help="A line for each attempt.")] = False,
    bodies: Annotated[
        bool, typer.Option("--bodies", help="With --json: the bytes that were sent, too.")
    ] = False,
    json: JsonTarget = None,
) -> None:
    """List deliveries, oldest first: what was sent to whom, how often it was tried, what came back."""
    from alerts.ledger import Search, search

    wanted = Search(
        incident_id=incident,
        receiver=receiver,
        states=states_of(states),
        case_number=case_number,
        since=since,
        until=until,
        text=text,
        limit=limit,
    )
    with opened_store(config) as (_, store), store.read() as reader:
        found = search(reader, wanted)
        lines = {row.id: reader.attempts(row.id) for row in found.deliveries if attempts or json is not None}
    if found.cut:
        words(json).print(f"only the first {len(found.deliveries)}: there may be more")
    if json is not None:
        rows = [
            _told(row)
            | {"ledger": [_tried(line) for line in lines[row.id]]}
            | ({"body": row.body.decode("utf-8", "replace")} if bodies else {})
            for row in found.deliveries
        ]
        write_json(json, rows)
    elif attempts:
        tries = [(row, _tried(line)) for row in found.deliveries for line in lines[row.id]]
        cells = [(row.id, row.receiver, *_cells(tried)) for row, tried in tries]
        table(f"{len(cells)} attempts", ("id", "receiver", *_TRIED), cells)
    else:
        table(f"{len(found.deliveries)} deliveries", _TOLD, [_cells(_told(row)) for row in found.deliveries])


def _told(row: Delivery) -> dict[str, object]:
    return {
        "id": row.id,
        "incident": row.incident_id,
        "version": row.incident_version,
        "receiver": row.receiver,
        "type": row.type,
        "created": row.created_at.isoformat(timespec="seconds"),
        "state": row.state.value,
        "attempts": row.attempts,
        "case_number": row.case_number,
        "last_error": row.last_error,
    }


def _tried(line: Attempt) -> dict[str, object]:
    return {
        "number": line.number,
        "at": line.at.isoformat(timespec="seconds"),
        "took_s": round(line.took_s, 3),
        "status": line.status,
        "outcome": line.outcome,
        "case_number": line.case_number,
        "detail": line.detail,
    }


def _cells(told: dict[str, object]) -> list[object]:
    return ["" if value is None else value for value in told.values()]


_TOLD = (
    "id",
    "incident",
    "version",
    "receiver",
    "type",
    "created",
    "state",
    "attempts",
    "case_number",
    "last_error",
)
_TRIED = ("number", "at", "took_s", "status", "outcome", "case_number", "detail")
