"""What is to be fixed, by the answers of many cameras: one row a kind of trouble, the worst first. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ingest.onvif.advice import Weight, advice
from ingest.onvif.probe import ProbeResult

_ORDER: dict[Weight, int] = {"broken": 0, "fix": 1, "note": 2}
_WEIGHTS: dict[Weight, tuple[str, str]] = {
    "broken": ("broken", "不可用"),
    "fix": ("to fix", "待整改"),
    "note": ("note", "提示"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One kind of trouble and the cameras that have it."""

    code: str
    weight: Weight
    name: tuple[str, str]  # English, Chinese
    cure: tuple[str, str]
    cameras: tuple[str, ...]  # ids, in order

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types, every camera named."""
        return {
            "code": self.code, "weight": self.weight, "count": len(self.cameras),
            "name": self.name[0], "name_zh": self.name[1], "cure": self.cure[0], "cure_zh": self.cure[1],
            "cameras": list(self.cameras),
        }  # fmt: skip

    def to_row(self, *, first: int = 4) -> dict[str, str]:
        """Return one line of a table: column to text."""
        more = len(self.cameras) - first
        named = ", ".join(self.cameras[:first]) + (f" (+{more})" if more > 0 else "")
        english, chinese = _WEIGHTS[self.weight]
        return {
            "weight": f"{chinese} {english}", "cameras": str(len(self.cameras)), "code": self.code,
            "问题": self.name[1], "what": self.name[0], "处理": self.cure[1], "cure": self.cure[0],
            "first": named,
        }  # fmt: skip


def findings(results: Iterable[ProbeResult]) -> list[Finding]:
    """Group the problems of all cameras by code."""
    having: dict[str, set[str]] = {}
    for result in results:
        for problem in result.problems:
            having.setdefault(problem.code, set()).add(result.camera_id)
    found = [
        Finding(
            code=code,
            weight=(book := advice(code)).weight,
            name=book.name,
            cure=book.cure,
            cameras=tuple(sorted(cameras)),
        )
        for code, cameras in having.items()
    ]
    return sorted(found, key=lambda one: (_ORDER[one.weight], -len(one.cameras), one.code))
