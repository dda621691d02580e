"""`gridwatch cameras probe`: ask a whole district by ONVIF what it is, and say what is to be fixed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridwatch.cli.config import ConfigFolder, JsonTarget
from gridwatch.cli.show import err, out, table, words, write_json

if TYPE_CHECKING:
    from core.config.camera import Camera
    from gridwatch.configuration.loader import Configuration
    from gridwatch.probing.findings import Finding
    from gridwatch.probing.round import Round

EACH = 20  # cameras; of more the tables say only what is to be fixed
INTERRUPTED = 130  # exit status of a shell's Ctrl-C


def probe(  # noqa: PLR0913, PLR0917 - every option of a command is an argument
    config: ConfigFolder = Path("configs"),
    camera: Annotated[
        list[str] | None, typer.Option("--camera", help="Only these ids, always asked.")
    ] = None,
    owner: Annotated[str | None, typer.Option(help="Only this source owner.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Ask everybody, whatever is known.")] = False,
    broken: Annotated[
        bool, typer.Option("--broken", help="Ask again those that could not be looked at, and new ones.")
    ] = False,
    journal: Annotated[Path, typer.Option(help="Where answers are kept.")] = Path("var/probe.jsonl"),
    within: Annotated[
        float, typer.Option(help="Hours for which a kept answer counts.", min=0, max=87600)
    ] = 24.0,
    threads: Annotated[int, typer.Option(help="Devices asked at once.", min=1, max=512)] = 48,
    pictures: Annotated[
        bool, typer.Option("--pictures", help="Take one snapshot of each, and judge it.")
    ] = False,
    each: Annotated[bool, typer.Option("--each", help="A row for every camera as well.")] = False,
    json: JsonTarget = None,
) -> None:
    """Ask every camera by ONVIF what it is and gives; the table says what to fix.

    Interrupted, the same command goes on where it stopped. Exit status 1 when a camera cannot be looked at, 130
    when interrupted.
    """
    from core.clock import SystemClock
    from gridwatch.cli.progress import track
    from gridwatch.configuration.loader import load
    from gridwatch.probing.asker import asker
    from gridwatch.probing.findings import findings
    from gridwatch.probing.round import Wish, run_round

    if fresh and broken:
        raise typer.BadParameter("give --fresh or --broken, not both")
    configuration = load(config)
    settings, clock = configuration.settings, SystemClock()
    wish = Wish(
        configs=config,
        cameras=_wanted(configuration, camera, owner, config),
        named=bool(camera),
        owner=owner,
        fresh=fresh,
        broken=broken,
        pictures=pictures,
        within=timedelta(hours=within),
    )
    with (
        asker(configuration, clock, pictures=pictures) as ask,
        track("probing", len(wish.cameras)) as progress,
    ):
        came = run_round(
            wish,
            settings=settings,
            journal=journal,
            threads=threads,
            ask=ask,
            clock=clock,
            told=lambda done, _: progress(done),
        )
    found = findings(entry.result for entry in came.entries)
    if json is not None:
        write_json(json, _plain(came, found))
    say = words(json)
    if came.damaged:
        say.print(f"{came.damaged} lines of {journal} could not be read; their cameras were asked again")
    if came.kept:
        say.print(f"{came.kept} of {came.cameras} cameras had answered before; --fresh asks everybody")
    if json is None or str(json) != "-":
        _print(came, found, each=each or came.cameras <= EACH)
    ok = sum(entry.result.ok for entry in came.entries)
    say.print(f"{len(came.entries)} cameras: {ok} can be looked at by ONVIF, {len(came.entries) - ok} cannot")
    if not came.whole:
        err.print(f"stopped at {len(came.entries)} of {came.cameras} cameras; the same command goes on")
        raise typer.Exit(INTERRUPTED)
    if ok < len(came.entries):
        raise typer.Exit(1)


def _wanted(
    configuration: Configuration, camera: Sequence[str] | None, owner: str | None, config: Path
) -> list[Camera]:
    from core.errors import NotFound

    cameras = configuration.cameras.values()
    if unknown := sorted(set(camera or ()) - configuration.cameras.keys()):
        raise NotFound(f"no camera {', '.join(unknown)} in {config}")
    if owner is not None and owner not in {one.owner for one in cameras}:
        raise NotFound(f"no camera of owner {owner} in {config}")
    return [
        one
        for one in cameras
        if one.access.onvif and (not camera or one.id in camera) and (owner is None or one.owner == owner)
    ]


def _plain(came: Round, found: Sequence[Finding]) -> dict[str, Any]:
    ok = sum(entry.result.ok for entry in came.entries)
    return {
        "cameras": came.cameras, "complete": came.whole, "ok": ok, "broken": len(came.entries) - ok,
        "kept": came.kept, "damaged_lines": came.damaged,
        "findings": [one.to_json() for one in found],
        "results": [entry.result.to_json() | {"at": entry.at.isoformat()} for entry in came.entries],
    }  # fmt: skip


def _print(came: Round, found: Sequence[Finding], *, each: bool) -> None:
    if each:
        _table(
            "cameras",
            [
                {**entry.result.to_row(), "at": entry.at.isoformat(timespec="seconds")}
                for entry in came.entries
            ],
        )
    _table("what to fix", [_narrow(one.to_row()) if out.is_terminal else one.to_row() for one in found])


def _narrow(row: dict[str, str]) -> dict[str, str]:
    """Return a row for a screen: both languages in one column, one above the other."""
    return {
        "": row["weight"],
        "n": row["cameras"],
        "问题 what": f"{row['问题']}\n{row['what']}",
        "处理 cure": f"{row['处理']}\n{row['cure']}",
        "摄像机 cameras": row["first"],
    }


def _table(title: str, rows: Sequence[dict[str, str]]) -> None:
    if rows:
        table(title, tuple(rows[0]), [tuple(row.values()) for row in rows])
