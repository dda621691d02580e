"""Point pairs from a CSV file: x and y in the picture, lon and lat on the map, a line each."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

from core.config.camera import PointPair
from core.errors import ConfigError
from core.geo import Datum

COLUMNS = ("x", "y", "lon", "lat")
MOST = 64  # points, as the API takes; each is placed by all others


def read_points(path: Path, *, datum: Datum | None, size: tuple[int, int] | None) -> tuple[PointPair, ...]:
    """Read the points.

    Args:
        path: a CSV with the columns x, y, lon, lat, and datum where they are not all of one.
        datum: of all points that do not say their own.
        size: (width, height) of the picture in pixels; without it x and y are shares, 0..1.

    Raises:
        ConfigError: with file, line and cure.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: is no UTF-8 text; save it as CSV UTF-8") from None
    reader = csv.DictReader(StringIO(text))
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise ConfigError(f"{path}:1: no column {', '.join(missing)}; the first line names x,y,lon,lat")
    pairs: list[PointPair] = []
    for row in reader:
        if not any(row.values()):
            continue
        if len(pairs) == MOST:
            raise ConfigError(f"{path}:{reader.line_num}: more than {MOST} points; keep the best ones")
        pairs.append(_pair(row, f"{path}:{reader.line_num}", datum, size))
    return tuple(pairs)


def _pair(
    row: Mapping[str, str | None], where: str, datum: Datum | None, size: tuple[int, int] | None
) -> PointPair:
    x, y, lon, lat = (_number(row.get(name), where, name) for name in COLUMNS)
    if size is None and (x > 1 or y > 1):
        raise ConfigError(
            f"{where}: {x:g}, {y:g} are pixels; give --picture, whose size they are of, or shares 0..1"
        )
    if size is not None and (x > 1 or y > 1):
        x, y = x / size[0], y / size[1]
    if not (0 <= x <= 1 and 0 <= y <= 1):
        raise ConfigError(f"{where}: the point lies outside of the picture")
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ConfigError(f"{where}: {lon:g}, {lat:g} is no longitude and latitude; are they changed over?")
    told = (row.get("datum") or "").strip().upper().replace("-", "")
    if told and told not in set(Datum):
        raise ConfigError(f"{where}: datum {told} is not known; write WGS84, GCJ02 or BD09")
    own = Datum(told) if told else datum
    if own is None:
        raise ConfigError(
            f"{where}: of which datum is the map? Give --datum GCJ02 for Chinese base maps, WGS84 for survey data"
        )
    return PointPair.model_validate({"picture": (x, y), "ground": {"lon": lon, "lat": lat, "datum": own}})


def _number(text: str | None, where: str, name: str) -> float:
    try:
        return float((text or "").strip())
    except ValueError:
        raise ConfigError(f"{where}: {name} {text!r} is no number") from None
