"""Drafts laid over the cameras that are configured: whole cameras as they shall be, and what cannot be. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.config.camera import Camera
from gridwatch.configuration.camera_files import COLUMNS, CameraAt, merged
from gridwatch.configuration.problem import Problem
from gridwatch.configuration.validate import validate
from gridwatch.onboarding.camera_text import plain
from gridwatch.onboarding.columns import Columns
from gridwatch.onboarding.doubles import address_keys
from gridwatch.onboarding.drafts import Draft
from gridwatch.onboarding.faults import Fault, shown
from gridwatch.onboarding.places import Placed, kept_position

_POSE = ("height_m", "heading_deg", "tilt_deg", "hfov_deg")
_ADDRESSES = frozenset({"host", "snapshot_url", "rtsp_url"})
_FIELD_AT = {path: field for field, path in COLUMNS.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Fleet:
    """Every camera of a ledger as it shall be."""

    cameras: Mapping[str, Camera]  # by id
    line_of: Mapping[str, int]  # camera id to its line in the ledger
    faults: tuple[Fault, ...]


def lay_over(
    drafts: Sequence[Draft],
    placed: Sequence[Placed],
    logins: Mapping[int, str],
    now: Mapping[str, CameraAt],
    columns: Columns,
    bad: set[int],
) -> Fleet:
    """Make cameras of the drafts; what a ledger does not tell stays as it is configured.

    Args:
        drafts: of all rows.
        placed: where each stands, in the same order.
        logins: line to the name of its login.
        now: configured cameras by id.
        columns: how the ledger calls its fields.
        bad: lines with an error; no camera is made of them.
    """
    cameras: dict[str, Camera] = {}
    line_of: dict[str, int] = {}
    faults: list[Fault] = []
    partial: Counter[tuple[str, ...]] = Counter()
    for draft, at in zip(drafts, placed, strict=True):
        before = now.get(draft.id)
        if before is None and not draft.reachable and columns.headers.keys() & _ADDRESSES:
            faults.append(Fault(kind="no_way", line=draft.line))
            continue
        if draft.line in bad or not _whole(draft) or (before is None and at.position is None):
            continue  # it is told already: with its cell, or once with a column or datum that is not there
        if before is not None and before.camera.owner != draft.owner:
            facts = {"value": draft.id, "owner": before.camera.owner, "where": f"{before.file}:{before.line}"}
            column = columns.header("id" if "id" in columns.headers else "code")
            faults.append(Fault(kind="other_owner", line=draft.line, column=column, facts=facts))
            continue
        data = _data(draft, at, logins.get(draft.line), before)
        pose = data.get("pose", {})
        if pose and not all(part in pose for part in _POSE):
            partial[tuple(part for part in _POSE if part in pose)] += 1
            del data["pose"]
        camera, problems = validate(Camera, data, file="", line_of=lambda _: None)
        faults += [_fault(problem, draft.line, columns) for problem in problems]
        if camera is not None:
            cameras[camera.id] = before.camera if before is not None and before.camera == camera else camera
            line_of[camera.id] = draft.line
    for given, rows in partial.items():
        parts = ", ".join(given) or "roll_deg"
        lacking = ", ".join(part for part in _POSE if part not in given)
        faults.append(Fault(kind="pose_partial", facts={"rows": rows, "given": parts, "lacking": lacking}))
    return Fleet(cameras=cameras, line_of=line_of, faults=tuple(faults))


def missing(
    now: Iterable[CameraAt], drafts: Iterable[Draft], owners: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """Return, by owner, the configured cameras that the ledger of that owner does not name, bad rows included."""
    named = {draft.id for draft in drafts}
    wanted = set(owners)
    found: dict[str, list[str]] = defaultdict(list)
    for at in now:
        if at.camera.owner in wanted and at.camera.id not in named:
            found[at.camera.owner].append(at.camera.id)
    return {owner: tuple(ids) for owner, ids in sorted(found.items())}


def taken(fleet: Fleet, now: Iterable[CameraAt], removed: frozenset[str], columns: Columns) -> list[Fault]:
    """Return what has the address of a configured camera that stays."""
    held: dict[tuple[str, str], CameraAt] = {}
    for at in now:
        if at.camera.id not in removed and at.camera.id not in fleet.cameras:
            for key in address_keys(plain(at.camera)):
                held.setdefault(key, at)
    faults = []
    for camera_id, camera in fleet.cameras.items() if held else ():
        for key in address_keys(plain(camera)):
            if key in held:
                at = held[key]
                value = key[1].removesuffix("/onvif/device_service")
                facts = {"value": value, "id": at.camera.id, "where": f"{at.file}:{at.line}"}
                line = fleet.line_of[camera_id]
                faults.append(Fault(kind="taken", line=line, column=columns.header(key[0]), facts=facts))
                break
    return faults


def without(fleet: Fleet, lines: set[int]) -> Fleet:
    """Return the fleet without the cameras of these lines."""
    cameras = {i: camera for i, camera in fleet.cameras.items() if fleet.line_of[i] not in lines}
    line_of = {camera_id: fleet.line_of[camera_id] for camera_id in cameras}
    return Fleet(cameras=cameras, line_of=line_of, faults=fleet.faults)


def _whole(draft: Draft) -> bool:
    return bool(draft.id) and {"name", "owner", "scene"} <= draft.data.keys()


def _data(draft: Draft, at: Placed, login: str | None, before: CameraAt | None) -> dict[str, Any]:
    told: dict[str, Any] = dict(draft.data)
    if at.position is not None and (before is None or not kept_position(at.position, before.camera)):
        told["position"] = dict(at.position)
    if at.grid_code is not None and "grid_code" not in told:
        told["grid_code"] = at.grid_code
    told["access"] = dict(told.get("access", {}))
    if login is not None:
        told["access"]["credential"] = login
    return merged(plain(before.camera), told) if before is not None else told


def _fault(problem: Problem, line: int, columns: Columns) -> Fault:
    path = tuple(problem.key.split("."))
    field = _FIELD_AT.get(path)
    column = columns.header(field) if field else problem.key if problem.key != "access" else ""
    facts = {"what": problem.what or shown(problem.key), "cure": problem.cure}
    return Fault(kind="bad_value", line=line, column=column, facts=facts)
