"""Cases that a platform has from elsewhere: plain values in, a valid record out."""

from __future__ import annotations

from typing import Any

from alerts.inbound import CaseReport
from core.case import Source
from core.geo import LocalPlane
from tests.builders import at
from tests.builders_desk import HERE


def case_report(
    number: str = "H-1", *, east: float = 0, north: float = 0, seconds: float = 0, **changes: Any
) -> CaseReport:
    """Build a caller's report of waste, some metres from HERE, known to 20 m."""
    values: dict[str, Any] = {
        "message_id": f"msg-{number}",
        "origin": Source.HOTLINE,
        "number": number,
        "at": at(seconds),
        "matter": "construction_waste",
        "code": None,
        "text": "路边有一堆建筑垃圾",
        "point": LocalPlane(origin=HERE).to_lonlat(east, north),
        "radius_m": 20.0,
    }
    return CaseReport(**(values | changes))
