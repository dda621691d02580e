from __future__ import annotations

from dataclasses import dataclass

from gridwatch.bench.plain import plain


@dataclass(frozen=True)
class Record:
    """Figures of every kind."""

    share: float
    count: int
    failures: dict[str, int]


def test_fractions_are_rounded_and_all_else_is_kept() -> None:
    """A count stays a whole number, a table stays a table."""
    told = plain(Record(share=0.123456, count=7396, failures={"timeout": 2}))
    assert told == {"share": 0.1235, "count": 7396, "failures": {"timeout": 2}}
    assert isinstance(told["count"], int)
