"""`gridwatch cameras import`: a district's ledger into configs/cameras/, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.geo import Datum
from gridwatch.cli.config import ConfigFolder, JsonTarget
from gridwatch.cli.show import complain, words, write_json

if TYPE_CHECKING:
    from gridwatch.onboarding.importing import Import, Progress, Wishes

EACH = 3  # faults of one kind that are told one by one
MOST = 40  # lines of faults on a terminal
_LINES = 8  # line numbers told of the others


class DatumName(StrEnum):
    """What the coordinates of a ledger are in."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def import_cameras(  # noqa: PLR0913, PLR0917 - each is an option of the command
    ledger: Annotated[
        Path, typer.Argument(help="CSV (UTF-8 or GB18030; comma, semicolon, tab), .xlsx, .xls or .ods.")
    ],
    config: ConfigFolder = Path("configs"),
    datum: Annotated[
        DatumName | None,
        typer.Option(help="What the coordinates are in; wgs84 also for CGCS2000. A column 坐标系 wins."),
    ] = None,
    maps: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="表头=field", help="Name a column; `表头=-` leaves it out."),
    ] = None,
    sets: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="field=value", help="What all rows have in common; {field} is filled in."
        ),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option(
            "--value", metavar="field:词=name", help="What an owner or scene of the ledger is called here."
        ),
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="Sheet of a workbook.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check and tell; write nothing.")] = False,
    skip_bad: Annotated[
        bool,
        typer.Option("--skip-bad", help="Take the good rows; write the bad ones to a CSV for correction."),
    ] = False,
    rejected: Annotated[Path | None, typer.Option(help="That CSV; default: beside the ledger.")] = None,
    remove_missing: Annotated[
        bool,
        typer.Option(
            "--remove-missing", help="Remove the cameras of these owners that are not in the ledger."
        ),
    ] = False,
    allow_outside: Annotated[
        bool, typer.Option("--allow-outside", help="Take cameras that stand outside the district.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="Write every fault to this CSV, in two languages.")
    ] = None,
    json: JsonTarget = None,
) -> None:
    """Take a ledger of cameras into configs/cameras/, or tell everything that is wrong with it and write nothing."""
    from gridwatch.onboarding import importing
    from gridwatch.onboarding.report import free_name, to_json, write_rejected, write_report

    wishes = importing.Wishes(
        maps=_pairs(maps, "--map", "表头=field"),
        given=_pairs(sets, "--set", "field=value"),
        values=_values(values),
        datum=Datum[datum.name] if datum else None,
        sheet=sheet,
        allow_outside=allow_outside,
        skip_bad=skip_bad,
        remove_missing=remove_missing,
    )
    done = _prepared(ledger, config, wishes, json)
    told = words(json)
    _tell(done, told, report)
    if report is not None:
        write_report(report, done)
        told.print(f"{len(done.faults)} faults in {report}", markup=False)
    written = done.ready and not dry_run
    sent_back = None
    if done.bad and skip_bad and written:
        sent_back = rejected or free_name(ledger)
        count = write_rejected(sent_back, done)
        told.print(f"{count} rows to be corrected and imported again in {sent_back}", markup=False)
    if written:
        importing.write(done, config, os.environ)
    if json is not None:
        write_json(json, {**to_json(done), "written": written, "rejected": sent_back})
    _conclude(done, written, told, config)
    if not done.ready:
        raise typer.Exit(1)


def _prepared(ledger: Path, config: Path, wishes: Wishes, json: Path | None) -> Import:
    """Return the import; what is no ledger at all is told to a machine as well."""
    from gridwatch.onboarding import importing
    from gridwatch.onboarding.faults import BadLedger
    from gridwatch.onboarding.report import faults_json

    try:
        with _progress() as progress:
            return importing.prepare(ledger, config, wishes, os.environ, progress)
    except BadLedger as bad:
        if json is not None:
            told = faults_json(bad.faults)
            write_json(json, {"ledger": ledger.name, "ready": False, "written": False, "faults": told})
        raise


@contextmanager
def _progress() -> Iterator[Progress]:
    """Show rows on a bar, and what follows as a sentence."""
    from contextlib import ExitStack

    from gridwatch.cli.progress import track

    with ExitStack() as shown:
        bars: dict[str, Any] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in bars:
                shown.close()
                bars[what] = shown.enter_context(track(what, total))
            bars[what](done)

        yield tell


def _tell(done: Import, told: Any, report: Path | None) -> None:
    """Print how the ledger was read and what is wrong with it, in as many lines as a person reads."""
    from gridwatch.onboarding.faults import folded

    ledger = done.ledger
    told.print(
        f"{ledger.name}: {len(ledger.rows)} rows, {ledger.form}; headers in line {ledger.header_line}",
        markup=False,
    )
    read = ", ".join(
        f"{header} = {field}" if header != field else field for field, header in done.columns.headers.items()
    )
    told.print(f"columns: {read}", markup=False)
    groups = folded(done.faults, EACH, MOST)
    for fault, others in groups[:MOST]:
        colour = "red" if fault.level == "error" else "yellow"
        told.print(f"[{colour}]{fault.level}[/{colour}] ", end="")
        told.print(fault.told(ledger.name), markup=False)
        if others:
            told.print(f"      and {len(others)} more like it: {_lines(others)}", markup=False)
    hidden = groups[MOST:]
    if hidden:
        count = sum(1 + len(others) for _, others in hidden)
        told.print(f"      and {count} more of other kinds", markup=False)
    if report is None and (hidden or any(others for _, others in groups)):
        told.print("`--report FILE.csv` writes all of them, in English and Chinese.", markup=False)


def _lines(lines: Sequence[int]) -> str:
    told = ", ".join(map(str, lines[:_LINES]))
    return f"lines {told}{' ...' if len(lines) > _LINES else ''}"


def _conclude(done: Import, written: bool, told: Any, config: Path) -> None:
    """Print what was done, or would be, file by file."""
    from gridwatch.onboarding.report import counts

    if done.files and not done.ready and not done.whole:
        told.print("the good rows would come to:", markup=False)
    for file in () if done.whole else done.files:
        fields = ", ".join(f"{field} of {count}" for field, count in list(file.fields().items())[:8])
        told.print(
            f"{file.name}: {len(file.added)} added, {len(file.changed)} changed"
            f"{f' ({fields})' if fields else ''}, {len(file.removed)} removed, {file.same} as before",
            markup=False,
        )
    if done.new_logins and not done.whole:
        where = "are in" if written else "would go to"
        told.print(f"{done.new_logins} new logins {where} the secrets file (mode 600)", markup=False)
    if not done.ready:
        bad = f"{len(done.bad)} of {len(done.ledger.rows)} rows are bad; " if done.bad else ""
        hint = " `--skip-bad` takes the good rows." if done.bad and not done.whole else ""
        complain(f"{bad}nothing was written.{hint}")
        return
    sums = counts(done.files)
    if not written:
        told.print(f"nothing was written (--dry-run); {done.good} rows are good", markup=False)
    elif any(file.differs for file in done.files):
        told.print(
            f"{done.good} cameras taken into {config / 'cameras'}: {sums['added']} added, {sums['changed']} changed, "
            f"{sums['removed']} removed. A running service takes them within seconds.",
            markup=False,
        )
    else:
        told.print("everything is as it was; nothing was written", markup=False)


def _pairs(given: Sequence[str] | None, option: str, form: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in given or ():
        key, sign, value = pair.partition("=")
        if not sign or not key.strip() or not value.strip():
            raise typer.BadParameter(f"{pair!r}: write {option} {form}")
        found[key.strip()] = value.strip()
    return found


def _values(given: Sequence[str] | None) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for key, name in _pairs(given, "--value", "field:词=name").items():
        field, sign, word = key.partition(":")
        if not sign or field not in {"owner", "scene"} or not word:
            raise typer.BadParameter(f"{key!r}: write --value owner:词=name or scene:词=name")
        found[field, word] = name
    return found
