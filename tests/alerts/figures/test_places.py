"""Counts, heat and what is alive, by scripts: rows of cases in, figures out."""

from __future__ import annotations

import random

import pytest

from alerts.figures.cases import Where
from alerts.figures.places import MOST_CELLS, count, heat, spots
from tests.builders_figures import NOON, row, table_of

HOUR = 3_600_000_000
DAY = 24 * HOUR


def test_an_incident_counts_in_every_grid_above_it() -> None:
    """Deepest code known decides; what is known only to its street counts in no community."""
    told = count(
        table_of(row("a"), row("b", grid="330109001005001"), row("c", grid="330109001"), row("d", grid="")),
        Where(),
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
    ("where", "names"),
    [
        (Where(), "abcd"),
        (Where(matters=("crowd",)), "b"),
        (Where(owners=("edu", "market")), "c"),
        (Where(statuses=("closed",)), "d"),
        (Where(grids=("330109002",)), "c"),
        (Where(grids=("330109002", "330109001002003")), "abcd"),
        (Where(found_since=NOON - HOUR), "acd"),
        (Where(found_until=NOON - HOUR), "b"),
        (Where(seen_owners=("police",)), "abd"),
        (Where(seen_owners=("police",), owners=("edu",)), ""),
        (Where(seen_grids=("330109002",), grids=("330109",)), "c"),
        (Where(matters=("nobody knows it",)), ""),
    ],
)
def test_each_filter_leaves_what_fits(where: Where, names: str) -> None:
    """One by one and together with what the asker may see."""
    table = table_of(
        row("a"),
        row("b", matter="crowd", found_at=NOON - DAY),
        row("c", owner="edu", grid="330109002001001"),
        row("d", status="closed"),
    )
    assert count(table, where).total == len(names)


def test_counts_agree_with_counting_one_by_one() -> None:
    """Random incidents, random filters, and a plain loop as the judge."""
    rng = random.Random(7)
    facts = [
        row(
            f"inc_{number}",
            matter=rng.choice(["waste", "crowd"]),
            owner=rng.choice(["police", "edu"]),
            status=rng.choice(["open", "closed", "handling", "rejected"]),
            grid=rng.choice(["", "330109001", "330109002001", "330109001002003"]),
            found_at=NOON - rng.randrange(5 * DAY),
        )
        for number in range(500)
    ]
    table = table_of(*facts)
    for _ in range(30):
        prefix, matter, since = (
            rng.choice(["330109001", "33010900"]),
            rng.choice(["waste", "crowd"]),
            NOON - DAY,
        )
        where = Where(grids=(prefix,), matters=(matter,), found_since=since, statuses=("open", "rejected"))
        fits = [
            one
            for one in facts
            if one.grid.startswith(prefix)
            and one.matter == matter
            and one.found_at >= since
            and one.status in {"open", "rejected"}
        ]
        told = count(table, where)
        assert told.total == len(fits)
        assert told.grids.get("330109001", 0) == sum(one.grid.startswith("330109001") for one in fits)
        assert sum(told.statuses.values()) == len(fits)
        assert told.matters == ({matter: len(fits)} if fits else {})


def test_of_nothing_there_is_nothing() -> None:
    """A district on its first day."""
    table = table_of()
    assert count(table, Where(matters=("waste",))).total == 0
    assert heat(table, Where(), [0, DAY]).counts == ()
    assert (spots(table, Where(), 10).total, spots(table, Where(), 10).numbers) == (0, [])


def test_heat_is_by_hour_and_cell() -> None:
    """Edges belong to the bucket that begins there; what is outside of all buckets is left out."""
    table = table_of(
        row("a", lon=120.0, lat=30.0, found_at=NOON),
        row("b", lon=120.0005, lat=30.0005, found_at=NOON + HOUR - 1),
        row("c", lon=120.0, lat=30.0, found_at=NOON + HOUR),
        row("d", lon=120.003, lat=30.001, found_at=NOON + HOUR),
        row("early", found_at=NOON - 1),
        row("late", found_at=NOON + 2 * HOUR),
    )
    told = heat(table, Where(), [NOON, NOON + HOUR, NOON + 2 * HOUR])
    cells = list(zip(told.buckets, told.columns, told.rows, told.counts, strict=True))
    assert cells == [(0, 0, 0, 2), (1, 0, 0, 1), (1, 3, 1, 1)]
    assert (told.west, told.south, told.size_deg) == pytest.approx((120.0, 30.0, 0.001))


def test_heat_of_scattered_places_becomes_coarser_instead_of_longer() -> None:
    """The answer is bounded, and nothing is lost in it."""
    rng = random.Random(3)
    facts = [
        row(
            f"inc_{n}",
            lon=100 + rng.random() * 30,
            lat=20 + rng.random() * 20,
            found_at=NOON - n * 60_000_000,
        )
        for n in range(MOST_CELLS + 5_000)
    ]
    told = heat(table_of(*facts), Where(), [NOON - day * DAY for day in range(30, -1, -1)] + [NOON + 1])
    assert len(told.counts) <= MOST_CELLS
    assert sum(told.counts) == len(facts)
    assert told.size_deg > 0.001


def test_what_is_open_comes_by_urgency() -> None:
    """Overdue, then what waits for an operator, then what came back, then the newest; the count is of all."""
    table = table_of(
        row("old", found_at=NOON - DAY),
        row("new"),
        row("again", status="reopened", found_at=NOON - 2 * DAY),
        row("waits", held="unit", status="handling"),
        row("overdue", overdue=1, status="handling"),
        row("closed", status="closed"),
        row("other", matter="crowd"),
    )
    told = spots(table, Where(matters=("waste",)), 4)
    assert told.numbers == [5, 4, 3, 2]  # overdue, waits, again, new
    assert told.total == 5
    assert told.waits == [2, 1, 0, 0]
    assert told.statuses[2] == "reopened"
    assert (told.matters[3], told.owners[3], told.grids[3]) == ("waste", "police", "330109001002003")
