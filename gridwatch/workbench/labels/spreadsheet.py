"""Events as a table for spreadsheets (CSV), one row an event, with English or Chinese headers, and back.

    id,matter,cameras,start,end,zone,box,count,lon,lat,datum,tags
    e1,construction_waste,cam-01 cam-02,2026-01-01 16:00:00,,pavement-left,0.41 0.52 0.48 0.6,,120.25,30.45,WGS84,night

Lists are separated by spaces, commas or semicolons. A time without a zone is on the wall clock that is given; a bare
number is seconds from the start of the clip. Read is UTF-8 and what a Chinese Excel saves (GB 18030); written is UTF-8
with a mark at the beginning, which Excel needs to know it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from gridwatch.workbench.files import bytes_of, first_of, write_whole
from gridwatch.workbench.truth import BadTruth, TrueEvent, by_start, parse_rows, told

HEADERS = {
    "id": "编号",
    "matter": "事项",
    "cameras": "摄像头",
    "start": "开始时间",
    "end": "结束时间",
    "zone": "区域",
    "box": "框",
    "count": "数量",
    "lon": "经度",
    "lat": "纬度",
    "datum": "坐标系",
    "tags": "标签",
}
"""Columns and their Chinese headers."""
_NEEDED = ("id", "matter", "cameras", "start")
_ALSO = {
    "开始": "start",
    "结束": "end",
    "相机": "cameras",
    "点位": "cameras",
    "类型": "matter",
    "人数": "count",
}
_TIME = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T](\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d{1,6})?))?"
)


def read_spreadsheet(path: Path, zone: ZoneInfo) -> tuple[TrueEvent, ...]:
    """Read a table of events.

    Args:
        path: CSV, separated by comma, semicolon or tab.
        zone: of times that name none.

    Raises:
        BadTruth: naming the mistakes by line, or that the file cannot be read.
    """
    events, problems = check_spreadsheet(path, zone)
    if problems:
        raise BadTruth(first_of(problems, str(path)))
    return events


def check_spreadsheet(path: Path, zone: ZoneInfo) -> tuple[tuple[TrueEvent, ...], list[str]]:
    """Return the events of a table and every mistake in it.

    Raises:
        BadTruth: it cannot be read.
    """
    return parse_spreadsheet(_text(bytes_of(path, BadTruth), path), zone, str(path))


def parse_spreadsheet(
    text: str, zone: ZoneInfo, name: str = "events"
) -> tuple[tuple[TrueEvent, ...], list[str]]:
    """Return the events of a table and every mistake as `name:line: column: what is wrong; what to write`."""
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    lines = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    try:
        titles = next(lines, [])
        columns = [_column(title) for title in titles]
        problems = _header(columns, titles, name)
        if problems:
            return (), problems
        rows = [
            (f"{name}:{lines.line_num}", _values(dict(zip(columns, line, strict=False)), zone))
            for line in lines
            if any(cell.strip() for cell in line)
        ]
    except csv.Error as error:
        return (), [f"{name}:{lines.line_num}: {error}; save the table as CSV anew"]
    return parse_rows(rows)


def write_spreadsheet(
    path: Path, events: Iterable[TrueEvent], zone: ZoneInfo, *, chinese: bool = False
) -> None:
    """Write a table of events, first ones first, times on the wall clock of `zone` with their offset."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADERS.values() if chinese else HEADERS)
    for event in by_start(events):
        line = told(event)
        place = line.get("place") or {}
        cells: dict[str, Any] = {key: line.get(key, place.get(key, "")) for key in HEADERS}
        for key in ("cameras", "box", "tags"):
            cells[key] = " ".join(str(value) for value in line.get(key, ()))
        for key, at in (("start", event.start), ("end", event.end)):
            cells[key] = at.astimezone(zone).isoformat(sep=" ") if at else ""
        writer.writerow(cells[key] for key in HEADERS)
    write_whole(path, text.getvalue().encode("utf-8-sig"))


def _text(content: bytes, path: Path) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadTruth(f"{path}: is neither UTF-8 nor GB 18030; save the table as CSV UTF-8")


def _column(title: str) -> str:
    told = title.strip().lower()
    chinese = {header: key for key, header in HEADERS.items()}
    return chinese.get(told) or _ALSO.get(told) or told


def _header(columns: list[str], titles: list[str], name: str) -> list[str]:
    known = ", ".join(f"{key} ({header})" for key, header in HEADERS.items())
    problems = [
        f"{name}:1: column {title.strip()!r} is not known; known are {known}"
        for column, title in zip(columns, titles, strict=True)
        if column not in HEADERS
    ]
    problems += [
        f"{name}:1: column {key} ({HEADERS[key]}) is missing" for key in _NEEDED if key not in columns
    ]
    problems += [
        f"{name}:1: column {key} stands there more than once" for key in HEADERS if columns.count(key) > 1
    ]
    return problems


def _values(cells: Mapping[str, str], zone: ZoneInfo) -> dict[str, Any]:
    """Return a row as a line of the truth file; what cannot be read stays as it is, and is refused there."""
    given = {key: cell.strip() for key, cell in cells.items() if cell.strip()}
    values: dict[str, Any] = {key: given[key] for key in ("id", "matter", "zone") if key in given}
    for key in ("cameras", "tags"):
        if key in given:
            values[key] = [part for part in re.split(r"[\s,;，；、]+", given[key]) if part]
    for key in ("start", "end"):
        if key in given:
            values[key] = _instant(given[key], zone)
    if "box" in given:
        values["box"] = [
            _number(part) for part in re.split(r"[\s,;，；]+", given["box"].strip("[]()")) if part
        ]
    if "count" in given:
        values["count"] = _number(given["count"])
    if "lon" in given or "lat" in given:
        values["place"] = {
            **{key: _number(given[key]) for key in ("lon", "lat") if key in given},
            **({"datum": given["datum"].upper().replace("-", "")} if "datum" in given else {}),
        }
    return values


def _instant(text: str, zone: ZoneInfo) -> str | float:
    found = _TIME.fullmatch(text)
    if found is None:
        number = _number(text)
        return number if isinstance(number, float) else text
    year, month, day, hour, minute = (int(part) for part in found.groups()[:5])
    seconds = float(found[6] or 0)
    try:
        at = datetime(year, month, day, hour, minute, int(seconds), round(seconds % 1 * 1e6), tzinfo=zone)
    except ValueError:
        return text
    return at.isoformat()


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
