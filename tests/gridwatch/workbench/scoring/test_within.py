"""T by matter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gridwatch.workbench.scoring.within import DEFAULT, BadWithin, Within


def test_each_matter_has_its_own_time() -> None:
    """A crowd must be told sooner than a heap; what the table does not name has the default."""
    within = Within()
    assert within.of("crowding") < within.of("construction_waste")
    assert within.of("kites") == DEFAULT


def test_changes_are_laid_over_the_table() -> None:
    """Later ones win; the star clears the table."""
    within = Within().changed(["construction_waste=90s", "construction_waste=1.5h", "kites=2d"])
    assert within.of("construction_waste") == timedelta(minutes=90)
    assert within.of("kites") == timedelta(days=2)
    assert within.of("crowding") == Within().of("crowding")
    assert Within().changed(["*=5m", "crowding=1m"]).to_json(["x", "crowding"]) == {
        "crowding": 60.0,
        "x": 300.0,
    }


@pytest.mark.parametrize(
    "change", ["crowding", "crowding=5", "=5m", "crowding=0s", "crowding=-5m", "crowding=5 min"]
)
def test_a_bad_change_says_how_to_write_it(change: str) -> None:
    """The cure stands in the message."""
    with pytest.raises(BadWithin, match="construction_waste=45m"):
        Within().changed([change])


def test_a_time_beyond_a_century_is_refused() -> None:
    """Python has no span of that length; told instead of a traceback."""
    with pytest.raises(BadWithin, match="write a matter and a time"):
        Within().changed(["*=99999999999999h"])
