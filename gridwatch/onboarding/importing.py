"""An import, prepared whole: from a ledger's rows to camera files that the loader has read, or to every reason why not.

Nothing is written here. `swap.carry_out` writes what was prepared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from alerts.grid import load_grid, unit_layers
from core.geo import Datum
from gridwatch.configuration.camera_files import CameraAt
from gridwatch.configuration.problem import BadConfiguration
from gridwatch.configuration.reading import Reading
from gridwatch.onboarding import columns as columns_of
from gridwatch.onboarding import fleet as fleet_of
from gridwatch.onboarding import logins as logins_of
from gridwatch.onboarding import swap
from gridwatch.onboarding.changes import FileChange
from gridwatch.onboarding.columns import Columns, field_of
from gridwatch.onboarding.doubles import doubles
from gridwatch.onboarding.drafts import Draft, Drafting
from gridwatch.onboarding.faults import BadLedger, Fault, bad_lines, unspoken
from gridwatch.onboarding.ledger import Ledger, read_ledger
from gridwatch.onboarding.places import District, Placed, fit, place
from gridwatch.onboarding.trial import tried

_EVERY = 200  # rows between two words of progress

# what is being done, how far it has come, of how much (0: not known)
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Wishes:
    """What whoever imports says about the ledger."""

    maps: Mapping[str, str] = field(default_factory=dict)  # header to field; "-" leaves it out
    given: Mapping[str, str] = field(default_factory=dict)  # field to what all rows have in common
    values: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (field, word) to name
    datum: Datum | None = None  # of the coordinates, where no column says it
    sheet: str | None = None  # of a workbook
    allow_outside: bool = False  # cameras outside of the district are taken
    skip_bad: bool = False  # good rows are taken without the bad ones
    remove_missing: bool = False  # cameras that the ledger does not name are removed


@dataclass(frozen=True, kw_only=True, slots=True)
class Import:
    """An import that is ready, or why it is not."""

    ledger: Ledger
    columns: Columns
    faults: tuple[Fault, ...]
    bad: frozenset[int]  # lines that are kept out
    files: tuple[FileChange, ...]
    before: Mapping[str, bytes | None]  # camera file to what it holds now
    secrets: str | None = field(repr=False)  # the secrets file as it shall be; None: as it is
    new_logins: int
    logins: Mapping[int, str]  # line to the name of its login
    passwords: frozenset[str] = field(repr=False)  # those of the ledger: a shifted row has one in any column
    whole: bool  # whether the ledger as a whole is wrong: leaving rows out does not help
    ready: bool  # whether it may be written

    @property
    def good(self) -> int:
        """Rows that are cameras."""
        return len(self.ledger.rows) - len(self.bad & {row.line for row in self.ledger.rows})


def prepare(
    path: Path,
    configs: Path,
    wishes: Wishes,
    environment: Mapping[str, str],
    progress: Progress | None = None,
) -> Import:
    """Read a ledger and make of it what could be written.

    Args:
        path: the ledger.
        configs: the configs folder.
        wishes: what whoever imports says.
        environment: where secrets are looked for first.
        progress: is told what is being done, how far it has come, and of how much.

    Raises:
        BadLedger: it is no table.
        BadConfiguration: the camera files that are there have mistakes, or the secrets file has.
    """
    said = {header.strip() for header in wishes.maps}
    ledger = read_ledger(path, lambda cell: cell in said or field_of(cell) is not None, wishes.sheet)
    columns = columns_of.plan(ledger.headers, ledger.header_line, wishes.maps, wishes.given)
    faults = [*ledger.faults, *columns.faults]
    now, held = _now(configs)
    drafts, wrong = _drafts(ledger, columns, wishes, progress)
    passwords = frozenset(draft.login.password for draft in drafts if draft.login is not None)
    faults += wrong
    grid, _ = load_grid(unit_layers(configs))  # its mistakes are told by the trial
    district = District(grid)
    if _datum_said(columns, wishes):
        placed, wrong = place(drafts, district, columns, allow_outside=wishes.allow_outside)
    else:
        placed = [Placed(position=None, grid_code=None)] * len(drafts)
        wrong = [Fault(kind="datum_unsaid", facts={"hint": fit(drafts, district)})]
    faults += wrong + doubles(drafts, {row.line: row for row in ledger.rows}, columns)
    secrets = logins_of.secrets_path(configs, environment)
    known = logins_of.known_logins(secrets)
    used = {at.camera.id: at.camera.access.credential for at in now if at.camera.access.credential}
    names = logins_of.name_logins(drafts, known, environment, used)
    new = logins_of.new_logins(drafts, names, known)
    bad = bad_lines(faults)
    fleet = fleet_of.lay_over(drafts, placed, names, {at.camera.id: at for at in now}, columns, bad)
    gone = fleet_of.missing(now, drafts, {camera.owner for camera in fleet.cameras.values()})
    removed = frozenset(i for ids in gone.values() for i in ids) if wishes.remove_missing else frozenset()
    faults += [*fleet.faults, *fleet_of.taken(fleet, now, removed, columns)]
    if not wishes.remove_missing:
        faults += [
            Fault(kind="kept_missing", facts={"owner": owner, "count": len(ids)})
            for owner, ids in gone.items()
        ]
    if progress is not None:
        progress("reading it as the service would", 0, 0)
    text = logins_of.with_logins(secrets, new) if new else None
    files, more = tried(
        configs, now, fleet, removed, bad_lines(faults), new.keys(), environment, skip_bad=wishes.skip_bad
    )
    faults += more
    faults += [
        Fault(kind="comments_go", facts={"file": file.name})
        for file in files
        if file.differs and (held.get(file.path.name) or b"").count(b"#") > 1 and file.path.suffix != ".csv"
    ]
    bad = bad_lines(faults) - {ledger.header_line}
    if wishes.remove_missing and bad:
        faults.append(Fault(kind="no_removal", facts={"rows": len(bad)}))
    if wishes.remove_missing and columns_of.REASON in ledger.headers:
        faults.append(Fault(kind="sent_back"))
    whole = any(fault.level == "error" and fault.line in {None, ledger.header_line} for fault in faults)
    return Import(
        ledger=ledger,
        columns=columns,
        faults=tuple(unspoken(faults, passwords)),
        bad=frozenset(bad),
        files=tuple(files),
        before=held,
        secrets=text,
        new_logins=len(new),
        logins=names,
        passwords=passwords,
        whole=whole,
        ready=not whole and (wishes.skip_bad or not bad),
    )


def write(done: Import, configs: Path, environment: Mapping[str, str]) -> None:
    """Write what was prepared.

    Raises:
        BadLedger: it is not ready.
        Changed: a camera file was changed since.
    """
    if not done.ready:
        raise BadLedger(done.ledger.name, [fault for fault in done.faults if fault.level == "error"])
    swap.carry_out(configs, done.files, done.before, done.secrets, environment)


def _now(configs: Path) -> tuple[list[CameraAt], dict[str, bytes | None]]:
    """Return the cameras that are configured, and what their files hold."""
    folder = configs / "cameras"
    held = {
        path.name: swap.contents(path)
        for path in (folder.iterdir() if folder.is_dir() else ())
        if path.suffix in {".yaml", ".yml", ".csv"}
    }
    reading = Reading(configs)
    now = reading.cameras()
    if errors := [problem for problem in reading.problems if problem.level == "error"]:
        raise BadConfiguration(errors)
    return now, held


def _drafts(
    ledger: Ledger, columns: Columns, wishes: Wishes, progress: Progress | None
) -> tuple[list[Draft], list[Fault]]:
    datum = wishes.datum if _datum_said(columns, wishes) else Datum.WGS84  # to have points; none is taken
    drafting = Drafting(columns, wishes.given, wishes.values, datum)
    drafts: list[Draft] = []
    faults: list[Fault] = []
    for count, row in enumerate(ledger.rows):
        if progress is not None and count % _EVERY == 0:
            progress("checking rows", count, len(ledger.rows))
        draft, wrong = drafting.read(row)
        drafts.append(draft)
        faults += wrong
    return drafts, faults


def _datum_said(columns: Columns, wishes: Wishes) -> bool:
    return wishes.datum is not None or "datum" in columns.headers or "datum" in wishes.given
