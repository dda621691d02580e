"""A case from outside is believed when signed and read strictly. The answers are those of docs/integrators.md."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from alerts.callbacks import MAX_BYTES, Refusal
from alerts.inbound import RADIUS_M, CaseReport, parse_case
from alerts.signing import sign
from core.case import Source
from core.geo import Datum, LonLat, distance_m
from tests.builders import START

SECRET = "whsec_" + "dGVzdC1jYWxsYmFjay1rZXktMzItYnl0ZXMtbG9uZyE="
BODY: dict[str, Any] = {
    "source": "hotline",
    "number": "12345-77",
    "at": START.isoformat(),
    "matter": "construction_waste",
    "text": "一堆建筑垃圾",
    "place": {"lon": 120.25, "lat": 30.45, "datum": "WGS84", "radius_m": 30},
}


def read(body: dict[str, Any] | bytes, *, secret: str = SECRET, when: timedelta = timedelta()) -> Any:
    """Sign a body and read it, as it would be `when` after it was signed."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = sign(SECRET, message_id="m-1", at=START, body=raw)
    return parse_case(headers, raw, secret=secret, now=START + when)


def refused(body: dict[str, Any] | bytes, **more: Any) -> tuple[int, str]:
    """Status and reason of a refusal."""
    answer = read(body, **more)
    assert isinstance(answer, Refusal), answer
    return answer.status_code, answer.reason


def test_a_case_is_read() -> None:
    """Who, what, when, where and how sure."""
    case = read(BODY)
    assert isinstance(case, CaseReport)
    assert (case.message_id, case.origin, case.number) == ("m-1", Source.HOTLINE, "12345-77")
    assert (case.at, case.matter, case.radius_m) == (START, "construction_waste", 30)
    assert case.point == LonLat(lon=120.25, lat=30.45)


def test_a_point_in_a_maps_datum_is_where_it_is() -> None:
    """GCJ-02 is converted at the door: the same figures as WGS-84 would lie half a kilometre away."""
    case = read(BODY | {"place": {"lon": 120.25, "lat": 30.45, "datum": "GCJ02"}})
    assert isinstance(case, CaseReport)
    assert case.point is not None
    assert case.point.datum is Datum.WGS84
    assert 300 < distance_m(case.point, LonLat(lon=120.25, lat=30.45)) < 800
    assert case.radius_m == RADIUS_M


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"place": {"lon": 120.25, "lat": 30.45}}, "place.datum: Field required"),
        ({"place": {"lon": 120.25, "lat": 30.45, "datum": "CGCS2000"}}, "place.datum"),
        ({"place": {"lon": 220, "lat": 30.45, "datum": "WGS84"}}, "place.lon"),
        ({"place": {"lon": 120, "lat": 30, "datum": "WGS84", "radius_m": 0}}, "place.radius_m"),
        ({"place": {"lon": 180, "lat": 0, "datum": "WGS84"}}, "place.lon"),
        ({"place": {"lon": 120, "lat": 90, "datum": "BD09"}}, "place.lat"),
        ({"number": "12345\x0077"}, "number: Value error, holds control characters"),
        ({"place": None}, "give place (with its datum), grid or address"),
        ({"matter": None}, "give matter (our key) or code (the city's)"),
        ({"source": "video"}, "source"),
        ({"number": " "}, "number"),
        ({"number": "x" * 65}, "number"),
        ({"grid": "33010900"}, "grid"),
        ({"at": "2026-11-02T08:00:00"}, "at: "),
        ({"at": (START + timedelta(minutes=6)).isoformat()}, "is in the future; check both clocks"),
        ({"at": (START - timedelta(days=367)).isoformat()}, "more than a year ago"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "at: no such time in UTC"),
        ({"text": "x" * 2001}, "text"),
    ],
)
def test_what_is_no_case_is_refused_with_the_field(changes: dict[str, Any], told: str) -> None:
    """422, and what to mend."""
    status, reason = refused(BODY | changes)
    assert status == 422
    assert told in reason


def test_words_are_taken_without_what_cannot_be_seen() -> None:
    """Nobody's terminal is coloured, nobody's line turned round, by what a caller has typed."""
    case = read(BODY | {"text": "路边\x00\x1b[31m\n有", "address": "兴\n中\u202e路"})
    assert isinstance(case, CaseReport)
    assert (case.text, case.address) == ("路边  [31m\n有", "兴 中 路")


def test_fields_of_their_own_are_passed_over() -> None:
    """Platforms add fields; a place with a misspelt one is refused, for it may be the datum."""
    assert isinstance(read(BODY | {"recSource": "x"}), CaseReport)
    assert refused(BODY | {"place": BODY["place"] | {"Datum": "x"}})[0] == 422


def test_what_is_not_signed_by_the_platform_is_refused() -> None:
    """Another secret, a replay after five minutes, a body too large, no JSON."""
    other = "whsec_" + "b3RoZXIta2V5LW9mLTMyLWJ5dGVzLW9yLWxvbmdlciEhIQ=="
    assert refused(BODY, secret=other)[0] == 401
    assert refused(BODY, when=timedelta(minutes=6))[0] == 401
    assert refused(b"x" * (MAX_BYTES + 1))[0] == 413
    assert refused(b"no json")[0] == 422
    assert refused(BODY, secret="whsec_%")[0] == 503
