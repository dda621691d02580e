"""`gridwatch promote`: makes a candidate live when its scorecard allows it, and writes down who did."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.errors import GridwatchError
from gridwatch.cli.config import ConfigFolder
from gridwatch.cli.show import complain, out
from gridwatch.cli.who import login, writable
from gridwatch.promotion.gate import Margins

if TYPE_CHECKING:
    from gridwatch.promotion.gate import Card
    from gridwatch.promotion.swap import Swap


def promote(
    candidate: Annotated[
        Path | None, typer.Argument(help="A profile's YAML file, or a model folder.")
    ] = None,
    scorecard: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--scorecard", metavar="LIVE CANDIDATE", help="Two files of `gridwatch score --json`."),
    ] = None,
    config: ConfigFolder = Path("configs"),
    margin_f1: Annotated[float, typer.Option(min=0, help="F1 may be lower by this.")] = 0.01,
    margin_recall: Annotated[float, typer.Option(min=0, help="Recall may be lower by this.")] = 0.01,
    margin_false: Annotated[
        float, typer.Option(min=0, help="False alarms a camera-day may be more by this.")
    ] = 0.01,
    force: Annotated[bool, typer.Option("--force", help="Go live although the gate says no.")] = False,
    reason: Annotated[str, typer.Option("--reason", help="Why; needed with --force.")] = "",
    who: Annotated[str, typer.Option("--who", help="Who decides; default: the login name.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Put back what the last promotion replaced.")] = False,
) -> None:
    """Make a candidate profile or model live, behind a gate; every act is kept in promotions.jsonl.

    Refuses, with exit status 1, when F1, recall or false alarms are worse than the live scorecard by more than
    the margins. A running service takes a profile at once, a model at its next start.
    """
    from gridwatch.promotion import audit, swap
    from gridwatch.promotion.settle import settle

    if force and not reason.strip():
        raise typer.BadParameter("--force needs --reason: somebody will ask")
    if not undo and (candidate is None or scorecard is None):
        raise typer.BadParameter("give CANDIDATE and --scorecard LIVE CANDIDATE, or --undo")
    with swap.alone(config):
        last = settle(config / audit.FILE, config)  # a broken audit is told before anything is changed
        if candidate is None or scorecard is None or undo:
            _undo(config, last, _by(who, reason), force=force)
            return
        margins = Margins(f1=margin_f1, recall=margin_recall, false_per_day=margin_false)
        _promote(config, candidate, scorecard, margins, _by(who, reason), force=force)


def _promote(
    config: Path,
    candidate: Path,
    scorecard: tuple[Path, Path],
    margins: Margins,
    by: dict[str, object],
    *,
    force: bool,
) -> None:
    from gridwatch.promotion import audit, gate, swap

    planned = swap.plan(candidate, config)
    live, new = (gate.read_card(path) for path in scorecard)
    model = planned.kind == "model"
    why_not = gate.refusals(live, new, margins) + gate.strangers(
        live,
        new,
        kind=planned.kind,
        replaces=planned.live_sha256 if model else planned.replaces,
        name=planned.sha256 if model else planned.name,
    )
    if why_not and not force:
        complain(f"{planned.name} is not promoted:")
        complain("\n".join(why_not))
        complain('If it is right all the same: --force --reason "..."')
        raise typer.Exit(1)
    swap.check(planned, config)
    with _written_down(config / audit.FILE, _entry(config, planned, live, new, why_not) | by):
        swap.carry_out(planned)
    _tell(planned, why_not)


def _undo(config: Path, last: dict[str, Any] | None, by: dict[str, object], *, force: bool) -> None:
    from gridwatch.promotion import audit, swap
    from gridwatch.promotion.moves import PREVIOUS, beside
    from gridwatch.promotion.settle import check_undo

    log = config / audit.FILE
    if last is None:
        raise swap.NotPromoted(f"{log} holds no promotion")
    live, first = config / last["live"], not last["replaces"]
    if not force:
        check_undo(last, live)
    entry = {
        "what": audit.UNDO,
        "kind": last["kind"],
        "live": last["live"],
        "name": last["replaces"],
        "replaces": last["name"],
        "sha256": "" if first else swap.hash_of(beside(live, PREVIOUS)),
        "replaces_sha256": swap.hash_of(live),
        "forced": force,
    }
    with _written_down(log, entry | by):
        swap.undo(live, first=first)
    restart = " Restart the service to apply it." if last["kind"] == "model" else ""
    back = f"{last['replaces']} is live again" if last["replaces"] else "no profile of that name is live now"
    kept = f", {last['name']} is kept beside it" if last["name"] else ""
    out.print(f"{back}{kept}.{restart}", markup=False)


@contextmanager
def _written_down(log: Path, entry: dict[str, object]) -> Iterator[None]:
    """Write the act down before it is done; when it cannot be done, write that down too."""
    from gridwatch.promotion import audit

    audit.append(log, entry)
    try:
        yield
    except Exception as error:  # raised again: the audit only has to tell it
        with suppress(
            GridwatchError, OSError
        ):  # a disk that is full for it, too: the next command writes it down
            audit.append(log, {"what": audit.FAILED, "why": writable(str(error))})
        raise


def _by(who: str, reason: str) -> dict[str, object]:
    from core.clock import SystemClock

    return {
        "at": SystemClock().now().isoformat(timespec="seconds"),
        "who": writable(who or login()),
        "reason": writable(reason),
    }


def _entry(config: Path, planned: Swap, live: Card, new: Card, why_not: tuple[str, ...]) -> dict[str, object]:
    from gridwatch.promotion.audit import PROMOTE

    return {
        "what": PROMOTE,
        "kind": planned.kind,
        "live": os.path.relpath(planned.live.resolve(), config.resolve()),
        "name": planned.name,
        "replaces": planned.replaces,
        "sha256": planned.sha256,
        "replaces_sha256": planned.live_sha256,
        "scorecards": {"live": live.to_json(), "candidate": new.to_json()},
        "forced": bool(why_not),
        "against": list(why_not),
    }


def _tell(planned: Swap, why_not: tuple[str, ...]) -> None:
    for why in why_not:
        complain(f"forced: {why}")
    kept = f"; {planned.replaces} is kept in {planned.previous}" if planned.replaces else ""
    out.print(f"{planned.name} is live{kept}. `gridwatch promote --undo` takes it back.", markup=False)
    if planned.kind == "model":
        out.print("A running service reads its model at its start: restart it.", markup=False)
