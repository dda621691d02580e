"""`gridwatch audit`: whether the trail of cases still says what was written, and the trail of one case."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.clock import SystemClock
from gridwatch.cli.config import ConfigFolder, JsonTarget
from gridwatch.cli.progress import track
from gridwatch.cli.reading import store_of
from gridwatch.cli.show import complain, out, words, write_json

if TYPE_CHECKING:
    from alerts.store.base import Reader, Row

app = typer.Typer(help="The trail of cases: append-only, bound by hashes.", no_args_is_help=True)

IncidentId = Annotated[str, typer.Argument(help="The incident's id.")]


@app.command("verify")
def verify(
    config: ConfigFolder = Path("configs"),
    incident: Annotated[str | None, typer.Option(help="Only this case.")] = None,
    head: Annotated[str | None, typer.Option(help="A head noted before: it must be in the chain.")] = None,
    json: JsonTarget = None,
) -> None:
    """Walk every row and everything it belongs to; name the first that is not what was written."""
    from alerts.audit.case import faults_of_case
    from alerts.audit.whole import audit

    if incident is not None and head is not None:
        raise typer.BadParameter("a head is of the whole store: give --head or --incident")
    if head is not None and not _is_digest(head := head.strip().lower()):
        raise typer.BadParameter("--head: 64 hex digits, as `gridwatch audit head` prints them")
    clock = SystemClock()
    began = clock.monotonic()
    with _reading(config) as reader:
        if incident is not None:
            faults = tuple(faults_of_case(reader, incident))
            rows, cases, top, noted = len(reader.trail_of(incident)), 1, reader.trail_head(), None
        else:
            total = 2 * reader.trail_head().number
            with track("rows of the trail", total, clock=clock) as progress:
                result = audit(reader, noted=head, progress=progress)
            faults, rows, cases = result.faults, result.rows, result.cases
            top, noted = result.head, result.noted
    took_s = clock.monotonic() - began
    if json is not None:
        told = {
            "whole": not faults,
            "rows": rows,
            "cases": cases,
            "rows_per_s": round(rows / took_s) if took_s > 0 else None,
            "head": {"number": top.number, "hash": top.chain},
            "noted_head_at": noted,
            "faults": [
                {"row": f.number, "incident": f.incident_id, "seq": f.seq, "what": f.what} for f in faults
            ],
        }
        write_json(json, told)
    say = words(json)
    if faults:
        complain(str(faults[0]))
        if len(faults) > 1:
            complain(f"and {len(faults) - 1} more{'' if json else '; --json lists them'}")
        raise typer.Exit(1)
    say.print(
        f"{rows} rows of {cases} cases are as they were written ({rows / max(took_s, 1e-6):,.0f} rows/s)",
        markup=False,
    )
    if noted is not None:
        say.print(f"the noted head is row {noted}: nothing up to it was changed since", markup=False)
    say.print(f"head: row {top.number}, {top.chain}", markup=False)


@app.command("head")
def head_(config: ConfigFolder = Path("configs"), json: JsonTarget = None) -> None:
    """Print the head of the trail, to be noted where nobody can change it: `verify --head` asks for it."""
    with _reading(config) as reader:
        top = reader.trail_head()
    if json is not None:
        write_json(json, {"number": top.number, "hash": top.chain})
    else:
        out.print(f"row {top.number}: {top.chain}", markup=False)


@app.command("show")
def show(incident: IncidentId, config: ConfigFolder = Path("configs"), json: JsonTarget = None) -> None:
    """Print the whole trail of one case: when, who, what, why, with pictures, model, messages and hashes."""
    from alerts.audit.case import faults_of_case
    from alerts.audit.told import details, headline, record_of

    with _reading(config) as reader:
        rows, kept = reader.trail_of(incident), reader.incident(incident)
        faults = list(faults_of_case(reader, incident))
    if kept is None and not rows:
        complain(f"no incident {incident}")
        raise typer.Exit(1)
    if json is not None:
        told = [{**_bare(row), "record": record_of(row)} for row in rows]
        write_json(json, {"incident": incident, "faults": [str(fault) for fault in faults], "rows": told})
    else:
        if kept is not None:
            out.print(f"{incident}  {kept.title_en} · {kept.title}: {kept.status.value}", markup=False)
        if not rows:
            out.print("a candidate has no trail: nobody was told of it", markup=False)
        for row in rows:
            out.print(
                f"{row.seq:>4}  {row.at:%Y-%m-%d %H:%M:%S}Z  {row.kind:<8}  {headline(row)}", markup=False
            )
            for line in details(row):
                out.print(f"      {line}", markup=False)
            out.print(f"      row {row.number}, hash {row.hash}", markup=False, style="dim")
    if faults:
        complain(str(faults[0]))
        raise typer.Exit(1)


@contextlib.contextmanager
def _reading(config: Path) -> Iterator[Reader]:
    from gridwatch.configuration.loader import load

    settings = load(config).settings
    _refuse_none(settings.storage.url)
    with store_of(settings) as store, store.read() as reader:
        yield reader


def _refuse_none(url: str) -> None:
    """Refuse a file that is not there or empty: opened, it would become a new database, of which all is in order."""
    from alerts.store.address import read_address
    from core.errors import StoreError

    address = read_address(url, os.environ)
    file = Path(address.database or "")
    if address.get_backend_name() == "sqlite" and not (file.is_file() and file.stat().st_size):
        raise StoreError(f"{file}: there is no database: nothing can be verified. Is storage.url right?")


def _bare(row: Row) -> dict[str, object]:
    return {
        "row": row.number,
        "seq": row.seq,
        "at": row.at.isoformat(),
        "kind": row.kind,
        "text": row.record,
        "hash": row.hash,
        "chain": row.chain,
    }


def _is_digest(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")
