"""Datums and distances, against published vectors and by round trip."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.geo import Datum, LocalPlane, LonLat, distance_m

HERE = LonLat(lon=120.25, lat=30.45)
in_china = st.builds(LonLat, lon=st.floats(75, 134), lat=st.floats(4, 53))


@pytest.fixture(scope="module")
def vectors(shared_data: Path) -> dict[str, Any]:
    """Published conversions, recomputed independently."""
    found: dict[str, Any] = json.loads((shared_data / "conformance/gcj02_bd09_vectors.json").read_text())
    return found


def point(pair: list[float], datum: Datum) -> LonLat:
    """A vector's point."""
    return LonLat(lon=pair[0], lat=pair[1], datum=datum)


def same(a: LonLat, b: LonLat, *, degrees: float = 1e-9) -> bool:
    """Whether two points of one datum are the same to so many degrees."""
    return a.datum is b.datum and abs(a.lon - b.lon) < degrees and abs(a.lat - b.lat) < degrees


def test_wgs84_to_gcj02_as_published(vectors: dict[str, Any]) -> None:
    """Shanghai, Shenzhen and Beijing, to a tenth of a millimetre; and back."""
    for row in vectors["wgs84_to_gcj02"]:
        wgs, gcj = point(row["wgs"], Datum.WGS84), point(row["gcj"], Datum.GCJ02)
        assert same(wgs.to(Datum.GCJ02), gcj), row["name"]
        assert same(gcj.to(Datum.WGS84), wgs), row["name"]


def test_bd09_as_published(vectors: dict[str, Any]) -> None:
    """The BD-09 pair of coordtransform; its one-step inverse of GCJ-02 is a known metre off ours."""
    rows = vectors["coordtransform_lnglat_116.404_39.915"]
    here = (116.404, 39.915)
    bd = LonLat(lon=here[0], lat=here[1], datum=Datum.BD09)
    gcj = LonLat(lon=here[0], lat=here[1], datum=Datum.GCJ02)
    wgs = LonLat(lon=here[0], lat=here[1])
    assert same(bd.to(Datum.GCJ02), point(rows["bd09_to_gcj02"], Datum.GCJ02))
    assert same(gcj.to(Datum.BD09), point(rows["gcj02_to_bd09"], Datum.BD09))
    assert same(wgs.to(Datum.GCJ02), point(rows["wgs84_to_gcj02"], Datum.GCJ02))
    assert distance_m(gcj.to(Datum.WGS84), point(rows["gcj02_to_wgs84_one_step"], Datum.WGS84)) < 2.3


def test_distance_as_published(vectors: dict[str, Any]) -> None:
    """Shanghai to Beijing within a kilometre: the earth's radius is a choice."""
    for row in vectors["distance_m"]:
        a, b = point(row["a_lnglat"], Datum.WGS84), point(row["b_lnglat"], Datum.WGS84)
        assert distance_m(a, b) == pytest.approx(row["metres"], rel=2e-3)


@given(in_china)
def test_gcj_there_and_back(place: LonLat) -> None:
    """The inverse is exact to a micrometre, anywhere in the area."""
    assert distance_m(place.to(Datum.GCJ02).to(Datum.WGS84), place) < 1e-5


@given(in_china)
def test_bd_there_and_back(place: LonLat) -> None:
    """BD-09 comes back within half a metre: its published inverse is approximate."""
    assert distance_m(place.to(Datum.BD09).to(Datum.WGS84), place) < 0.5


@given(in_china)
def test_a_wrong_datum_is_hundreds_of_metres(place: LonLat) -> None:
    """Why every coordinate must say what it is: 1 m at the least, up to a kilometre."""
    gcj = place.to(Datum.GCJ02)
    assert 1 < distance_m(LonLat(lon=gcj.lon, lat=gcj.lat), place) < 1500


def test_outside_of_china_nothing_is_shifted() -> None:
    """Paris is where it is."""
    paris = LonLat(lon=2.35, lat=48.86)
    assert same(paris.to(Datum.GCJ02), LonLat(lon=2.35, lat=48.86, datum=Datum.GCJ02))
    assert same(paris.to(Datum.GCJ02).to(Datum.WGS84), paris)
    assert paris.to(Datum.WGS84) is paris


@given(st.floats(-3000, 3000), st.floats(-3000, 3000))
def test_the_local_plane_agrees_with_the_globe(east: float, north: float) -> None:
    """There and back exactly; lengths to a thousandth within three kilometres."""
    plane = LocalPlane(origin=HERE)
    there = plane.to_lonlat(east, north)
    assert plane.to_metres(there) == pytest.approx((east, north), abs=1e-5)
    assert distance_m(HERE, there) == pytest.approx((east**2 + north**2) ** 0.5, rel=1e-3, abs=1e-3)


def test_datums_are_not_mixed() -> None:
    """A distance or a plane across datums is a mistake, and no point is off the earth."""
    gcj = HERE.to(Datum.GCJ02)
    with pytest.raises(ValueError, match="convert first"):
        distance_m(HERE, gcj)
    with pytest.raises(ValueError, match="convert first"):
        LocalPlane(origin=HERE).to_metres(gcj)
    with pytest.raises(ValueError, match="not a longitude and latitude"):
        LonLat(lon=30.45, lat=120.25)


@pytest.mark.parametrize("datum", list(Datum))
@pytest.mark.parametrize("corner", [(-180, -90), (-180, 0), (180, 90), (180, -90)])
def test_no_conversion_leads_off_the_globe(datum: Datum, corner: tuple[float, float]) -> None:
    """Where no such map exists a point stays one: whoever sends nonsense is told so by what is looked for there."""
    lon, lat = corner
    for other in Datum:
        there = LonLat(lon=lon, lat=lat, datum=datum).to(other)
        assert same(there, LonLat(lon=lon, lat=lat, datum=other), degrees=5)
