"""Rows with blanks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from alerts.store.cursor import micros
from gridwatch.bench.console.blank import Marks, blank_of, values_at

START = datetime(2026, 3, 2, 1, 0, 0, 123457, tzinfo=UTC)
MARKS = Marks(start=START, texts={"inc_1": "id", "§aa": "pair", "§a": "one"}, numbers={1.987654321: "lon"})


def test_what_differs_between_two_cases_is_filled_in() -> None:
    """Ids and places by their value, in columns and in documents; what is no mark stays, `%` and all."""
    row = {
        "id": "inc_1",
        "lon": 1.987654321,
        "text": "100 % of §aa and §a at 1.987654321",
        "n": 7,
        "none": None,
    }
    blank = blank_of("t", row, MARKS)
    assert blank.columns == tuple(row)
    filled = blank.filled({"id": "inc_9", "pair": "P", "one": "O", "lon": 2.5})
    assert filled == ["inc_9", 2.5, "100 % of P and O at 2.5", 7, None]


def test_instants_move_with_the_beginning_and_stretch() -> None:
    """Whether they are kept as a number or as text; what is no instant of the case is none."""
    hour = START + timedelta(hours=1)
    row = {"at": micros(hour), "text": f'{{"at":"{hour.isoformat()}"}}', "count": 3_600_000_000}
    blank = blank_of("t", row, MARKS)
    later = datetime(2027, 1, 1, tzinfo=UTC)
    ended = later + timedelta(hours=2)
    assert blank.filled(values_at(blank.offsets, later, 2.0)) == [
        micros(ended),
        f'{{"at":"{ended.isoformat()}"}}',
        3_600_000_000,
    ]


def test_a_column_may_be_given_a_name() -> None:
    """Numbers of the store's own."""
    assert blank_of("t", {"number": 5, "b": 6}, MARKS, {"number": "n"}).filled({"n": 17}) == [17, 6]
