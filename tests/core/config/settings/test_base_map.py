"""The base map's settings: an address that nobody can misread."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from core.config.settings.base_map import BaseMap

TILES = "https://tiles.example/{z}/{x}/{y}.png"


def test_nothing_is_asked_of_anybody_unless_somebody_says_so() -> None:
    """The default."""
    assert (BaseMap().kind, BaseMap().origin) == ("none", None)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        (TILES, "https://tiles.example"),
        ("http://10.1.2.3:8080/{z}/{y}/{x}?tk=abc", "http://10.1.2.3:8080"),
        ("http://[fd00::1]:80/{z}/{x}/{y}", "http://[fd00::1]:80"),
        ("/tiles/{z}/{x}/{y}.png", None),
    ],
)
def test_browsers_may_ask_exactly_this_origin(url: str, origin: str | None) -> None:
    """Of a path, only Gridwatch's own."""
    assert BaseMap(kind="raster", url=url, datum="GCJ02").origin == origin


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({"kind": "raster", "url": TILES}, "datum"),
        ({"kind": "raster", "url": "https://a.example/{z}/{x}", "datum": "WGS84"}, "needs {z}, {x} and {y}"),
        ({"kind": "raster", "url": TILES.replace("tiles.", "{s}."), "datum": "WGS84"}, "named host"),
        ({"kind": "style", "url": TILES, "datum": "WGS84"}, "one address"),
        ({"kind": "style", "url": "ftp://a.example/s", "datum": "WGS84"}, "not an http"),
        ({"kind": "style", "url": "//a.example/s", "datum": "WGS84"}, "not an http"),
        ({"kind": "style", "url": "https://u:p@a.example/s", "datum": "WGS84"}, "named host"),
        ({"kind": "style", "url": "https://a.example/s; script-src *", "datum": "WGS84"}, "must write as"),
        ({"kind": "style", "url": "https://a.example,b/s", "datum": "WGS84"}, "must write as"),
    ],
)
def test_what_would_not_work_or_would_let_others_in_is_refused(given: dict[str, Any], what: str) -> None:
    """An origin ends up in the content security policy: nothing may be smuggled into it."""
    with pytest.raises(ValidationError, match=what.replace("{", r"\{")):
        BaseMap.model_validate(given)
