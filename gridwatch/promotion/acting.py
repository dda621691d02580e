"""A promotion and its undoing as one act each: judged, written down, done. For the command line and for the API."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import GridwatchError
from core.reason import Reason
from gridwatch.promotion import audit, gate, swap
from gridwatch.promotion.gate import Card, Margins
from gridwatch.promotion.moves import PREVIOUS, beside
from gridwatch.promotion.settle import check_undo
from gridwatch.promotion.swap import NotPromoted, Swap


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """What would take the place of what, and what speaks against it."""

    planned: Swap
    live: Card
    candidate: Card
    why_not: tuple[Reason, ...]  # empty: the gate lets it through


def judge(configs: Path, candidate: Path, scorecards: tuple[Path, Path], margins: Margins) -> Judged:
    """Say whether a candidate may go live; `scorecards`: of what is live, and of the candidate.

    Raises:
        NotPromoted: it cannot at all.
        BadScorecard: a file is none.
    """
    planned = swap.plan(candidate, configs)
    live, new = (gate.read_card(path) for path in scorecards)
    model = planned.kind == "model"
    why_not = gate.refusals(live, new, margins) + gate.strangers(
        live,
        new,
        kind=planned.kind,
        replaces=planned.live_sha256 if model else planned.replaces,
        name=planned.sha256 if model else planned.name,
    )
    if planned.model_sha256:  # both cards of a profile are by the live model
        both = planned.model_sha256
        why_not += gate.strangers(live, new, kind="model", replaces=both, name=both)
    why_not += gate.run_otherwise(live, new, replaces=planned.live_told_by, name=planned.told_by)
    return Judged(planned=planned, live=live, candidate=new, why_not=why_not)


def promote(configs: Path, judged: Judged, by: Mapping[str, object]) -> None:
    """Make it live and write down who did; the caller holds `swap.alone` and has asked the gate.

    Raises:
        NotPromoted: the configuration would have a new mistake, or a file could not be moved.
    """
    planned = judged.planned
    swap.check(planned, configs)
    entry = {
        "what": audit.PROMOTE,
        "kind": planned.kind,
        "live": os.path.relpath(swap.named(planned.live), configs.resolve()),  # it may be a link itself
        "name": planned.name,
        "replaces": planned.replaces,
        "sha256": planned.sha256,
        "replaces_sha256": planned.live_sha256,
        "identity": swap.identity_of(planned.candidate),
        "replaces_identity": swap.identity_of(planned.live),
        "scorecards": {"live": judged.live.to_json(), "candidate": judged.candidate.to_json()},
        "forced": bool(judged.why_not),
        "against": [why.tell() for why in judged.why_not],
    }
    with _written_down(configs / audit.FILE, entry | dict(by)):
        swap.carry_out(planned)


def undo(configs: Path, last: Mapping[str, Any] | None, by: Mapping[str, object], *, force: bool) -> None:
    """Put back what the last act replaced; the caller holds `swap.alone`.

    Raises:
        NotPromoted: there is nothing to put back, or it was changed since.
    """
    log = configs / audit.FILE
    if last is None:
        raise NotPromoted(f"{log} holds no promotion")
    live, first = configs / last["live"], not last["replaces"]
    if not force:
        check_undo(last, live)
    entry = {
        "what": audit.UNDO,
        "kind": last["kind"],
        "live": last["live"],
        "name": last["replaces"],
        "replaces": last["name"],
        "sha256": swap.hash_of(beside(live, PREVIOUS)) if force and not first else last["replaces_sha256"],
        "replaces_sha256": swap.hash_of(live) if force else last["sha256"],
        "identity": "" if first else swap.identity_of(beside(live, PREVIOUS)),
        "replaces_identity": swap.identity_of(live),
        "forced": force,
    }
    with _written_down(log, entry | dict(by)):
        swap.undo(live, first=first)


@contextmanager
def _written_down(log: Path, entry: dict[str, object]) -> Iterator[None]:
    """Write the act down before it is done; when it cannot be done, write that down too."""
    audit.append(log, entry)
    try:
        yield
    except Exception as error:  # raised again: the audit only has to tell it
        with suppress(
            GridwatchError, OSError
        ):  # a disk that is full for it, too: the next act writes it down
            audit.append(log, {"what": audit.FAILED, "why": "".join(filter(str.isprintable, str(error)))})
        raise
