"""configs/cameras/: YAML with defaults, or a CSV with one camera a row."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.config.camera import Camera
from gridwatch.configuration.problem import Problem, did_you_mean, dotted
from gridwatch.configuration.validate import validate
from gridwatch.configuration.yaml_file import KeyPath, read_yaml

if TYPE_CHECKING:
    from _csv import Reader

    from gridwatch.configuration.overlay_files import OverlayAt

MAX_CAMERAS_A_FILE = 100_000

# CSV column -> place in the Camera model. Chinese headers as district ledgers write them.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "name": ("name",),
    "owner": ("owner",),
    "scene": ("scene",),
    "lon": ("position", "lon"),
    "lat": ("position", "lat"),
    "datum": ("position", "datum"),
    "host": ("access", "host"),
    "onvif": ("access", "onvif"),
    "onvif_port": ("access", "onvif_port"),
    "onvif_path": ("access", "onvif_path"),
    "snapshot_url": ("access", "snapshot_url"),
    "rtsp_url": ("access", "rtsp_url"),
    "credential": ("access", "credential"),
    "host_key": ("access", "host_key"),
    "height_m": ("pose", "height_m"),
    "heading_deg": ("pose", "heading_deg"),
    "tilt_deg": ("pose", "tilt_deg"),
    "hfov_deg": ("pose", "hfov_deg"),
    "roll_deg": ("pose", "roll_deg"),
    "profile": ("profile",),
    "period_s": ("period_s",),
    "watch_fps": ("watch_fps",),
    "grid_code": ("grid_code",),
    "enabled": ("enabled",),
}
CHINESE: Mapping[str, str] = {
    "编号": "id",
    "设备编码": "id",
    "名称": "name",
    "点位名称": "name",
    "权属单位": "owner",
    "所属单位": "owner",
    "场景": "scene",
    "经度": "lon",
    "纬度": "lat",
    "坐标系": "datum",
    "地址": "host",
    "IP地址": "host",
    "端口": "onvif_port",
    "抓图地址": "snapshot_url",
    "码流地址": "rtsp_url",
    "凭据": "credential",
    "架高": "height_m",
    "朝向": "heading_deg",
    "俯角": "tilt_deg",
    "视场角": "hfov_deg",
    "方案": "profile",
    "网格编码": "grid_code",
    "启用": "enabled",
}
_YES_NO = {"是": "true", "否": "false"}


@dataclass(frozen=True, kw_only=True, slots=True)
class CameraAt:
    """A camera and where it was written."""

    camera: Camera
    file: str
    line: int | None
    base: Camera | None = None  # as its file has it, where something lies over it
    over: OverlayAt | None = None  # what does

    def where(self, key: str) -> tuple[str, int | None]:
        """Return the file and line that say what `key` of the camera is."""
        if self.over is not None and getattr(self.over.overlay, key, None) is not None:
            return self.over.file, self.over.line_of(key)
        return self.file, self.line


def read_cameras(path: Path, name: str) -> tuple[list[CameraAt], list[Problem]]:
    """Read one camera file. A bad camera is a problem; the good ones beside it are still returned."""
    if path.exists() and not path.is_file():  # a pipe would be waited for
        return [], [_whole(name, "cannot be read: it is no file", "Move it out of the folder.")]
    if path.suffix == ".csv":
        return _read_csv(path, name)
    return _read_yaml(path, name)


def _read_yaml(path: Path, name: str) -> tuple[list[CameraAt], list[Problem]]:
    file = read_yaml(path, name)
    problems = list(file.problems)
    if not isinstance(file.data, dict):
        if not problems:
            problems.append(_whole(name, "holds no cameras", "Begin it with `cameras:` and a list below."))
        return [], problems
    known = ("defaults", "cameras")
    problems += [
        Problem(
            file=name,
            line=file.line_of((key,)),
            key=key,
            what="is not a setting here",
            cure=did_you_mean(key, known, "A camera file holds `defaults` and `cameras`."),
        )
        for key in file.data
        if key not in known
    ]
    defaults, rows = file.data.get("defaults") or {}, file.data.get("cameras") or []
    if not isinstance(defaults, dict) or not isinstance(rows, list):
        problems.append(
            _whole(name, "`defaults` must hold keys and `cameras` a list", "Correct the indentation.")
        )
        return [], problems
    found: list[CameraAt] = []
    for i, row in enumerate(rows[:MAX_CAMERAS_A_FILE]):
        prefix: KeyPath = ("cameras", i)
        if not isinstance(row, dict):
            problems.append(
                Problem(
                    file=name,
                    line=file.line_of(prefix),
                    key=dotted(prefix),
                    what="is not a camera",
                    cure="Write key: value lines, indented below the dash.",
                )
            )
            continue

        def line_of(key: KeyPath, prefix: KeyPath = prefix) -> int | None:
            in_defaults = ("defaults", *key[len(prefix) :])
            return file.lines.get(key) or file.lines.get(in_defaults) or file.line_of(key)

        camera, wrong = validate(Camera, merged(defaults, row), file=name, line_of=line_of, prefix=prefix)
        problems += wrong
        if camera is not None:
            found.append(CameraAt(camera=camera, file=name, line=file.line_of(prefix)))
    return found, problems


def merged(defaults: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """Return `row` over `defaults`, merging nested mappings; lists are replaced."""
    result = dict(defaults)
    for key, value in row.items():
        below = result.get(key)
        result[key] = merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return result


def _read_csv(path: Path, name: str) -> tuple[list[CameraAt], list[Problem]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        return [], [_whole(name, f"cannot be read: {error.strerror}", "Check the path and its permissions.")]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")  # what Chinese Excel saves
        except UnicodeDecodeError as error:
            return [], [
                _whole(name, f"is neither UTF-8 nor GB18030 (byte {error.start})", "Save it as UTF-8.")
            ]
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        return _rows(reader, name)
    except csv.Error as error:
        problem = Problem(
            file=name, line=reader.line_num, key="", what=f"is no CSV: {error}", cure="Check the quotes."
        )
        return [], [problem]


def _rows(reader: Reader, name: str) -> tuple[list[CameraAt], list[Problem]]:
    header = next(reader, None)
    if not header:
        return [], [
            _whole(name, "is empty", "Give it a header line; docs/administrators.md lists the columns.")
        ]
    columns, problems = _columns(header, name)
    if problems:
        return [], problems
    found: list[CameraAt] = []
    for row in reader:
        line = reader.line_num
        if not any(cell.strip() for cell in row):
            continue
        if len(found) >= MAX_CAMERAS_A_FILE:
            problems.append(_whole(name, f"holds more than {MAX_CAMERAS_A_FILE} cameras", "Split it."))
            break
        if len(row) != len(header):
            problems.append(
                Problem(
                    file=name,
                    line=line,
                    key="",
                    what=f"has {len(row)} cells under {len(header)} headers",
                    cure="Put cells that hold a comma in double quotes.",
                )
            )
            continue
        camera, wrong = _camera(columns, row, name, line)
        problems += wrong
        if camera is not None:
            found.append(CameraAt(camera=camera, file=name, line=line))
    return found, problems


def _columns(header: list[str], name: str) -> tuple[list[str], list[Problem]]:
    columns: list[str] = []
    problems: list[Problem] = []
    for cell in header:
        text = _clean(cell)
        column = CHINESE.get(text, text.lower())
        if column not in COLUMNS:
            cure = did_you_mean(text, [*COLUMNS, *CHINESE], "Rename or remove the column.")
            problems.append(Problem(file=name, line=1, key=text, what="is not a known column", cure=cure))
        elif column in columns:
            problems.append(
                Problem(file=name, line=1, key=text, what="is a second column for the same", cure="Keep one.")
            )
        columns.append(column)
    needed = ("id", "name", "owner", "scene", "lon", "lat", "datum")
    problems += [
        Problem(file=name, line=1, key=column, what="is missing among the columns", cure="Add the column.")
        for column in needed
        if column not in columns
    ]
    return columns, problems


def _camera(columns: list[str], row: list[str], name: str, line: int) -> tuple[Camera | None, list[Problem]]:
    data: dict[str, Any] = {}
    for column, value in _cells(columns, row):
        *path, last = COLUMNS[column]
        place = data
        for part in path:
            place = place.setdefault(part, {})
        place[last] = value
    data.setdefault("access", {})
    camera, wrong = validate(Camera, data, file=name, line_of=lambda _: line)
    return camera, [
        Problem(file=p.file, line=line, key=_column_of(p.key), what=p.what, cure=p.cure) for p in wrong
    ]


def _cells(columns: list[str], row: list[str]) -> Iterator[tuple[str, str]]:
    for column, cell in zip(columns, row, strict=True):
        value = _clean(cell)
        if value:
            yield column, _YES_NO.get(value, value)


def _clean(cell: str) -> str:
    """Return a cell in one line, without the invisible characters that come along from web pages and chats."""
    visible = "".join(c for c in cell if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf"})
    return " ".join(visible.split())


def _column_of(key: str) -> str:
    path = tuple(key.split("."))
    return next((column for column, place in COLUMNS.items() if place == path), key)


def _whole(name: str, what: str, cure: str) -> Problem:
    return Problem(file=name, line=None, key="", what=what, cure=cure)
