"""Camera files as text that `configuration.camera_files` reads back: CSV, or the YAML that was there. Pure."""

from __future__ import annotations

import bisect
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from core.config.camera import Camera
from gridwatch.configuration.camera_files import COLUMNS

_ALWAYS = ("id", "name", "owner", "scene", "lon", "lat", "datum", "host")
_YAML_HEAD = "# yaml-language-server: $schema=../schemas/cameras.schema.json\ncameras:\n"
_LEAST = {
    "onvif": True,
    "onvif_port": 80,
    "onvif_path": "/onvif/device_service",
    "roll_deg": 0,
    "enabled": True,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class CameraText:
    """A camera file and where each camera stands in it."""

    text: str
    first_lines: tuple[int, ...]  # 1-based, ascending
    ids: tuple[str, ...]  # of the camera that begins there

    def camera_at(self, line: int | None) -> str | None:
        """Return the camera that a line belongs to."""
        if line is None:
            return None
        at = bisect.bisect_right(self.first_lines, line) - 1
        return self.ids[at] if at >= 0 else None


def to_csv(cameras: Sequence[Camera]) -> CameraText:
    """Return a CSV with the columns that some camera needs."""
    rows = [_row(camera) for camera in cameras]
    columns = [name for name in COLUMNS if name in _ALWAYS or any(row[name] != "" for row in rows)]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[name] for name in columns] for row in rows)
    ids = tuple(camera.id for camera in cameras)
    return CameraText(text=text.getvalue(), first_lines=tuple(range(2, len(ids) + 2)), ids=ids)


def to_yaml(cameras: Sequence[Camera], head: str = _YAML_HEAD) -> CameraText:
    """Return a YAML list with everything that is no default; `head` ends with the line `cameras:`."""
    parts = [head] if cameras else ["cameras: []\n"]
    lines = []
    line = head.count("\n") + 1
    for camera in cameras:
        lines.append(line)
        part = yaml.dump(
            [plain(camera)], Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=110,
            default_flow_style=None,
        )  # fmt: skip
        parts.append(part)
        line += part.count("\n")
    return CameraText(
        text="".join(parts), first_lines=tuple(lines), ids=tuple(camera.id for camera in cameras)
    )


def plain(camera: Camera) -> dict[str, Any]:
    """Return a camera as plain data without its defaults."""
    return camera.model_dump(mode="json", exclude_defaults=True)


def _row(camera: Camera) -> dict[str, object]:
    """Return column to cell; what is the default is left empty."""
    row: dict[str, object] = {}
    for column, path in COLUMNS.items():
        value: Any = camera
        for part in path:
            value = None if value is None else getattr(value, part)
        if value is None or value == _LEAST.get(column):
            value = ""
        elif isinstance(value, bool):
            value = "true" if value else "false"
        row[column] = value
    return row
