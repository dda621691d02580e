"""`gridwatch promote`: makes a candidate live when its scorecard allows it, and writes down who did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridwatch.cli.config import ConfigFolder
from gridwatch.cli.show import complain, out
from gridwatch.cli.who import login, writable
from gridwatch.promotion.gate import Margins

if TYPE_CHECKING:
    from core.reason import Reason
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
    from gridwatch.promotion import acting

    judged = acting.judge(config, candidate, scorecard, margins)
    if judged.why_not and not force:
        complain(f"{judged.planned.name} is not promoted:")
        complain("\n".join(why.tell() for why in judged.why_not))
        complain('If it is right all the same: --force --reason "..."')
        raise typer.Exit(1)
    acting.promote(config, judged, by)
    _tell(judged.planned, judged.why_not)


def _undo(config: Path, last: dict[str, Any] | None, by: dict[str, object], *, force: bool) -> None:
    from gridwatch.promotion import acting

    acting.undo(config, last, by, force=force)
    assert last is not None  # noqa: S101 - `undo` has refused that
    restart = " Restart the service to apply it." if last["kind"] == "model" else ""
    back = f"{last['replaces']} is live again" if last["replaces"] else "no profile of that name is live now"
    kept = f", {last['name']} is kept beside it" if last["name"] else ""
    out.print(f"{back}{kept}.{restart}", markup=False)


def _by(who: str, reason: str) -> dict[str, object]:
    from core.clock import SystemClock

    return {
        "at": SystemClock().now().isoformat(timespec="seconds"),
        "who": writable(who or login()),
        "reason": writable(reason),
    }


def _tell(planned: Swap, why_not: tuple[Reason, ...]) -> None:
    for why in why_not:
        complain(f"forced: {why.tell()}")
    kept = f"; {planned.replaces} is kept in {planned.previous}" if planned.replaces else ""
    out.print(f"{planned.name} is live{kept}. `gridwatch promote --undo` takes it back.", markup=False)
    if planned.kind == "model":
        out.print("A running service reads its model at its start: restart it.", markup=False)
