"""Stored looks: the pictures that a patrol has taken, as a folder that can be replayed.

    day/
      looks.jsonl                    one line a look, in any order
      cam-01/20261101T220014Z.jpg    pictures, JPEG or PNG, in any folders below
      configs/                       the cameras, profiles, grid and settings they were taken under

A line of looks.jsonl:

    {"camera": "cam-01", "taken_at": "2026-11-01T22:00:14Z", "file": "cam-01/20261101T220014Z.jpg",
     "sha256": "5c385c80..."}

`camera`, `taken_at` (ISO 8601 with a zone) and `file` (relative to the folder, with /) are needed; `sha256`
of the file is checked when it is given. Nothing else is allowed: a misspelt key is a mistake, not a remark.
Empty lines and lines that begin with `#` are passed over. Reading is strict: every mistake is told with its
line, and nothing is replayed until there is none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Annotated

import cv2
import numpy as np
from pydantic import Field, ValidationError, field_validator

from core.config.base import Model, Slug
from core.errors import GridwatchError
from core.frame import Image
from gridwatch.workbench.files import first_of, lines_of, text_of, write_whole
from gridwatch.workbench.mistakes import told as mistakes
from gridwatch.workbench.true_event import KnownTime

FILE = "looks.jsonl"
MAX_LOOKS = 2_000_000
"""Lines that are read: a thousand cameras for a day, once a minute and a bit."""
MAX_INDEX_BYTES = 600_000_000
"""Of looks.jsonl."""
MAX_BYTES = 16_000_000
"""Of one picture."""
MAX_PIXELS = 40_000_000
_ENDINGS = (".jpg", ".jpeg", ".png")


class BadLooks(GridwatchError):
    """A folder of stored looks is wrong; the message names every wrong line with its key and cure."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredLook:
    """One picture that was taken."""

    camera: str  # camera id
    taken_at: datetime  # UTC
    path: Path
    sha256: str | None = None  # of the file; None: not known

    def jpeg(self) -> bytes:
        """Return the file's bytes.

        Raises:
            BadLooks: it is gone, too large, or not what was stored.
        """
        try:
            with self.path.open("rb") as file:
                content = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise BadLooks(f"{self.path}: cannot be read: {error.strerror}") from error
        if len(content) > MAX_BYTES:
            raise BadLooks(f"{self.path}: is larger than {MAX_BYTES} bytes")
        if self.sha256 is not None and hashlib.sha256(content).hexdigest() != self.sha256:
            raise BadLooks(f"{self.path}: is not the picture that was stored: its sha256 differs from {FILE}")
        return content


class _Line(Model):
    camera: Slug
    taken_at: KnownTime
    file: Annotated[str, Field(min_length=1, max_length=500)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None

    @field_validator("file")
    @classmethod
    def _inside(cls, file: str) -> str:
        parts = PurePosixPath(file)
        if parts.is_absolute() or ".." in parts.parts or "\\" in file or "\0" in file:
            raise ValueError("lies outside of the folder; write it relative to it, with /")
        if parts.suffix.lower() not in _ENDINGS:
            raise ValueError(f"is no picture; known endings are {', '.join(_ENDINGS)}")
        return file


def is_looks(path: Path) -> bool:
    """Whether a path is a folder of stored looks."""
    return (path / FILE).is_file()


def read_looks(folder: Path) -> tuple[StoredLook, ...]:
    """Read a folder's looks, in order of time, then camera.

    Raises:
        BadLooks: naming every wrong line, or that the file cannot be read.
    """
    path = folder / FILE
    looks, problems = parse_looks(text_of(path, BadLooks, most=MAX_INDEX_BYTES), folder, str(path))
    if not problems and not looks:
        problems = [f"{path}: holds no look"]
    if problems:
        raise BadLooks(first_of(problems, str(path)))
    return looks


def parse_looks(text: str, folder: Path, name: str = FILE) -> tuple[tuple[StoredLook, ...], list[str]]:
    """Return the looks of `text`, in order, and every mistake as `name:line: key: what is wrong`."""
    looks: list[StoredLook] = []
    problems: list[str] = []
    seen: dict[tuple[str, datetime], int] = {}
    for number, line in lines_of(text):
        where = f"{name}:{number}"
        if number > MAX_LOOKS:
            problems.append(f"{where}: more than {MAX_LOOKS} lines; split the folder by days")
            break
        try:
            one = _Line.model_validate(json.loads(line))
        except json.JSONDecodeError as error:
            problems.append(f"{where}: not JSON: {error.msg} at column {error.colno}; write one look a line")
            continue
        except (ValueError, RecursionError) as error:
            problems += [f"{where}: {told}" for told in _told(error)]
            continue
        look = StoredLook(
            camera=one.camera,
            taken_at=one.taken_at.astimezone(UTC),
            path=folder / one.file,
            sha256=one.sha256,
        )
        key = (look.camera, look.taken_at)
        if key in seen:
            problems.append(
                f"{where}: taken_at: {look.camera} was looked at then already, on line {seen[key]}"
            )
        elif not look.path.is_file():
            problems.append(f"{where}: file: {one.file} is not there")
        seen.setdefault(key, number)
        looks.append(look)
    return tuple(sorted(looks, key=lambda look: (look.taken_at, look.camera))), problems


def write_looks(folder: Path, looks: Iterable[StoredLook]) -> Path:
    """Write looks.jsonl for pictures that lie below `folder`, in one step, and return its path."""
    lines = []
    for look in looks:
        values = {
            "camera": look.camera,
            "taken_at": look.taken_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "file": look.path.relative_to(folder).as_posix(),
            **({"sha256": look.sha256} if look.sha256 else {}),
        }
        lines.append(json.dumps(values, ensure_ascii=False) + "\n")
    return write_whole(folder / FILE, "".join(lines))


def decoded(jpeg: bytes, name: str) -> Image:
    """Return a picture's pixels, (h, w, 3) uint8 BGR.

    Raises:
        BadLooks: it is no picture, or one of too many pixels.
    """
    try:
        image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR) if jpeg else None
    except cv2.error as error:
        raise BadLooks(f"{name}: has more pixels than can be read") from error
    if image is None:
        raise BadLooks(f"{name}: is not a picture that can be read")
    if image.shape[0] * image.shape[1] > MAX_PIXELS:
        raise BadLooks(f"{name}: has more than {MAX_PIXELS} pixels")
    return np.asarray(image, np.uint8)


def _told(error: ValueError | RecursionError) -> list[str]:
    if not isinstance(error, ValidationError):  # thousands of brackets, a number of thousands of digits
        return ["nested too deeply, or a number without end; write one look a line"]
    return [f"{field}: {what}" for field, what in mistakes(error).items()]
