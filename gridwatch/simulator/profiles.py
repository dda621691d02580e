"""What the simulated district is checked for: at the pace of a two-minute script, and of a day."""

from __future__ import annotations

from typing import Any

_WASTE: dict[str, Any] = {
    "id": "waste", "kind": "dwell", "matter": "construction_waste", "classes": ["waste"], "min_confidence": 0.7,
    "k": 3, "n": 4, "over_s": 6, "clear_n": 2,
}  # fmt: skip
_OVERFLOW: dict[str, Any] = {
    "id": "overflow", "kind": "dwell", "matter": "bin_overflow", "classes": ["overflow"], "min_confidence": 0.75,
    "max_box": 0.05, "k": 4, "n": 5, "over_s": 8,
}  # fmt: skip
_CROWD: dict[str, Any] = {
    "id": "crowd", "kind": "crowd", "matter": "crowding", "classes": ["person"], "min_confidence": 0.3, "count": 12,
    "release": 0.6, "k": 3, "over_s": 5, "clear_n": 3,
}  # fmt: skip
_PACE: dict[str, Any] = {"period_s": 2.5, "confirm_s": 1.5, "confirm_deadline_s": 4}

PROFILES: dict[str, dict[str, Any]] = {
    "street": {
        "name": "street", "description": "Waste and overflowing bins on public ground; demo pace.", **_PACE,
        "rules": [
            {**_WASTE, "zone_kinds": ["public_ground", "road"]},
            _OVERFLOW,
            {"id": "parking", "kind": "dwell", "matter": "illegal_parking", "classes": ["car", "bus", "truck"],
             "zone_kinds": ["no_parking", "fire_lane"], "min_confidence": 0.4, "k": 3, "n": 4, "over_s": 10},
        ],
    },
    "plaza": {
        "name": "plaza", "description": "Crowding and waste on plazas; demo pace.", "select": {"scenes": ["plaza"]},
        "priority": 10, **_PACE, "rules": [{**_CROWD, "zone_kinds": ["plaza"]}, _WASTE],
    },
    "works_site": {
        "name": "works_site", "description": "Waste at and beside building sites; demo pace.",
        "select": {"scenes": ["works_site"]}, "priority": 10, **_PACE, "period_s": 3,
        "rules": [
            {**_WASTE, "zone_kinds": ["public_ground", "road"]},
            {**_WASTE, "id": "waste-on-site", "zone_kinds": ["works_site"], "k": 5, "n": 6, "over_s": 15},
        ],
    },
    "market": {
        "name": "market", "description": "Waste in market lanes; goods on stalls are none. Demo pace.",
        "select": {"scenes": ["market"]}, "priority": 10, **_PACE,
        "rules": [_WASTE, _OVERFLOW],
    },
}  # fmt: skip
"""Profiles by name, as they are written to files."""

_DAY: dict[str, Any] = {"period_s": 300, "confirm_s": 60, "confirm_deadline_s": 300}
# Looks come every five minutes, a little late or early: three in a row span at least eight minutes.
_DAY_WASTE: dict[str, Any] = {**_WASTE, "min_confidence": 0.7, "k": 3, "n": 5, "over_s": 480, "clear_n": 4}
_DAY_OVERFLOW: dict[str, Any] = {
    **_OVERFLOW, "min_confidence": 0.6, "max_box": 0.05, "k": 3, "n": 5, "over_s": 480, "clear_n": 2,
}  # fmt: skip
_DAY_CROWD: dict[str, Any] = {**_CROWD, "count": 12, "k": 2, "over_s": 200, "clear_n": 2}
_DAY_PARKING: dict[str, Any] = {
    "id": "parking", "kind": "dwell", "matter": "illegal_parking", "classes": ["car", "bus", "truck"],
    "zone_kinds": ["no_parking", "fire_lane"], "min_confidence": 0.3, "k": 3, "n": 4, "over_s": 560, "clear_n": 2,
    "ignore_when_covered_by": ["person"],
}  # fmt: skip

DAY_PROFILES: dict[str, dict[str, Any]] = {
    "street": {
        "name": "street", "description": "Waste, overflowing bins, vehicles where none may park.", **_DAY,
        "rules": [
            {**_DAY_WASTE, "zone_kinds": ["public_ground", "road"]},
            {**_DAY_OVERFLOW, "zone_kinds": ["public_ground", "road"]},
            _DAY_PARKING,
        ],
    },
    "plaza": {
        "name": "plaza", "description": "Crowding, waste, bins, and vehicles in the fire lane.",
        "select": {"scenes": ["plaza"]}, "priority": 10, **_DAY,
        "rules": [
            {**_DAY_CROWD, "zone_kinds": ["plaza"]}, {**_DAY_WASTE, "zone_kinds": ["plaza"]},
            {**_DAY_OVERFLOW, "zone_kinds": ["plaza"]}, _DAY_PARKING,
        ],
    },
    "works_site": {
        "name": "works_site", "description": "Waste beside building sites; material inside is none.",
        "select": {"scenes": ["works_site"]}, "priority": 10, **_DAY,
        "rules": [
            {**_DAY_WASTE, "zone_kinds": ["public_ground", "road"]},
            {**_DAY_OVERFLOW, "zone_kinds": ["public_ground", "road"]},
            _DAY_PARKING,
        ],
    },
    "market": {
        "name": "market", "description": "Waste and bins in market lanes; goods on stalls are none.",
        "select": {"scenes": ["market"]}, "priority": 10, **_DAY,
        "rules": [
            {**_DAY_WASTE, "zone_kinds": ["public_ground"]}, {**_DAY_OVERFLOW, "zone_kinds": ["public_ground"]},
        ],
    },
}  # fmt: skip
"""Profiles of a scripted day (`simulator.day`), by name."""
