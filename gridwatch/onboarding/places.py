"""Points of a ledger against the district: another datum, swapped, outside, in another street than told."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.ops import nearest_points

from alerts.grid import GridIndex
from core.config.camera import Camera
from core.geo import Datum, LonLat, distance_m
from core.place import GridCell
from gridwatch.onboarding.columns import Columns
from gridwatch.onboarding.drafts import PLACES, Draft
from gridwatch.onboarding.faults import Facts, Fault

NEAR_BORDER_M = 100.0  # cameras on the far kerb of a border road are the district's
_DOUBTFUL = 0.05  # share of points outside at which the datum itself is asked about
_SAMPLE = 500  # points that are enough to tell datums apart
_DIGITS = {"street": 9, "community": 12, "grid": 15}
_SUFFIX = re.compile(r"(街道办事处|街道|社区居委会|社区居民委员会|居委会|社区|镇|乡)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """Where a row says that its camera stands, in terms of configuration."""

    position: Mapping[str, Any] | None  # of a Camera, in WGS-84; None: the row's point is wrong
    grid_code: str | None  # of the street, community or grid that the row names


class District:
    """The district's outline, and what lies in it by name."""

    def __init__(self, grid: GridIndex) -> None:
        self._grid = grid
        fewest = min((len(cell.code) for cell in grid.cells), default=0)
        shapes = [cell.shape for cell in grid.cells if len(cell.code) == fewest]
        self._shape = shapely.union_all(shapes) if shapes else None
        self._near: Any = None
        if self._shape is not None:
            shapely.prepare(self._shape)
            self._near = self._shape.buffer(NEAR_BORDER_M / 111_000)  # in degrees; a coarse first sieve
            shapely.prepare(self._near)
        self._codes: dict[tuple[int, str], list[str]] = defaultdict(list)
        for cell in grid.cells:
            self._codes[len(cell.code), _short(cell.name)].append(cell.code)

    @property
    def known(self) -> bool:
        """Whether there is an outline to check against."""
        return self._shape is not None

    def outside_m(self, point: LonLat) -> float:
        """Return how far a point lies outside; 0 inside and within `NEAR_BORDER_M` of the border."""
        if self._shape is None:
            return 0.0
        wgs = point.to(Datum.WGS84)
        if shapely.contains_xy(self._near, wgs.lon, wgs.lat):
            return 0.0
        nearest, _ = nearest_points(self._shape, shapely.Point(wgs.lon, wgs.lat))
        metres = distance_m(LonLat(lon=nearest.x, lat=nearest.y), wgs)
        return metres if metres > NEAR_BORDER_M else 0.0

    def path(self, point: LonLat) -> tuple[GridCell, ...]:
        """Return the cells that a point lies in."""
        return self._grid.resolve(point)

    def code_of(self, places: Mapping[str, str]) -> tuple[str | None, str | None]:
        """Return the code of the deepest cell that is told by name, and the field that names none."""
        code = ""
        for field in PLACES:
            if field not in places:
                continue
            said = _short(places[field])
            found = [one for one in self._codes.get((_DIGITS[field], said), ()) if one.startswith(code)]
            if not found and field == "grid":
                found = self._by_ending(said, code)
            if len(found) != 1:
                return code or None, field
            code = found[0]
        return code or None, None

    def _by_ending(self, said: str, parent: str) -> list[str]:
        """Return the grids whose name ends as told: `第1网格` within a community that is known."""
        digits = re.search(r"\d+", said)
        if len(parent) != _DIGITS["community"] or digits is None:
            return []
        return [
            code
            for (length, name), codes in self._codes.items()
            if length == _DIGITS["grid"] and re.findall(r"\d+", name)[-1:] == [digits.group()]
            for code in codes
            if code.startswith(parent)
        ]


def place(
    drafts: Sequence[Draft], district: District, columns: Columns, *, allow_outside: bool
) -> tuple[list[Placed], list[Fault]]:
    """Return the place of every draft, in order, and what is wrong with them."""
    faults: list[Fault] = []
    if not district.known:
        faults.append(Fault(kind="no_boundary"))
    placed: list[Placed] = []
    outside: list[Draft] = []
    for draft in drafts:
        position = None
        code, unknown = district.code_of(draft.places) if district.known and draft.places else (None, None)
        if unknown is not None:
            facts = {"word": draft.places[unknown]}
            faults.append(
                Fault(kind="unknown_place", line=draft.line, column=columns.header(unknown), facts=facts)
            )
        if draft.point is not None:
            wgs = draft.point.to(Datum.WGS84)
            metres = district.outside_m(wgs)
            if metres:
                outside.append(draft)
                faults.append(_outside(draft, draft.point, metres, district, columns, allow_outside))
            if not metres or allow_outside:
                # seven decimals: a centimetre, and the same figures at every import
                position = {"lon": round(wgs.lon, 7), "lat": round(wgs.lat, 7), "datum": Datum.WGS84.value}
            said = code or str(draft.data.get("grid_code", ""))
            if not metres and said:
                faults += _elsewhere(draft, wgs, said, district, columns)
        placed.append(Placed(position=position, grid_code=code))
    return placed, faults + ([] if allow_outside else _doubtful(drafts, outside, district))


def kept_position(new: Mapping[str, Any], before: Camera) -> bool:
    """Return whether a camera stands where it stood, to a decimetre, whatever datum it was written in."""
    point = LonLat(lon=new["lon"], lat=new["lat"])
    return distance_m(point, before.position.lonlat()) < 0.1


def _outside(
    draft: Draft, point: LonLat, metres: float, district: District, columns: Columns, allowed: bool
) -> Fault:
    column = columns.header("lonlat" if "lonlat" in columns.headers else "lon")
    if abs(point.lon) <= 90:
        swapped = LonLat(lon=point.lat, lat=point.lon, datum=point.datum)
        if not district.outside_m(swapped):
            return Fault(
                kind="swapped", line=draft.line, column=column, facts={"lon": point.lat, "lat": point.lon}
            )
    whole = round(metres) if metres < 10_000 else f"{metres / 1000:.0f} 000"
    if allowed:
        return Fault(kind="outside_allowed", line=draft.line, column=column, facts={"metres": whole})
    fits = [datum for datum in Datum if datum is not point.datum and not _reads(point, datum, district)]
    hint = f", read as {point.datum}; read as {fits[0]} it lies inside" if fits else ""
    hint_zh = f"(按{point.datum}读取;按{fits[0]}读取则在区内)" if fits else ""
    cure = (
        "Check the datum of the ledger." if fits
        else "Correct the point; `--allow-outside` takes cameras that do stand there."
    )  # fmt: skip
    facts = {"metres": whole, "hint": hint, "hint_zh": hint_zh, "cure": cure}
    return Fault(kind="outside", line=draft.line, column=column, facts=facts)


def _reads(point: LonLat, datum: Datum, district: District) -> float:
    return district.outside_m(LonLat(lon=point.lon, lat=point.lat, datum=datum))


def _elsewhere(draft: Draft, point: LonLat, said: str, district: District, columns: Columns) -> list[Fault]:
    path = district.path(point)
    if not path or path[-1].code.startswith(said) or said.startswith(path[-1].code):
        return []
    field = next((name for name in reversed(PLACES) if name in draft.places), "grid_code")
    wrong = next((cell for cell in path if not said.startswith(cell.code)), path[-1])
    facts = {"said": draft.places.get(field, said), "found": f"{wrong.name} {wrong.code}"}
    return [Fault(kind="other_place", line=draft.line, column=columns.header(field), facts=facts)]


def fit(drafts: Sequence[Draft], district: District) -> str:
    """Return in words how many points each datum brings into the district: a hint, no proof."""
    points = _sample(drafts)
    if not points or not district.known:
        return ""
    inside = {datum: 1 - _share_outside(points, datum, district) for datum in Datum}
    return (
        f" Inside the district lie {', '.join(f'{share:.0%} as {datum}' for datum, share in inside.items())}."
    )


def _doubtful(drafts: Sequence[Draft], outside: Sequence[Draft], district: District) -> list[Fault]:
    """Ask about the datum where many points lie outside that another datum would bring inside."""
    points = [draft.point for draft in drafts if draft.point is not None]
    if len(outside) < max(3, _DOUBTFUL * len(points)):
        return []
    said = Counter(point.datum for point in points).most_common(1)[0][0]
    sample = _sample(drafts)
    share, best = min(
        (_share_outside(sample, datum, district), datum) for datum in Datum if datum is not said
    )
    rest = round(share * len(points))
    if rest >= len(outside) / 2:
        return []
    facts: Facts = {
        "said": said.value, "outside": len(outside), "points": len(points), "other": best.value, "rest": rest
    }  # fmt: skip
    return [Fault(kind="datum_doubtful", facts=facts)]


def _sample(drafts: Sequence[Draft]) -> list[LonLat]:
    points = [draft.point for draft in drafts if draft.point is not None]
    return points[:: max(1, len(points) // _SAMPLE)]


def _share_outside(points: Sequence[LonLat], datum: Datum, district: District) -> float:
    return sum(bool(_reads(point, datum, district)) for point in points) / len(points)


def _short(name: str) -> str:
    """Return a name without what kind of place it is: 星河街道 and 星河街道办事处 are 星河."""
    plain = re.sub(r"\s+", "", name)
    return _SUFFIX.sub("", plain) or plain
