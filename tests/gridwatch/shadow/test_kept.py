from __future__ import annotations

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
    with pytest.raises(StoreError, match=r"text\.db"):
        read_book(tmp_path / "text.db")
    with pytest.raises(StoreError):
        Book(tmp_path / "text.db")
