"""Lives of cases, led by the real filing."""

from __future__ import annotations

from pathlib import Path

import pytest

from alerts.case.casework import Casework
from alerts.codes import CodeTable
from alerts.store.sql import SqlStore
from core.ids import CountingIds
from core.incident import Status
from gridwatch.bench.console.lives import ENDED, LIVE, Life, lead
from gridwatch.bench.deliver_parts import matters


@pytest.mark.parametrize(
    ("life", "ends"),
    [
        (ENDED[0], Status.CLOSED),
        (ENDED[3], Status.CLOSED),
        (ENDED[6], Status.REJECTED),
        (LIVE[0], Status.OPEN),
        (LIVE[4], Status.HANDLING),
        (LIVE[5], Status.VERIFYING),
        (LIVE[6], Status.REOPENED),
    ],
)
def test_every_life_ends_where_it_should(tmp_path: Path, life: Life, ends: Status) -> None:
    """Step by step, each legal."""
    store = SqlStore(f"sqlite:///{tmp_path / 'x.db'}", environment={})
    codes = CodeTable(matters())
    led = lead(store, life, ("construction_waste", "crowding"), codes, Casework(codes=codes), CountingIds())
    with store.read() as reader:
        kept = [reader.incident(one) for one in led.ids.values()]
        assert [one.status for one in kept] == [ends, ends]
        assert len(kept[0].views) == life.views
        assert kept[0].reopened == sum(act is not None for _, act in life.acts[3:4]) * (
            life in (ENDED[3], LIVE[6])
        )
    store.close()


def test_shares_make_a_whole() -> None:
    """Of what has ended, and of what lives."""
    for lives in (ENDED, LIVE):
        assert sum(life.share for life in lives) == pytest.approx(1.0)
