"""A base map that the administrator has set: what the console draws lies where the map has it, in both datums."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from urllib.parse import urlsplit

import cv2
import numpy as np
import pytest
from playwright.async_api import Page, expect

from api.map.source import MapSource
from core.config.settings.base_map import BaseMap
from core.geo import Datum, LonLat
from tests.builders_map import grid
from tests.console.conftest import PATIENCE, Console
from tests.fakes.map_tiles import REACH, serving

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]  # one browser, so one loop
CLOSE = 3.0  # pixels: 500 m, by which the datums differ, are some four hundred


async def ring(page: Page) -> tuple[float, float]:
    """Return the middle of the ring that the tiles have around a place, seen from the middle of the map."""
    await expect(page.get_by_test_id("map")).to_have_attribute("data-drawn", "yes", timeout=PATIENCE)
    shot = await page.get_by_test_id("map").screenshot()
    picture = cv2.imdecode(np.frombuffer(shot, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    height, width = picture.shape[:2]
    y0, x0, side = height // 2, width // 2, 3 * REACH
    near = picture[y0 - side : y0 + side, x0 - side : x0 + side]
    rows, columns = np.nonzero(near.max(axis=2) < 60)
    assert len(rows), "there is no ring near the middle"
    return (columns.min() + columns.max()) / 2 - side, (rows.min() + rows.max()) / 2 - side


@pytest.mark.parametrize("datum", [Datum.WGS84, Datum.GCJ02])
async def test_what_is_drawn_lies_on_the_map(console: Console, datum: Datum) -> None:
    """A camera in the middle of its ring, told in WGS-84 all the same."""
    page = console.page
    at = LonLat(lon=120.002, lat=30.002)
    incident = await console.deck.do(console.deck.incident)
    point = incident.place.point
    with ExitStack() as map_of_others:
        url = map_of_others.enter_context(serving(datum, places=[at, point], outlines=_outlines()))
        base = BaseMap(kind="raster", url=url, datum=datum.value, attribution="示范地图")
        console.hosts.clear()
        services = console.deck.app.state.services
        console.deck.app.state.services = replace(services, maps=MapSource(base=base))
        await console.enter("/map?at=120.002,30.002,17&layers=cameras")
        assert np.hypot(*await ring(page)) < CLOSE
        await expect(page.get_by_text("示范地图")).to_be_visible()
        await page.goto(f"{console.base}/map?at={point.lon},{point.lat},17&layers=incidents")
        assert np.hypot(*await ring(page)) < CLOSE
        box = await page.get_by_test_id("map").bounding_box()
        assert box is not None
        await page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        await expect(page.get_by_label("所选对象")).to_contain_text(f"{point.lat:.6f}° N, {point.lon:.6f}° E")
        console.hosts -= {urlsplit(url).netloc}


def _outlines() -> list[list[LonLat]]:
    return [
        [LonLat(lon=lon, lat=lat) for lon, lat in ring]
        for cell in grid()["features"]
        for polygon in cell["geometry"]["coordinates"]
        for ring in polygon
    ]
