"""What a process has used, by the operating system's own accounts."""

from __future__ import annotations

import resource
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_STATUS = Path("/proc/self/status")


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """What this process has used so far."""

    cpu_s: float  # core-seconds of all its threads, user and system, and of children that have ended
    rss_mb: float  # resident now, 10^6 bytes
    peak_mb: float  # the most that was ever resident

    @classmethod
    def now(cls) -> Self:
        """Read it."""
        used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        resident = next(
            (int(line.split()[1]) for line in _STATUS.read_text().split("\n") if line.startswith("VmRSS")), 0
        )
        return cls(
            cpu_s=sum(one.ru_utime + one.ru_stime for one in used),
            rss_mb=resident * 1024 / 1e6,
            peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
        )
