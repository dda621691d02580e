"""What a wish makes of an overlay, how it is refused, and its text. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import yaml

from api.camera_book import ChangeRefused, Mistake
from api.overlays import OverlayNow, PartChange, TuneWish
from core.config.camera import Camera
from core.config.overlay import PARTS, Mark, Overlay, Part, moved_on, print_of, values_of
from gridwatch.camera_book.edit import refusal
from gridwatch.configuration.camera_files import CameraAt
from gridwatch.configuration.overlay_files import ENDING, FOLDER, OverlayAt
from gridwatch.configuration.validate import validate

MOST_OVERLAYS = 20_000
"""Overlays in all: whoever may tune cameras cannot fill the disk."""
FIELDS = ("zones", "overrides", "ground_points", "calibration")

_HEAD = """\
# yaml-language-server: $schema=../../schemas/overlay.schema.json
# Set on the camera's page of the console, over what the camera's own file says. Remove a key, or this file, to go back.
# 由控制台的摄像机页面写入,覆盖摄像机自身文件中的同名内容;删去某项或整个文件即恢复为原文件内容。
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Edited:
    """An overlay as it shall be."""

    before: Overlay | None
    after: Overlay | None  # None: nothing lies over the camera any more
    changes: tuple[PartChange, ...]  # none: nothing differs


def version_of(written: Camera | None, overlay: Overlay | None) -> str:
    """Return a version that changes with what the overlay says, and with what lies below it."""
    plain = [one.model_dump(mode="json") if one is not None else None for one in (written, overlay)]
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def as_now(camera_id: str, at: CameraAt | None, over: OverlayAt | None) -> OverlayNow | None:
    """Return what lies over a camera; None where there is neither."""
    if at is None and over is None:
        return None
    written, overlay = at.camera if at else None, over.overlay if over else None
    return OverlayNow(
        camera_id=camera_id,
        version=version_of(written, overlay),
        written=written,
        file=at.file if at else "",
        line=at.line if at else None,
        overlay=overlay,
        overlay_file=f"{FOLDER}/{camera_id}{ENDING}",
        moved_on=moved_on(written, overlay) if written is not None and overlay is not None else (),
    )


def edit(now: OverlayNow | None, wish: TuneWish, *, at: datetime, others: int) -> Edited:
    """Return the overlay as it shall be.

    Args:
        now: what lies over the camera on disk.
        wish: the change.
        at: when.
        others: overlays of other cameras.

    Raises:
        ChangeRefused: with the status that says why.
    """
    now = _may(now, wish)
    before = now.overlay
    if wish.data is None:
        return Edited(before=before, after=None, changes=_changes(before, None))
    if now.written is None:
        raise ChangeRefused(409, f"no file has camera {wish.camera_id}: its overlay can only be removed")
    if before is None and others >= MOST_OVERLAYS:
        raise ChangeRefused(409, f"{FOLDER} holds {MOST_OVERLAYS} overlays, the most; write others to files")
    after = _merged(before, wish, now.written, at)
    if after is not None and not after.parts:
        after = None
    changes = _changes(before, after)
    touched = after is not None and set(now.moved_on) & {part for part in PARTS if part in wish.data}
    if not changes and touched and after is not None:  # what is set again holds over what the file says now
        changes = tuple(
            PartChange(part=part, before=values_of(after, part), after=values_of(after, part))
            for part in now.moved_on
            if part in wish.data
        )
    return Edited(before=before, after=after, changes=changes)


def text_of(overlay: Overlay) -> str:
    """Return the file: what is set, and its marks."""
    plain: dict[str, Any] = {}
    for part in overlay.parts:
        plain |= values_of(overlay, part) or {part: []}
    plain["marks"] = {
        part: mark.model_dump(mode="json", exclude_defaults=True) for part, mark in overlay.marks.items()
    }
    return _HEAD + yaml.dump(
        plain,
        Dumper=yaml.CSafeDumper,
        allow_unicode=True,
        sort_keys=False,
        width=110,
        default_flow_style=None,
    )


def told(camera_id: str, changes: tuple[PartChange, ...]) -> str:
    """Return a line for the audit: each part by what is in it, and by fingerprints of before and after."""
    said = [
        f"{one.part}: {_count(one, one.before)} -> {_count(one, one.after)}{_names(one)}" for one in changes
    ]
    prints = [f"{_print(one.before)}>{_print(one.after)}" for one in changes]
    return f"{camera_id} {'; '.join(said)} [{' '.join(prints)}]"


def _may(now: OverlayNow | None, wish: TuneWish) -> OverlayNow:
    camera_id = wish.camera_id
    if now is None:
        raise ChangeRefused(404, f"no camera {camera_id}")
    if wish.expects is None:
        detail = f"say which version of {camera_id} you change: If-Match with the ETag that GET told, or *"
        raise ChangeRefused(428, detail)
    if wish.expects not in {"*", now.version}:
        by = [mark for mark in (now.overlay.marks.values() if now.overlay else ()) if mark.at is not None]
        last = max(by, key=lambda mark: mark.at.timestamp() if mark.at else 0, default=None)
        who = f", last by {last.who or 'somebody'}" if last is not None else ""
        detail = f"camera {camera_id} was changed meanwhile{who}; read it again and repeat your change"
        raise ChangeRefused(412, detail, version=now.version)
    return now


def _merged(before: Overlay | None, wish: TuneWish, written: Camera, at: datetime) -> Overlay | None:
    data = dict(wish.data or {})
    strange = sorted(data.keys() - set(FIELDS))
    if strange:
        cure = f"Give {', '.join(FIELDS)}; what a camera is and how it is reached stands in its own file."
        raise refusal([Mistake(where=one, what="is not overlaid", cure=cure) for one in strange])
    if "ground_points" in data:
        data.setdefault("calibration", None)  # what was there is of other points
    kept = before.model_dump(mode="json", exclude={"marks"}, exclude_none=True) if before is not None else {}
    plain = {key: value for key, value in {**kept, **data}.items() if value is not None}
    after, problems = validate(Overlay, plain, file="", line_of=lambda _: None)
    if after is None:
        raise refusal([Mistake(where=one.key, what=one.what, cure=one.cure) for one in problems])
    marks = dict(before.marks) if before is not None else {}
    for part in PARTS:
        changed = part in data or (part == "ground_points" and "calibration" in data)
        if changed and part in after.parts:
            marks[part] = Mark(who=wish.who[:64], at=at.replace(microsecond=0), over=print_of(written, part))
    return after.model_copy(
        update={"marks": {part: mark for part, mark in marks.items() if part in after.parts}}
    )


def _changes(before: Overlay | None, after: Overlay | None) -> tuple[PartChange, ...]:
    found = []
    for part in PARTS:
        was, is_now = _said(before, part), _said(after, part)
        if was != is_now:
            found.append(PartChange(part=part, before=was, after=is_now))
    return tuple(found)


def _said(overlay: Overlay | None, part: Part) -> dict[str, Any] | None:
    if overlay is None or part not in overlay.parts:
        return None
    return values_of(overlay, part) or {part: []}


def _count(change: PartChange, said: Mapping[str, Any] | None) -> str:
    return "file" if said is None else str(len(said.get(change.part, ())))


def _names(change: PartChange) -> str:
    """Say which zones or rules came, went and differ."""
    key = {"zones": "id", "overrides": "rule"}.get(change.part)
    if key is None:
        return ""
    was, is_now = (
        {str(one[key]): one for one in (said or {}).get(change.part, ())}
        for said in (change.before, change.after)
    )
    marks = [f"+{name}" for name in is_now if name not in was]
    marks += [f"-{name}" for name in was if name not in is_now]
    marks += [f"~{name}" for name in is_now if name in was and is_now[name] != was[name]]
    short = ", ".join(marks[:6]) + (", ..." if len(marks) > 6 else "")
    return f" ({short})" if marks else ""


def _print(said: Mapping[str, Any] | None) -> str:
    if said is None:
        return "file"
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
