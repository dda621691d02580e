from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.geo import Datum
from gridwatch.onboarding import cells
from gridwatch.onboarding.cells import BadCell


@pytest.mark.parametrize(
    ("text", "value"),
    [("6", 6), ("6.5米", 6.5), ("6 m", 6), ("１２．５", 12.5), ("-3", -3), ("20°", 20), (".5", 0.5)],
)
def test_numbers_may_have_units_and_full_width_digits(text: str, value: float) -> None:
    """As an input method leaves them."""
    assert cells.number(text) == value


@pytest.mark.parametrize("text", ["六米", "6-8", "", "1,5", "nan", "inf", "1e5", "٣٤x"])
def test_what_is_no_number_is_told(text: str) -> None:
    """And not guessed."""
    with pytest.raises(BadCell):
        cells.number(text)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("120.2504321", "lon", 120.2504321),
        ("120°15′1.56″", "lon", 120.2504333), ("东经120度15分1.56秒", "lon", 120.2504333),
        ("30°27'0\"N", "lat", 30.45), ("E120.25", "lon", 120.25), ("120.25", "lat", 120.25),
    ],
)  # fmt: skip
def test_degrees_decimal_or_in_minutes_and_seconds(text: str, field: str, value: float) -> None:
    """A latitude that is none is left to the check for swapped columns."""
    assert cells.degrees(text, field) == pytest.approx(value, abs=1e-6)


def test_a_place_on_the_equator_is_an_empty_cell() -> None:
    """0 is what a form writes for nothing; a lost decimal point is told as such."""
    with pytest.raises(BadCell) as nothing:
        cells.degrees("0.0", "lon")
    assert nothing.value.kind == "off_earth"
    with pytest.raises(BadCell) as lost:
        cells.degrees("1202504321", "lon")
    assert "decimal point" in str(lost.value.facts["why"])
    with pytest.raises(BadCell) as word:
        cells.degrees("东城", "lon")
    assert word.value.facts["value"] == "'东城'"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("东", 90), ("正北", 0), ("朝东南", 135), ("西北方向", 315),
        ("由西向东", 90), ("南侧", 180), ("NE", 45), ("北偏东", None),
        ("270", 270), ("360", 0), ("45°", 45), ("361", None), ("对着超市", None), ("南东", 135),
    ],
)  # fmt: skip
def test_directions_in_words_and_degrees(text: str, value: float | None) -> None:
    """A word that is not certain is told, not guessed."""
    if value is None:
        with pytest.raises(BadCell):
            cells.heading(text)
    else:
        assert cells.heading(text) == value


@pytest.mark.parametrize(
    ("text", "datum"),
    [
        ("WGS-84", Datum.WGS84),
        ("CGCS2000", Datum.WGS84),
        ("gcj02", Datum.GCJ02),
        ("火星坐标系", Datum.GCJ02),
        ("百度", Datum.BD09),
    ],
)
def test_datums_have_many_names(text: str, datum: Datum) -> None:
    """One that is not known is told."""
    assert cells.datum(text) is datum
    with pytest.raises(BadCell):
        cells.datum("北京54")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10.20.3.17", "10.20.3.17"), ("１０.20.3.17", "10.20.3.17"),
        ("10。20。3。17", "10.20.3.17"), ("fd00::1", "fd00::1"),
        ("Cam-1.local", "cam-1.local"), ("10.20.3.256", None), ("10.20.3", None), ("10.20.3.17:80", None),
        ("http://10.20.3.17/", None), ("10.20.3.17/24", None),
        ("admin:pw@10.20.3.17", None), ("东门", None), ("010.1.1.1", None),
    ],
)  # fmt: skip
def test_hosts(text: str, value: str | None) -> None:
    """Only a name or an address; what was meant by more is not guessed, and no login is quoted."""
    if value is None:
        with pytest.raises(BadCell) as told:
            cells.host(text)
        assert "pw" not in str(told.value.facts["value"])
    else:
        assert cells.host(text) == value


def test_ports() -> None:
    """1 to 65535; those that hardly speak ONVIF are known."""
    assert (cells.port("80"), cells.port("8080.0")) == (80, 8080)
    for text in ("0", "65536", "八十", "-1", "", "9" * 5000):
        with pytest.raises(BadCell):
            cells.port(text)
    assert cells.odd_port(80) is None
    assert "RTSP" in str((cells.odd_port(554) or {})["what"])


def test_codes_of_the_video_platform() -> None:
    """20 digits; one that a spreadsheet rounded is told as that, one of a recorder is known."""
    good = "99010100001320000001"
    assert cells.code(f"'{good}") == cells.code(good[:10] + " " + good[10:]) == good
    for text, kind in (("990101", "bad_code"), (good[:-1] + "X", "bad_code"), ("9.901010E+19", "rounded")):
        with pytest.raises(BadCell) as told:
            cells.code(text)
        assert told.value.kind == kind
    assert cells.code_type(good) is None
    assert (cells.code_type("99010100001180000001") or {})["type"] == "118"


def test_logins_are_taken_out_of_addresses() -> None:
    """Also a password that holds what an address is made of."""
    assert cells.url("rtsp://admin:p%40ss@10.1.1.1:554/s?x=1") == (
        "rtsp://10.1.1.1:554/s?x=1",
        ("admin", "p@ss"),
    )
    assert cells.url("rtsp://admin:a@b@10.1.1.1/s") == ("rtsp://10.1.1.1/s", ("admin", "a@b"))
    assert cells.url("http://10.1.1.1/p.jpg") == ("http://10.1.1.1/p.jpg", None)
    for text in ("10.1.1.1/p.jpg", "ftp://h/x", "rtsp://", "http://h:99999999/", "http://[x/"):
        with pytest.raises(BadCell):
            cells.url(text)


def test_yes_and_no() -> None:
    """In both languages; anything else is told."""
    assert (cells.yes_no("是"), cells.yes_no("停用"), cells.yes_no("TRUE")) == (True, False, True)
    with pytest.raises(BadCell):
        cells.yes_no("也许")


@given(st.text(max_size=30))
def test_no_cell_breaks_the_reading(text: str) -> None:
    """Whatever stands in it: a value, or the exception that says what is wrong."""
    readers = (
        cells.number, cells.heading, cells.datum, cells.host, cells.port, cells.code, cells.url, cells.yes_no,
        lambda cell: cells.degrees(cell, "lon"), lambda cell: cells.degrees(cell, "lat"),
    )  # fmt: skip
    for reader in readers:
        try:
            reader(text)
        except BadCell:
            continue
