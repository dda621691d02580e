"""A row of a ledger as the part of a camera that it tells. Pure; what is wrong with it is returned beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.config.base import SLUG
from core.geo import Datum, LonLat
from gridwatch.configuration.camera_files import COLUMNS
from gridwatch.onboarding import cells
from gridwatch.onboarding.cells import BadCell
from gridwatch.onboarding.columns import Columns
from gridwatch.onboarding.faults import Fault, shown
from gridwatch.onboarding.ledger import Row
from gridwatch.onboarding.words import slug_of

PLACES = ("street", "community", "grid")
_NEEDED = ("name", "owner", "scene")
_EVER_NEW = frozenset({"name", "host"})  # every row has its own: not worth remembering
_URLS = ("snapshot_url", "rtsp_url")


@dataclass(frozen=True, kw_only=True, slots=True)
class Login:
    """A user and password out of a ledger, on their way to the secrets."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """What one row tells of a camera."""

    line: int
    id: str  # "" where the row tells none
    data: Mapping[str, Any]  # part of a Camera, nested, without its position and login
    code: str  # of GB/T 28181; ""
    channel: str  # of a recorder; ""
    reachable: bool  # whether the row tells any address, good or not
    point: LonLat | None  # in the ledger's datum
    places: Mapping[str, str]  # street, community and grid by name, those that are told
    login: Login | None

    @property
    def owner(self) -> str:
        """The source owner; "" where the row tells none."""
        return str(self.data.get("owner", ""))

    @property
    def name(self) -> str:
        """What operators call it; "" where the row tells nothing."""
        return str(self.data.get("name", ""))


class Drafting:
    """Reads rows, one after the other, by one set of columns."""

    def __init__(
        self,
        columns: Columns,
        given: Mapping[str, str],
        values: Mapping[tuple[str, str], str],
        datum: Datum | None,
    ) -> None:
        self._columns = columns
        self._given = {name: text for name, text in given.items() if "{" not in text}
        self._patterns = {name: text for name, text in given.items() if "{" in text}  # {field}: of the row
        # what is read alike; the others are read together with their neighbours
        self._plain = COLUMNS.keys() - {"id", "lon", "lat", "datum", *_URLS}
        self._datum = datum
        self._read: dict[tuple[str, str], Any] = {}  # what few words mean, for many rows
        self._readers: Mapping[str, Callable[[str], Any]] = {
            "name": str,
            "owner": lambda text: slug_of("owner", text, values),
            "scene": lambda text: slug_of("scene", text, values),
            "host": cells.host, "onvif": cells.yes_no, "onvif_port": cells.port, "enabled": cells.yes_no,
            "height_m": cells.number, "heading_deg": cells.heading, "tilt_deg": cells.number,
            "hfov_deg": cells.number, "roll_deg": cells.number, "period_s": cells.number,
            "watch_fps": cells.number, "grid_code": cells.exact,
        }  # fmt: skip

    def read(self, row: Row) -> tuple[Draft, list[Fault]]:
        """Return what a row tells, and everything that is wrong with it."""
        texts = self._texts(row)
        reading = _Reading(row.line, self._columns, texts)
        data: dict[str, Any] = {}
        for name in texts.keys() & self._plain:
            key = (name, texts[name])
            value = self._read.get(key)
            if value is None:
                value = reading.take(name, self._readers.get(name, cells.narrow))
                if name not in _EVER_NEW:
                    self._read[key] = value
            if value is not None:
                _put(data, name, value)
        for name in _NEEDED:
            if name not in texts and name in self._columns.headers:  # a column that is not there is told once
                reading.fault("empty", name)
        code = reading.take("code", cells.code) or ""
        camera_id = self._id(reading, code)
        if camera_id:
            data["id"] = camera_id
        login = self._login(reading, data)
        self._warn(reading, data, code)
        channel = texts.get("channel", "")
        access = data.get("access", {})
        if channel and (set(_URLS) & access.keys()) and "onvif" not in access and "onvif_path" not in access:
            access["onvif"] = False  # a recorder's ONVIF would answer for its first channel
        draft = Draft(
            line=row.line,
            id=camera_id,
            data=data,
            code=code,
            channel=channel,
            reachable=bool({"host", *_URLS} & texts.keys()),
            point=self._point(reading),
            places={name: texts[name] for name in PLACES if name in texts},
            login=login,
        )
        return draft, reading.faults

    def _texts(self, row: Row) -> dict[str, str]:
        """Return field to cell; what all rows have in common stands in for an empty one."""
        texts = dict(self._given)
        filled = zip(self._columns.fields, row.cells, strict=True)
        texts |= {name: cell for name, cell in filled if name is not None and cell}
        for name, pattern in self._patterns.items():
            told = re.sub(r"\{(\w+)\}", lambda found: texts.get(found.group(1), ""), pattern)
            texts.setdefault(name, told)
        return texts

    def _id(self, reading: _Reading, code: str) -> str:
        """Return the row's own id, else its code."""
        if "id" in reading.texts:
            return reading.take("id", _id) or ""
        column = next((name for name in ("id", "code") if name in self._columns.headers), None)
        if column is not None and "code" not in reading.texts:
            reading.fault("empty", column)
        return code

    def _point(self, reading: _Reading) -> LonLat | None:
        texts = reading.texts
        if "lonlat" in texts:
            parts = [part for part in re.split(r"[,;\s、]+", cells.narrow(texts["lonlat"])) if part]
            if len(parts) != 2:
                reading.fault("not_a_number", "lonlat", value=shown(texts["lonlat"]))
                return None
            texts |= {"lon": parts[0], "lat": parts[1]}
        for name in ("lon", "lat"):
            if name not in texts and name in self._columns.headers:
                reading.fault("empty", name)
        lon = reading.take("lon", lambda text: cells.degrees(text, "lon"))
        lat = reading.take("lat", lambda text: cells.degrees(text, "lat"))
        datum = reading.take("datum", cells.datum) if "datum" in texts else self._datum
        if lon is None or lat is None or datum is None:
            return None
        if abs(lat) > 90:
            if abs(lon) <= 90:
                reading.fault("swapped", "lon", lon=lat, lat=lon)
            else:
                reading.fault(
                    "off_earth", "lat", value=shown(texts["lat"]), field="latitude", why="", why_zh=""
                )
            return None
        return LonLat(lon=lon, lat=lat, datum=datum)

    def _login(self, reading: _Reading, data: dict[str, Any]) -> Login | None:
        """Return the login of the row's own columns or of its addresses, which are kept without it."""
        found = self._own_login(reading)
        for name in _URLS:
            told = reading.take(name, cells.url)
            if told is not None:
                address, login = told
                _put(data, name, address)
                if login is not None and not all(login):
                    has, lacks = ("password", "user") if login[1] else ("user", "password")
                    reading.half_login(name, has, lacks)
                elif login is not None:
                    found.append((name, Login(user=login[0], password=login[1])))
        for name, other in found[1:]:
            if other != found[0][1]:
                reading.fault("two_logins", name, other=self._columns.header(found[0][0]))
        if found and "credential" in reading.texts:
            reading.fault("two_logins", found[0][0], other=self._columns.header("credential"))
        return found[0][1] if found else None

    def _own_login(self, reading: _Reading) -> list[tuple[str, Login]]:
        user, password = reading.texts.get("user"), reading.texts.get("password")
        if user is not None and password is not None:
            return [("password", Login(user=user, password=password))]
        if password is not None:
            reading.half_login("password", "password", "user")
        elif user is not None and {"user", "password"} <= self._columns.headers.keys():
            reading.half_login("user", "user", "password")
        return []

    def _warn(self, reading: _Reading, data: Mapping[str, Any], code: str) -> None:
        facts = cells.code_type(code) if code else None
        if facts is not None:
            reading.fault("code_type", "code", **facts)
        access = data.get("access", {})
        odd = cells.odd_port(access["onvif_port"]) if "onvif_port" in access else None
        if odd is not None and access.get("onvif", True) and not set(_URLS) & access.keys():
            header = self._columns.header("onvif_port")
            reading.fault("odd_port", "onvif_port", **odd, column=header)


class _Reading:
    """One row being read: its texts by field, and what is wrong so far."""

    def __init__(self, line: int, columns: Columns, texts: dict[str, str]) -> None:
        self.line, self.texts, self.faults = line, texts, list[Fault]()
        self._columns = columns

    def take(self, name: str, reader: Callable[[str], Any]) -> Any:
        text = self.texts.get(name)
        if text is None:
            return None
        try:
            return reader(text)
        except BadCell as bad:
            self.fault(bad.kind, name, **bad.facts)
            return None

    def half_login(self, name: str, has: str, lacks: str) -> None:
        words = {"user": "用户名", "password": "密码"}
        self.fault("half_login", name, has=has, lacks=lacks, has_zh=words[has], lacks_zh=words[lacks])

    def fault(self, kind: str, name: str, **facts: Any) -> None:
        self.faults.append(Fault(kind=kind, line=self.line, column=self._columns.header(name), facts=facts))


def _id(text: str) -> str:
    plain = cells.exact(text)
    if re.fullmatch(SLUG, plain) is None:
        raise BadCell("bad_id", value=shown(text))
    return plain


def _put(data: dict[str, Any], name: str, value: Any) -> None:
    *path, last = COLUMNS[name]
    for part in path:
        data = data.setdefault(part, {})
    data[last] = value
