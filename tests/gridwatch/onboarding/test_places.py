from __future__ import annotations

from pathlib import Path

import pytest

from alerts.grid import GridIndex, load_grid
from core.geo import Datum, LonLat
from gridwatch.onboarding.columns import plan
from gridwatch.onboarding.drafts import Draft
from gridwatch.onboarding.places import District, fit, kept_position, place
from tests.builders import camera

ROOT = Path(__file__).resolve().parents[3]
MIDDLE = LonLat(lon=120.25, lat=30.45)
COLUMNS = plan(("名称", "编号", "IP地址", "经度", "纬度", "单位", "类型", "街道", "社区", "网格"), 1, {}, {})


@pytest.fixture(scope="module")
def grid() -> GridIndex:
    """The demo district's polygons."""
    return load_grid(sorted((ROOT / "configs" / "grid").glob("*.geojson")))[0]


@pytest.fixture(scope="module")
def district(grid: GridIndex) -> District:
    """The demo district."""
    return District(grid)


def _draft(point: LonLat | None, line: int = 2, **places: str) -> Draft:
    return Draft(
        line=line,
        id=f"c{line}",
        data={},
        code="",
        channel="",
        reachable=True,
        point=point,
        places=places,
        login=None,
    )


@pytest.mark.parametrize("datum", list(Datum))
def test_points_are_converted_by_their_datum(district: District, datum: Datum) -> None:
    """To a centimetre (BD-09, whose published inverse is coarser, to a decimetre), the same at every import."""
    (placed,), faults = place([_draft(MIDDLE.to(datum))], district, COLUMNS, allow_outside=False)
    assert faults == []
    assert placed.position is not None
    lon, lat = placed.position["lon"], placed.position["lat"]
    assert (lon, lat) == pytest.approx((120.25, 30.45), abs=2e-6 if datum is Datum.BD09 else 1e-7)
    assert (placed.position["datum"], lon, lat) == ("WGS84", round(lon, 7), round(lat, 7))


def test_a_swapped_point_is_told_as_that(district: District) -> None:
    """Where both columns could be either."""
    far_west = GridIndex(())
    assert not District(far_west).known
    here = LonLat(lon=30.45, lat=60.25)
    (placed,), (fault,) = place([_draft(here)], district, COLUMNS, allow_outside=False)
    assert (placed.position, fault.kind) == (None, "outside")


def test_outside_is_told_with_what_would_bring_it_inside(district: District) -> None:
    """A point in another datum lies some 500 m off: near the border that is outside."""
    beyond = LonLat(lon=120.40, lat=30.45)
    (placed,), (fault,) = place([_draft(beyond)], district, COLUMNS, allow_outside=False)
    assert (placed.position, fault.kind, fault.level) == (None, "outside", "error")
    (placed,), (fault,) = place([_draft(beyond)], district, COLUMNS, allow_outside=True)
    assert placed.position is not None
    assert (fault.kind, fault.level) == ("outside_allowed", "warning")


def test_the_wrong_datum_of_a_whole_ledger_is_asked_about(grid: GridIndex, district: District) -> None:
    """GCJ-02 said to be WGS-84: told once with figures, and hinted at where nothing is said."""
    box = next(cell.shape for cell in grid.cells if cell.level == "district")
    ring = list(box.geoms[0].exterior.coords)
    inside = [
        LonLat(lon=x + (120.25 - x) * 0.02, lat=y + (30.45 - y) * 0.02).to(Datum.GCJ02)
        for x, y in ring[:: max(1, len(ring) // 60)]
    ]
    drafts = [
        _draft(LonLat(lon=point.lon, lat=point.lat, datum=Datum.WGS84), line)
        for line, point in enumerate(inside, 2)
    ]
    _, faults = place(drafts, district, COLUMNS, allow_outside=False)
    (doubt,) = [fault for fault in faults if fault.kind == "datum_doubtful"]
    assert (doubt.facts["said"], doubt.facts["other"], doubt.facts["rest"]) == ("WGS84", "GCJ02", 0)
    assert any("read as GCJ02 it lies inside" in fault.what() for fault in faults)
    assert "100% as GCJ02" in fit(drafts, district)


def test_names_of_the_grid_become_its_code_and_are_checked(grid: GridIndex, district: District) -> None:
    """With or without what kind of place it is; a point elsewhere is warned of, a name that is not there too."""
    path = district.path(MIDDLE)
    street, community, cell = path[1], path[2], path[3]
    told = {
        "street": street.name.removesuffix("街道") + "街道办事处",
        "community": community.name.removesuffix("社区"),
    }
    drafts = [
        _draft(MIDDLE, 2, **told, grid=cell.name),
        _draft(MIDDLE, 3, **told, grid=cell.name.removeprefix(community.name)),
        _draft(MIDDLE, 4, **told, grid="第999网格"),
        _draft(MIDDLE, 5, street="无名街道"),
        _draft(
            MIDDLE,
            6,
            street=next(c.name for c in grid.cells if c.level == "street" and c.code != street.code),
        ),
    ]
    placed, faults = place(drafts, district, COLUMNS, allow_outside=False)
    assert [one.grid_code for one in placed[:4]] == [cell.code, cell.code, community.code, None]
    assert [(fault.kind, fault.line, fault.column, fault.level) for fault in faults] == [
        ("unknown_place", 4, "网格", "warning"),
        ("unknown_place", 5, "街道", "warning"),
        ("other_place", 6, "街道", "warning"),
    ]


def test_without_polygons_nothing_is_checked_and_that_is_told() -> None:
    """A district may begin with its cameras."""
    (placed,), (fault,) = place([_draft(MIDDLE)], District(GridIndex(())), COLUMNS, allow_outside=False)
    assert placed.position is not None
    assert (fault.kind, fault.level) == ("no_boundary", "warning")


def test_a_camera_in_another_datum_has_not_moved() -> None:
    """An import must not say that all cameras changed because they were written in GCJ-02 before."""
    gcj = MIDDLE.to(Datum.GCJ02)
    before = camera(position={"lon": gcj.lon, "lat": gcj.lat, "datum": "GCJ02"})
    assert kept_position({"lon": 120.25, "lat": 30.45}, before)
    assert not kept_position({"lon": 120.25001, "lat": 30.45}, before)
