"""The camera file that the API writes: what a wish makes of it, and its text. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.camera_book import ChangeRefused, Mistake, Wanted, Written
from core.config.camera import Camera
from gridwatch.configuration.camera_files import CameraAt
from gridwatch.configuration.problem import Problem
from gridwatch.configuration.validate import validate
from gridwatch.onboarding.camera_text import CameraText, to_yaml

OWN_FILE = "api.yaml"
OWN_NAME = f"cameras/{OWN_FILE}"
MOST_CAMERAS = 10_000
"""Cameras in the API's file: whoever holds the token cannot fill the memory."""

_HEAD = """\
# yaml-language-server: $schema=../schemas/cameras.schema.json
# Written by the API of Gridwatch (POST, PUT, PATCH, DELETE /api/v1/cameras): every change replaces the whole file.
# Cameras written here by hand are taken and kept, comments are not. Move a camera to a file of your own to take it
# out of the API's hands.
# 本文件由 Gridwatch API 写入:每次变更整体替换,手写的摄像机保留,注释不保留。
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Edited:
    """The API's file as it shall be."""

    cameras: tuple[Camera, ...]
    before: Camera | None  # as it was; None: it is new
    after: Camera | None  # as it shall be; None: removed


def version_of(camera: Camera) -> str:
    """Return a version that changes with every field of the camera, whatever its file looks like."""
    plain = json.dumps(camera.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(plain.encode(), digest_size=12).hexdigest()


def as_written(at: CameraAt) -> Written:
    """Return a camera and where it stands."""
    ours = at.file == OWN_NAME
    return Written(camera=at.camera, file=at.file, line=at.line, version=version_of(at.camera), ours=ours)


def edit(now: Sequence[CameraAt], wanted: Wanted) -> Edited:
    """Return what the API's file shall hold.

    Args:
        now: every camera and where it is written.
        wanted: the change.

    Raises:
        ChangeRefused: with the status that says why.
    """
    there = next((at for at in now if at.camera.id == wanted.camera_id), None)
    _check_may(there, wanted)
    ours = tuple(at.camera for at in now if at.file == OWN_NAME)
    before = there.camera if there else None
    if wanted.act == "remove":
        return Edited(cameras=tuple(one for one in ours if one is not before), before=before, after=None)
    data = dict(wanted.data)
    if wanted.act == "merge" and before is not None:
        data = merge_patch(before.model_dump(mode="json", exclude_defaults=True), data)
    after = _checked(data, wanted.camera_id)
    if before is not None:
        cameras = tuple(after if one is before else one for one in ours)
        return Edited(cameras=cameras, before=before, after=after)
    if len(ours) >= MOST_CAMERAS:
        raise ChangeRefused(409, f"{OWN_NAME} holds {MOST_CAMERAS} cameras, the most; write others to a file")
    return Edited(cameras=(*ours, after), before=None, after=after)


def merge_patch(target: object, patch: Mapping[str, Any]) -> dict[str, Any]:
    """Return `patch` merged into `target` by RFC 7396: null takes a member away, a list is replaced."""
    merged: dict[str, Any] = dict(target) if isinstance(target, Mapping) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, Mapping):
            merged[key] = merge_patch(merged.get(key), value)
        else:
            merged[key] = value
    return merged


def text_of(cameras: Sequence[Camera]) -> CameraText:
    """Return the file: everything that is no default, read back to the same cameras."""
    if not cameras:
        return CameraText(text=f"{_HEAD}cameras: []\n", first_lines=(), ids=())
    return to_yaml(cameras, head=f"{_HEAD}cameras:\n")


def own_mistakes(problems: Iterable[Problem], text: CameraText, camera_id: str) -> list[Mistake]:
    """Return the errors that are the camera's own, named by its own fields."""
    return [
        Mistake(where=_field(problem.key, camera_id), what=problem.what, cure=problem.cure)
        for problem in problems
        if problem.level == "error" and problem.file == OWN_NAME and text.camera_at(problem.line) == camera_id
    ]


def refusal(mistakes: Sequence[Mistake]) -> ChangeRefused:
    """Return the refusal of a camera with mistakes, told field by field."""
    told = "; ".join(f"{one.where}: {one.what}" if one.where else one.what for one in mistakes[:5])
    return ChangeRefused(422, told, mistakes=mistakes)


def _check_may(there: CameraAt | None, wanted: Wanted) -> None:
    camera_id = wanted.camera_id
    if there is None:
        if wanted.act in {"merge", "remove"}:
            raise ChangeRefused(404, f"no camera {camera_id}")
        if wanted.expects is not None:
            raise ChangeRefused(412, f"there is no camera {camera_id} any more; without If-Match it is added")
        return
    where = f"{there.file}:{there.line}" if there.line else there.file
    if wanted.act == "add":
        cure = "change it by PUT or PATCH, or choose another id"
        detail = f"camera {camera_id} is already written in {where}; {cure}"
        raise ChangeRefused(409, detail, file=there.file, line=there.line)
    if there.file != OWN_NAME:
        cure = f"change it there, or move it to {OWN_NAME}"
        detail = f"camera {camera_id} is written in {where}, which is not the API's; {cure}"
        raise ChangeRefused(409, detail, file=there.file, line=there.line)
    version = version_of(there.camera)
    if wanted.expects is None:
        detail = f"say which version of {camera_id} you change: If-Match with the ETag that GET told, or *"
        raise ChangeRefused(428, detail)
    if wanted.expects not in {"*", version}:
        detail = f"camera {camera_id} was changed meanwhile; read it again and repeat your change"
        raise ChangeRefused(412, detail, version=version)


def _checked(data: Mapping[str, Any], camera_id: str) -> Camera:
    """Return the camera, checked by the code that files go through."""
    if data.get("id", camera_id) != camera_id:
        cure = f"Leave it out, or write {camera_id}."
        raise refusal([Mistake(where="id", what="is another one than in the address", cure=cure)])
    camera, problems = validate(Camera, {**data, "id": camera_id}, file="", line_of=lambda _: None)
    if camera is None:
        raise refusal([Mistake(where=one.key, what=one.what, cure=one.cure) for one in problems])
    if (
        camera.id != camera_id
    ):  # a file's is taken without the spaces around it; here it would name another camera
        raise refusal([Mistake(where="id", what="has spaces around it", cure=f"Write {camera.id}.")])
    return camera


def _field(key: str, camera_id: str) -> str:
    """`cameras[3].access.host` is the caller's `access.host`."""
    _, bracket, rest = key.partition("].")
    field = rest if bracket and key.startswith("cameras[") else key
    return "" if field == camera_id else field
