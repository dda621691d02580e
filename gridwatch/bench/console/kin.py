"""What the programs below this one have used, by the operating system's own accounts (Linux)."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_of_kin(name: str, root: int | None = None) -> float:
    """Return core-seconds so far of all living programs below `root` (this one) whose name begins so."""
    below: dict[int, list[int]] = defaultdict(list)
    used: dict[int, tuple[str, float]] = {}
    for path in _PROC.iterdir():
        if not path.name.isdigit():
            continue
        try:
            text = (path / "stat").read_text()
        except OSError:  # it has just ended
            continue
        called = text[text.index("(") + 1 : text.rindex(")")]
        fields = text[text.rindex(")") + 2 :].split()
        below[int(fields[1])].append(int(path.name))
        used[int(path.name)] = called, (int(fields[11]) + int(fields[12])) / _TICKS
    found, waiting = 0.0, [root or os.getpid()]
    while waiting:
        for child in below[waiting.pop()]:
            called, seconds = used[child]
            found += seconds if called.startswith(name) else 0.0
            waiting.append(child)
    return found
