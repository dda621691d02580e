"""Counts, heat and what is open, by scripts: facts in, figures out."""

from __future__ import annotations

import random

import pytest

from alerts.tally.columns import Columns
from alerts.tally.questions import MOST_CELLS, Wanted, count, heat, live, spots
from core.incident import Status
from tests.builders_tally import DAY, HOUR, NOON, columns_of, fact


def test_an_incident_counts_in_every_grid_above_it() -> None:
    """Deepest code known decides; what is known only to its street counts in no community."""
    told = count(
        columns_of(
            fact("a"), fact("b", grid="330109001005001"), fact("c", grid="330109001"), fact("d", grid="")
        ),
        Wanted(),
    )
    assert told.total == 4
    assert told.outside == 1
    assert told.grids == {
        "330109": 3,
        "330109001": 3,
        "330109001002": 1,
        "330109001005": 1,
        "330109001002003": 1,
        "330109001005001": 1,
    }


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted(), "abcd"),
        (Wanted(matters=("crowd",)), "b"),
        (Wanted(owners=("edu", "market")), "c"),
        (Wanted(statuses=(Status.CLOSED,)), "d"),
        (Wanted(grids=("330109002",)), "c"),
        (Wanted(grids=("330109002", "330109001002003")), "abcd"),
        (Wanted(since=NOON - HOUR), "acd"),
        (Wanted(until=NOON - HOUR), "b"),
        (Wanted(seen_owners=("police",)), "abd"),
        (Wanted(seen_owners=("police",), owners=("edu",)), ""),
        (Wanted(seen_grids=("330109002",), grids=("330109",)), "c"),
        (Wanted(matters=("nobody knows it",)), ""),
    ],
)
def test_each_filter_leaves_what_fits(wanted: Wanted, names: str) -> None:
    """One by one and together with what the asker may see."""
    columns = columns_of(
        fact("a"),
        fact("b", matter="crowd", created_at=NOON - DAY),
        fact("c", owner="edu", grid="330109002001001"),
        fact("d", status="closed"),
    )
    assert count(columns, wanted).total == len(names)


def test_counts_agree_with_counting_one_by_one() -> None:
    """Random incidents, random filters, and a plain loop as the judge."""
    rng = random.Random(7)
    facts = [
        fact(
            f"inc_{number}",
            matter=rng.choice(["waste", "crowd"]),
            owner=rng.choice(["police", "edu"]),
            status=rng.choice(["open", "closed", "candidate", "rejected"]),
            grid=rng.choice(["", "330109001", "330109002001", "330109001002003"]),
            created_at=NOON - rng.randrange(5 * DAY),
        )
        for number in range(500)
    ]
    columns = columns_of(*facts)
    for _ in range(30):
        prefix, matter, since = (
            rng.choice(["330109001", "33010900"]),
            rng.choice(["waste", "crowd"]),
            NOON - DAY,
        )
        wanted = Wanted(
            grids=(prefix,), matters=(matter,), since=since, statuses=(Status.OPEN, Status.REJECTED)
        )
        fits = [
            one
            for one in facts
            if one.grid.startswith(prefix)
            and one.matter == matter
            and one.created_at >= since
            and one.status in {"open", "rejected"}
        ]
        told = count(columns, wanted)
        assert told.total == len(fits)
        assert told.grids.get("330109001", 0) == sum(one.grid.startswith("330109001") for one in fits)
        assert sum(told.statuses.values()) == len(fits)
        assert told.matters == ({matter: len(fits)} if fits else {})


def test_of_nothing_there_is_nothing() -> None:
    """A district on its first day."""
    columns = Columns()
    assert count(columns, Wanted(matters=("waste",))).total == 0
    assert heat(columns, Wanted(), [0, DAY]).counts == ()
    assert (spots(columns, Wanted(), 10).total, spots(columns, Wanted(), 10).ids) == (0, [])


def test_heat_is_by_hour_and_cell() -> None:
    """Edges belong to the bucket that begins there; what is outside of all buckets is left out."""
    columns = columns_of(
        fact("a", lon=120.0, lat=30.0, created_at=NOON),
        fact("b", lon=120.0005, lat=30.0005, created_at=NOON + HOUR - 1),
        fact("c", lon=120.0, lat=30.0, created_at=NOON + HOUR),
        fact("d", lon=120.003, lat=30.001, created_at=NOON + HOUR),
        fact("early", created_at=NOON - 1),
        fact("late", created_at=NOON + 2 * HOUR),
    )
    told = heat(columns, Wanted(), [NOON, NOON + HOUR, NOON + 2 * HOUR])
    cells = list(zip(told.buckets, told.columns, told.rows, told.counts, strict=True))
    assert cells == [(0, 0, 0, 2), (1, 0, 0, 1), (1, 3, 1, 1)]
    assert (told.west, told.south, told.size_deg) == pytest.approx((120.0, 30.0, 0.001))


def test_heat_of_scattered_places_becomes_coarser_instead_of_longer() -> None:
    """The answer is bounded, and nothing is lost in it."""
    rng = random.Random(3)
    facts = [
        fact(
            f"inc_{n}",
            lon=100 + rng.random() * 30,
            lat=20 + rng.random() * 20,
            created_at=NOON - n * 60_000_000,
        )
        for n in range(MOST_CELLS + 5_000)
    ]
    told = heat(columns_of(*facts), Wanted(), [NOON - day * DAY for day in range(30, -1, -1)] + [NOON + 1])
    assert len(told.counts) <= MOST_CELLS
    assert sum(told.counts) == len(facts)
    assert told.size_deg > 0.001


def test_what_is_open_comes_by_urgency() -> None:
    """Overdue, then what waits for an operator, then what came back, then the newest; the count is of all."""
    columns = columns_of(
        fact("old", created_at=NOON - DAY),
        fact("new"),
        fact("again", status="reopened", created_at=NOON - 2 * DAY),
        fact("waits", held="unit", status="handling"),
        fact("overdue", overdue=1, status="handling"),
        fact("closed", status="closed"),
        fact("other", matter="crowd"),
    )
    told = spots(columns, Wanted(matters=("waste",)), 4)
    assert told.ids == ["overdue", "waits", "again", "new"]
    assert told.total == 5
    assert told.waits == [2, 1, 0, 0]
    assert told.statuses[2] is Status.REOPENED
    assert (told.matters[3], told.owners[3], told.grids[3]) == ("waste", "police", "330109001002003")


def test_live_statuses_are_those_in_which_something_is_expected() -> None:
    """Neither candidates nor what has ended."""
    assert set(live()) == {
        *(
            Status.OPEN,
            Status.ACKNOWLEDGED,
            Status.REPORTED,
            Status.HANDLING,
            Status.VERIFYING,
            Status.REOPENED,
        )
    }
