"""Who is who in a storm, and a day that is shorter: fleets, budgets and deadlines scaled alike. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gridwatch.bench.cameras import names

DISTRICT = 7396  # cameras of the reference district, for which budgets' defaults are
DAY_S = 60.0  # its period, for which deadlines' defaults are
LEAST_SESSIONS = 24  # a machine under load makes each look longer, and that does not shrink with the fleet
OWNERS = ("police", "urban-management", "education", "market", "building-sites")
DARK_OWNER = "property"
_MIDDLE = (120.2, 30.45)  # degrees, WGS-84


@dataclass(frozen=True, kw_only=True, slots=True)
class StormPlan:
    """How large the fleet is, and how much of it each storm takes."""

    cameras: int
    period_s: float
    dark: int
    """Cameras of the owner whose network goes dark: all that he has."""
    timeouts: int
    """Cameras of everybody else that accept and never answer."""
    slow: int = 64
    """Channels of one recorder that answers slowly."""
    hold_s: float = 120.0
    """Seconds that each storm lasts."""

    @property
    def pace(self) -> float:
        """How much shorter a day is than the reference district's; deadlines are shorter by as much."""
        return self.period_s / DAY_S

    @property
    def size(self) -> float:
        """How much smaller the fleet is; sessions are fewer by as much."""
        return self.cameras / DISTRICT

    def dark_ones(self) -> list[str]:
        """Return the cameras whose network goes dark."""
        return names(self.cameras)[: self.dark]

    def slow_ones(self) -> list[str]:
        """Return the channels of the slow recorder."""
        return names(self.cameras)[self.dark : self.dark + self.slow]

    def hanging_ones(self) -> list[str]:
        """Return those that never answer: spread over all owners that are left."""
        rest = names(self.cameras)[self.dark + self.slow :]
        step = max(1, len(rest) // max(1, self.timeouts))
        return rest[::step][: self.timeouts]

    def settings(self) -> dict[str, Any]:
        """Return what is laid over gridwatch.yaml: the defaults, scaled, and a detector that costs next to nothing."""
        pace, size = self.pace, self.size
        return {
            "model": {"size": [64, 64], "threads": 1},
            "gate": {"mode": "on"},
            "quality": {"frozen_looks": 1000},  # prepared pictures repeat
            "budgets": {
                "sessions": max(LEAST_SESSIONS, round(128 * size)),
                "sessions_per_owner": max(LEAST_SESSIONS // 2, round(64 * size)),
                "sessions_per_host": 4,
                "looks_per_s": max(10.0, 200 * size / pace),
                "failing_per_s": max(1.0, 25 * size / pace),
            },
            "looking": {
                "open_s": 3 * pace,
                "read_s": 5 * pace,
                "onvif_s": 5 * pace,
                "backoff_s": 5 * pace,
                "backoff_max_s": 600 * pace,
                "circuit_s": 60 * pace,
            },
            "outages": {
                "window_s": 300 * pace,
                "settle_s": 60 * pace,
                "linger_s": 600 * pace,
                "many": max(8, round(50 * size)),
            },
        }

    def rows(self, *, http: int, dark_http: int, rtsp: int) -> list[dict[str, Any]]:
        """Return the cameras as their file holds them; who may hang has a stream besides, so that looks try both."""
        dark, slow, hanging = set(self.dark_ones()), set(self.slow_ones()), set(self.hanging_ones())
        rows = []
        for i, name in enumerate(names(self.cameras)):
            port = dark_http if name in dark else http
            access = {
                "onvif": False,
                "snapshot_url": f"http://127.0.0.1:{port}/cam/{name}/snapshot.jpg",
                "host_key": "recorder" if name in slow else name,
            }
            if name in hanging:
                access["rtsp_url"] = f"rtsp://127.0.0.1:{rtsp}/cam/{name}/main"
            owner = (
                DARK_OWNER if name in dark else OWNERS[i // 7 % len(OWNERS)]
            )  # whatever step those that hang are taken by
            if name in slow:
                owner = OWNERS[0]
            lon, lat = _MIDDLE[0] + (i % 90) * 4.2e-4, _MIDDLE[1] + (i // 90) * 3.6e-4
            rows.append(
                {
                    "id": name,
                    "name": name,
                    "owner": owner,
                    "scene": "street",
                    "position": {"lon": round(lon, 6), "lat": round(lat, 6), "datum": "WGS84"},
                    "access": access,
                }
            )
        return rows
