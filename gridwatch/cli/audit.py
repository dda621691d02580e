"""`gridwatch audit`: whether the trail of cases and the audit of acts still say what was written; one case's trail."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.clock import SystemClock
from gridwatch.cli.config import ConfigFolder, JsonTarget
from gridwatch.cli.progress import track
from gridwatch.cli.reading import store_of
from gridwatch.cli.show import complain, out, words, write_json

if TYPE_CHECKING:
    from alerts.audit.fault import Fault
    from alerts.store.base import Reader, Row

app = typer.Typer(
    help="The trail of cases and the audit of acts: append-only, bound by hashes.", no_args_is_help=True
)

IncidentId = Annotated[str, typer.Argument(help="The incident's id.")]


@app.command("verify")
def verify(
    config: ConfigFolder = Path("configs"),
    incident: Annotated[str | None, typer.Option(help="Only this case.")] = None,
    head: Annotated[
        list[str] | None,
        typer.Option(help="A head noted before, of either chain: it must be in one of them."),
    ] = None,
    json: JsonTarget = None,
) -> None:
    """Walk the trail of the cases with all that belongs to it, and the acts; name the first that is not as written."""
    from alerts.audit.case import faults_of_case

    heads = [one.strip().lower() for one in head or ()]
    if incident is not None and heads:
        raise typer.BadParameter("a head is of the whole store: give --head or --incident")
    if not all(map(_is_digest, heads)):
        raise typer.BadParameter("--head: 64 hex digits, as `gridwatch audit head` prints them")
    with _reading(config) as reader:
        if incident is None:
            _tell_all(reader, heads, json)
            return
        faults = tuple(faults_of_case(reader, incident))
        rows = len(reader.trail_of(incident))
    if json is not None:
        write_json(json, {"whole": not faults, "rows": rows, "cases": 1, "faults": _told(faults)})
    _complain(faults, json)
    words(json).print(f"{rows} rows of 1 case are as they were written", markup=False)


def _tell_all(reader: Reader, heads: list[str], json: Path | None) -> None:
    from alerts.audit.acts import audit_acts
    from alerts.audit.whole import audit

    clock = SystemClock()
    began = clock.monotonic()
    with track("acts", reader.audit_head()[0], clock=clock) as progress:
        acts = audit_acts(reader, noted=heads, progress=progress)
    acts_s, began = clock.monotonic() - began, clock.monotonic()
    left = [one for one in heads if one not in dict(acts.noted)]
    with track("rows of the trail", 2 * reader.trail_head().number, clock=clock) as progress:
        cases = audit(reader, noted=left, progress=progress)
    cases_s = clock.monotonic() - began
    found = {**dict(cases.noted), **dict(acts.noted)}
    if json is not None:
        told = {
            "whole": cases.whole and acts.whole,
            "rows": cases.rows,
            "cases": cases.cases,
            "rows_per_s": _a_second(cases.rows, cases_s),
            "head": {"number": cases.head.number, "hash": cases.head.chain},
            "noted_heads": [
                {
                    "hash": one,
                    "row": found.get(one),
                    "of": "acts" if one in dict(acts.noted) else "cases" if one in found else None,
                }
                for one in heads
            ],
            "faults": _told(cases.faults),
            "acts": {
                "whole": acts.whole,
                "rows": acts.rows,
                "first": acts.first,
                "rows_per_s": _a_second(acts.rows, acts_s),
                "head": {"number": acts.head[0], "hash": acts.head[1]},
                "faults": _told(acts.faults),
            },
        }
        write_json(json, told)
    if acts.first > 1 and len(found) < len(heads):
        words(json).print(
            f"acts before row {acts.first} are dropped (api.people.audit_days): a head noted among them is not found",
            markup=False,
        )
    _complain((*cases.faults, *acts.faults), json)
    say = words(json)
    for what, rows, took_s in (
        (f"rows of {cases.cases} cases", cases.rows, cases_s),
        ("acts", acts.rows, acts_s),
    ):
        say.print(
            f"{rows} {what} are as they were written ({rows / max(took_s, 1e-6):,.0f} rows/s)", markup=False
        )
    for one in heads:
        of = "act" if one in dict(acts.noted) else "row"
        say.print(f"the noted head is {of} {found[one]}: nothing up to it was changed since", markup=False)
    for line in _heads(reader):
        say.print(f"head: {line}", markup=False)


@app.command("head")
def head_(config: ConfigFolder = Path("configs"), json: JsonTarget = None) -> None:
    """Print the heads of both chains, to be noted where nobody can change them: `verify --head` asks for them."""
    with _reading(config) as reader:
        cases, acts, lines = reader.trail_head(), reader.audit_head(), _heads(reader)
    if json is not None:
        told = {"number": cases.number, "hash": cases.chain, "acts": {"number": acts[0], "hash": acts[1]}}
        write_json(json, told)
    else:
        for line in lines:
            out.print(line, markup=False)


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


def _heads(reader: Reader) -> list[str]:
    """Return the head of each chain as a line to be noted."""
    cases, acts = reader.trail_head(), reader.audit_head()
    return [f"row {cases.number}: {cases.chain}", f"act {acts[0]}: {acts[1]}"]


def _complain(faults: Sequence[Fault], json: Path | None) -> None:
    """Tell the first fault of each chain, and how many more there are; then end with status 1."""
    if not faults:
        return
    firsts = [next((one for one in faults if one.of == of), None) for of in ("row", "act")]
    for first in filter(None, firsts):
        complain(str(first))
    if more := len(faults) - sum(one is not None for one in firsts):
        complain(f"and {more} more{'' if json else '; --json lists them'}")
    raise typer.Exit(1)


def _told(faults: Sequence[Fault]) -> list[dict[str, object]]:
    return [{"row": f.number, "incident": f.incident_id, "seq": f.seq, "what": f.what} for f in faults]


def _a_second(rows: int, took_s: float) -> int | None:
    return round(rows / took_s) if took_s > 0 else None


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
