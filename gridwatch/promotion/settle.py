"""What the last act really came to: the audit is written before an act, and an act can be broken off."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gridwatch.promotion.audit import FAILED, append, entries, last_done
from gridwatch.promotion.moves import PREVIOUS, beside, mend
from gridwatch.promotion.swap import UNUSABLE, NotPromoted, hash_of, identity_of

BROKEN_OFF = "it was broken off before anything was changed"
_REPLACED = "replaces_"


def settle(log: Path, configs: Path) -> dict[str, Any] | None:
    """Bring an act that was broken off to an end, write down one that came to nothing; return the last that did.

    Raises:
        BrokenAudit: the audit is not what was written.
        OSError: what is left of it cannot be moved.
    """
    known = entries(log)
    if known and known[-1]["what"] != FAILED:
        last = known[-1]
        live = configs / last["live"]
        mend(live)
        if _is(live, last, _REPLACED, usable=False) and not _is(live, last):
            known.append(append(log, {"what": FAILED, "why": BROKEN_OFF}))
    return last_done(known)


def check_undo(last: Mapping[str, Any], live: Path) -> None:
    """Refuse to put back over something that no promotion made, or something that no promotion kept.

    Raises:
        NotPromoted: it was changed since.
    """
    if not _is(live, last):
        made = last["name"] or "nothing"
        raise NotPromoted(
            f"{live} was changed since the last act, which left {made} there. To change it for what was kept all the "
            'same: --undo --force --reason "..."'
        )
    previous = beside(live, PREVIOUS)
    if last["replaces"] and previous.exists() and not _is(previous, last, _REPLACED):
        raise NotPromoted(
            f"{previous} is not the {last['replaces']} that was replaced. To put it back all the same: "
            '--undo --force --reason "..."'
        )


def _is(path: Path, act: Mapping[str, Any], side: str = "", *, usable: bool = True) -> bool:
    """Whether what lies here is what an act made live, or (`_REPLACED`) what it replaced.

    What cannot be used is taken for it only where that need not be `usable`.
    """
    written = act.get(f"{side}identity")
    if written is None:  # by an earlier version, which knew weights by the hash of those that ran
        return bool(hash_of(path) == act[f"{side}sha256"])
    return bool(identity_of(path) == written and not (usable and written == UNUSABLE))
