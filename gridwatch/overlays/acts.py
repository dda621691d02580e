"""The last changes of a camera's overlay, with what was before and after, as a note of the store. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from alerts.store.base import Json
from api.overlays import PartChange, TuneAct
from core.config.overlay import PARTS

MOST = 30  # changes of one camera
MOST_CHARS = 200_000  # of one camera's note; the oldest go


def with_act(note: Mapping[str, Any] | None, act: TuneAct) -> Json:
    """Return the note with one more change."""
    acts = [*_list(note), _plain(act)][-MOST:]
    while len(acts) > 1 and len(json.dumps(acts)) > MOST_CHARS:
        acts.pop(0)
    return {"acts": acts}


def remembered(note: Mapping[str, Any] | None) -> tuple[TuneAct, ...]:
    """Return the changes of a note, newest first; one that cannot be read is left out."""
    found = (_read(one) for one in reversed(_list(note)))
    return tuple(one for one in found if one is not None)


def _plain(act: TuneAct) -> dict[str, Any]:
    changes = [
        {"part": one.part, "before": _short(one.before), "after": _short(one.after)} for one in act.changes
    ]
    return {"at": act.at.isoformat(), "who": act.who, "told": act.told, "changes": changes}


def _short(said: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Leave the edges of the picture out: they are long, and the audit's fingerprint is of all."""
    if said is None or "calibration" not in said:
        return said
    made = {key: value for key, value in said["calibration"].items() if key != "reference"}
    return {**said, "calibration": made}


def _read(plain: Any) -> TuneAct | None:
    try:
        changes = tuple(
            PartChange(part=one["part"], before=one["before"], after=one["after"])
            for one in plain["changes"]
            if one["part"] in PARTS
        )
        return TuneAct(
            at=datetime.fromisoformat(plain["at"]), who=plain["who"], changes=changes, told=plain["told"]
        )
    except (KeyError, TypeError, ValueError):
        return None


def _list(note: Mapping[str, Any] | None) -> list[Any]:
    found = (note or {}).get("acts")
    return list(found) if isinstance(found, list) else []
