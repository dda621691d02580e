"""Where somebody outside says that something is: a point, else a cell of the grid, else a name in an address. Pure."""

from __future__ import annotations

from alerts.grid import GridIndex
from alerts.inbound import CaseReport
from core.place import GridCell, Place, PlaceOrigin

_LEAST_NAME = 2  # characters of a cell's name that an address is searched for


def place_told(grid: GridIndex, report: CaseReport) -> Place | None:
    """Return the place of a report with an honest radius, or None when nothing of it is known here."""
    if report.point is not None:
        path = grid.resolve(report.point)
        return Place(point=report.point, radius_m=report.radius_m, origin=PlaceOrigin.REPORTED, grid=path)
    path = grid.path_of(report.grid) if report.grid is not None else ()
    path = path or grid.path_of(_named(grid, report.address) or "")
    middle = grid.middle(path[-1].code) if path else None
    if middle is None:
        return None
    point, radius_m = middle
    return Place(point=point, radius_m=radius_m, origin=PlaceOrigin.GRID, grid=path)


def _named(grid: GridIndex, address: str) -> str | None:
    """Return the code of the deepest cell that an address names; the cell above where its name is not unique."""
    found = [c for c in grid.cells if len(c.name) >= _LEAST_NAME and c.name in address]
    codes = {cell.code for cell in found}
    deepest = sorted({len(code) for code in codes}, reverse=True)
    for digits in deepest:
        level = [code for code in codes if len(code) == digits]
        within = [code for code in level if _parents(grid, code) & codes]
        chosen = within or level
        if len(chosen) == 1:
            return chosen[0]
    return None


def _parents(grid: GridIndex, code: str) -> set[str]:
    path: tuple[GridCell, ...] = grid.path_of(code)
    return {cell.code for cell in path if cell.code != code}
