"""Three platforms that speak their own shapes, strictly: whatever is not as they want it is refused, with HTTP 200.

Each knows where the thing really is in its own datum, so that a wrong datum or a wrong order is refused, too.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

import cv2
import numpy as np
from aiohttp import web

from core.geo import Datum, LonLat, distance_m

NEAR_M = 1.0
FRESH_S = 300


class Refused(Exception):
    """What the platform does not like."""


@dataclass(frozen=True, kw_only=True)
class Came:
    """One request as it came."""

    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


class Platform:
    """`async with Platform(check) as platform:`; `check(came)` returns the case number or raises Refused."""

    def __init__(self, check: Callable[[Came], str], answer: Callable[[int, str, str], Any]) -> None:
        self._check = check
        self._answer = answer  # (code, message, case number) -> JSON
        self.refusals: list[str] = []
        self.taken: list[Came] = []
        self.url = ""
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=8 << 20)
        app.router.add_post("/{tail:.*}", self._post)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _post(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        came = Came(query=dict(request.query), headers=headers, body=await request.read())
        try:
            number = self._check(came)
        except Refused as refused:
            self.refusals.append(str(refused))
            return web.json_response(self._answer(1001, str(refused), ""))
        self.taken.append(came)
        return web.json_response(self._answer(0, "ok", number))


def pi_report(key: str, place: LonLat, now: Callable[[], datetime]) -> Platform:
    """A digital-city platform: form, MD5(key + Expires), GCJ-02, local time, 2013 codes."""

    def check(came: Came) -> str:
        _want(came.query.get("action") == "piReport", "action")
        expires = came.query.get("Expires", "")
        _want(expires.isdigit() and int(expires) > now().timestamp(), "Expires")
        digest = hashlib.md5(f"{key}{expires}".encode()).hexdigest()  # noqa: S324 - as the platform does
        _want(came.query.get("Signature") == digest, "Signature")
        _want(came.headers["content-type"].startswith("application/x-www-form-urlencoded"), "content type")
        pairs = parse_qsl(came.body.decode(), keep_blank_values=True, strict_parsing=True)
        form = dict(pairs)
        names = "case_id reporterMobile reportTypeID recSource recTypeID recTypeName recDesc address coordX coordY"
        _fields(form, {*names.split(), "reportTime"}, {"medias"}, doubled=len(pairs) != len(form))
        _want(re.fullmatch(r"\d{11}", form["reporterMobile"]), "reporterMobile")
        _want(form["reportTypeID"] in {"1", "2"}, "reportTypeID")
        _want(re.fullmatch(r"\d\d-\d\d", form["recTypeID"]), "recTypeID")
        _near(form["coordX"], form["coordY"], place.to(Datum.GCJ02))
        at = datetime.strptime(form["reportTime"], "%Y-%m-%d %H:%M:%S").replace(
            tzinfo=ZoneInfo("Asia/Shanghai")
        )
        _want(abs((at - now()).total_seconds()) < 86_400, "reportTime")
        _want(
            all(url.startswith("http") for url in filter(None, form.get("medias", "").split(","))), "medias"
        )
        return f"R-{form['case_id']}"

    return Platform(check, lambda code, message, number: _said(code, message, {"recId": number}))


def city_api(key: str, app_id: str, place: LonLat, now: Callable[[], datetime]) -> Platform:
    """A city's event API: JSON, HMAC in headers with a random word used once, BD-09, milliseconds, base64."""
    seen: set[str] = set()

    def check(came: Came) -> str:
        stamp, nonce = came.headers.get("x-timestamp", ""), came.headers.get("x-nonce", "")
        _want(stamp.isdigit() and abs(int(stamp) / 1000 - now().timestamp()) < FRESH_S, "X-Timestamp")
        _want(nonce and nonce not in seen, "X-Nonce")
        signed = {
            **came.query,
            "X-App-Id": app_id,
            "X-Timestamp": stamp,
            "X-Nonce": nonce,
            "body": hashlib.sha256(came.body).hexdigest(),
        }
        text = "&".join(f"{name}={signed[name]}" for name in sorted(signed))
        wanted = hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
        _want(hmac.compare_digest(came.headers.get("x-sign", ""), wanted), "X-Sign")
        seen.add(nonce)
        event = _json(came)
        names = "EventId BCategoryId SCategoryId EventDesc EventAddress PM Range CountyId TownId VillageId WorkGridId"
        more = "EventPhotos ReportSource IsQualified ES ReplyDesc CDate BaseGridId DisposerOrg"
        _fields(event, {*names.split(), *more.split()}, set())
        _want(re.fullmatch(r"\d{2}", event["BCategoryId"]), "BCategoryId")
        _want(event["SCategoryId"].startswith(event["BCategoryId"]), "SCategoryId")
        _fields(event["PM"], {"Lon", "Lat"}, set())
        _near(event["PM"]["Lon"], event["PM"]["Lat"], place.to(Datum.BD09))
        _want(type(event["Range"]) is int and type(event["CDate"]) is int, "Range and CDate are numbers")
        _want(event["IsQualified"] in {0, 1} and event["ES"] in {1, 5, 7, 8, 9}, "IsQualified or ES")
        for photo in event["EventPhotos"] or ():
            picture = np.frombuffer(base64.b64decode(photo, validate=True), np.uint8)
            _want(cv2.imdecode(picture, cv2.IMREAD_COLOR) is not None, "EventPhotos")
        return f"V3-{event['EventId']}"

    return Platform(check, lambda code, message, number: _said(code, message, {"eventId": number}))


def easy_event(token: str, place: LonLat) -> Platform:
    """A small event API: bearer token, UTC, "lat,lon" in WGS-84."""

    def check(came: Came) -> str:
        _want(came.headers.get("authorization") == f"Bearer {token}", "Authorization")
        event = _json(came)
        names = "no title type time latlongit pic describe address level state"
        _fields(event, {f"event_{name}" for name in names.split()}, set())
        _want(len(event["event_title"]) <= 60, "event_title")
        datetime.strptime(event["event_time"], "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007 - the shape is meant
        lat, lon = event["event_latlongit"].split(",")
        _near(lon, lat, place.to(Datum.WGS84))
        _want(event["event_level"] in {1, 2, 3}, "event_level")
        _want(event["event_state"] in {"待处理", "返工", "已办结"}, "event_state")
        _want(
            event["event_pic"] is None or all(isinstance(url, str) for url in event["event_pic"]), "event_pic"
        )
        return f"E-{event['event_no']}"

    return Platform(check, lambda code, message, number: _said(code, message, {"id": number}))


def _said(code: int, message: str, data: dict[str, str]) -> dict[str, Any]:
    return {"code": code, "msg": message, "data": data if code == 0 else None}


def _json(came: Came) -> dict[str, Any]:
    _want(came.headers["content-type"].startswith("application/json"), "content type")
    return dict(json.loads(came.body))


def _want(good: object, what: str) -> None:
    if not good:
        raise Refused(what)


def _fields(given: dict[str, Any], needed: set[str], possible: set[str], *, doubled: bool = False) -> None:
    _want(not doubled, "a field is there twice")
    _want(needed <= set(given), f"missing {sorted(needed - set(given))}")
    _want(set(given) <= needed | possible, f"unknown {sorted(set(given) - needed - possible)}")


def _near(lon: object, lat: object, place: LonLat) -> None:
    try:
        given = LonLat(lon=float(str(lon)), lat=float(str(lat)), datum=place.datum)
    except ValueError:
        raise Refused(f"no coordinates: {lon}, {lat}") from None
    _want(distance_m(given, place) < NEAR_M, f"{distance_m(given, place):.0f} m off in {place.datum}")
