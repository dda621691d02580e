from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import StoreError
from gridwatch.shadow.book import Book
from gridwatch.shadow.kept import read_book
from tests.gridwatch.shadow.test_book import kept, path

__all__ = ["path"]


def test_a_reader_looks_while_it_is_written(path: Path) -> None:
    """The report is made while the service runs."""
    book = Book(path)
    kept(book)
    assert len(read_book(path)) == 1
    kept(book, 60)
    book.close()


def test_no_book_says_what_to_do(tmp_path: Path) -> None:
    """Nobody has turned it on yet; something else in its place is told too."""
    with pytest.raises(StoreError, match="set `shadow` in gridwatch"):
        read_book(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("no database at all, but long enough to be looked at " * 30)
    with pytest.raises(StoreError, match=r"text\.db: .* move it away"):
        read_book(tmp_path / "text.db")
    with pytest.raises(StoreError):
        Book(tmp_path / "text.db")


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE alarms SET box = '[1,2'",
        "UPDATE alarms SET box = '[1,2]'",
        "UPDATE alarms SET side = 'nobody' WHERE side = 'live'",
        "UPDATE alarms SET opened = 'noon'",
        "UPDATE trials SET since = 1e300",
        "UPDATE alarms SET why = CAST(x'c328' AS TEXT)",
        "DROP TABLE looked",
    ],
)
def test_a_damaged_row_is_told_with_the_file_and_what_to_do(path: Path, damage: str) -> None:
    """A flipped byte is no traceback."""
    book = Book(path)
    kept(book)
    book.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute(damage)
        db.commit()
    with pytest.raises(StoreError, match=r"shadow\.db.*move it away"):
        read_book(path)


def test_a_book_of_an_earlier_version_is_read_and_goes_on(path: Path) -> None:
    """It has reasons in English only; opened by this version, new alarms are told in Chinese as well."""
    book = Book(path)
    kept(book)
    book.close()
    (now,) = read_book(path)
    assert all(one.why_zh for one in now.alarms)
    with closing(sqlite3.connect(path)) as db:
        db.execute("ALTER TABLE alarms DROP COLUMN why_zh")
        db.commit()
    (before,) = read_book(path)
    assert {one.why_zh for one in before.alarms} == {""}
    Book(path).close()
    (after,) = read_book(path)
    assert after == before
