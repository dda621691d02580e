"""The headline of an incident, in Chinese and English."""

from __future__ import annotations

from core.matter import MatterCode
from core.place import Place

_BELOW_DISTRICT = ("street", "community", "grid")


def headline(matter: MatterCode, place: Place, camera_name: str) -> tuple[str, str]:
    """Return (Chinese, English), e.g. 积存垃圾渣土 · 示范街道示范社区001网格.

    Outside of the grid the camera's name says where. English names of grids do not exist: the Chinese one stands there,
    and the code behind it, where a narrow list cuts it first.
    """
    names = _joined([cell.name for cell in place.grid if cell.level in _BELOW_DISTRICT])
    if not names and place.grid:
        names = place.grid[-1].name
    if not names:
        return f"{matter.name} · {camera_name}", f"{matter.name_en} · {camera_name}"
    return f"{matter.name} · {names}", f"{matter.name_en} · {names} ({place.grid[-1].code})"


def _joined(names: list[str]) -> str:
    """Join names from the coarse to the fine; one that the next begins with is said once."""
    return "".join(name for i, name in enumerate(names) if not "".join(names[i + 1 : i + 2]).startswith(name))
