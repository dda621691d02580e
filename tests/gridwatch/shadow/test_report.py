from __future__ import annotations

import json
from pathlib import Path

import pytest

from gridwatch.shadow.book import Book, Looked
from gridwatch.shadow.kept import read_book
from gridwatch.shadow.report import told, write_page
from gridwatch.shadow.trial import Seer, Side, Trial
from tests.builders import at, profile
from tests.builders_desk import sighting

TRIAL = Trial.of(Seer(name="street 1", sha256="a"), profile(), Seer(name="street 2", sha256="b"), profile())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A book: one heap that both see, one that the candidate alone sees, with a picture."""
    path = tmp_path / "shadow.db"
    book = Book(path)
    alone = sighting(subject="cam-1/waste/9", box=(0.0, 0.0, 0.1, 0.1), count=3, matter="<crowding>")
    book.keep(
        TRIAL,
        "cam-1",
        at=at(0),
        looked=Looked(looks=40, pictures=50, seconds=2.5, shed=1),
        standing={Side.LIVE: [sighting()], Side.CANDIDATE: [sighting(), alone]},
        pictures={(Side.CANDIDATE, alone.subject): b"\xff\xd8jpeg"},
    )
    book.close()
    return path


def test_agreement_cost_and_who_alone_said_what(path: Path) -> None:
    """What somebody who decides on a promotion asks for."""
    figures = told(read_book(path)[0])
    json.dumps(figures)
    assert figures["alarms"] == {"live": 1, "candidate": 2, "both": 1, "only_live": 0, "only_candidate": 1}
    assert figures["agreement"] == 0.5
    assert figures["cost"] == {"pictures": 50, "seconds": 2.5, "ms_per_picture": 50.0}
    assert (figures["looks"], figures["shed"], figures["cameras"]) == (40, 1, 1)
    assert figures["by_matter"]["construction_waste"]["agreement"] == 1
    (alone,) = figures["only_candidate_alarms"]
    assert (alone["camera"], alone["count"], alone["box"]) == ("cam-1", 3, [0.0, 0.0, 0.1, 0.1])


def test_the_page_is_one_file_and_escapes_what_it_shows(path: Path, tmp_path: Path) -> None:
    """Pictures are in it; a name of a matter is text, not markup."""
    page = tmp_path / "out" / "shadow.html"
    write_page(page, read_book(path), path)
    text = page.read_text(encoding="utf-8")
    assert "data:image/jpeg;base64,/9hqcGVn" in text
    assert "&lt;crowding&gt;" in text
    assert "<crowding>" not in text
    assert "http" not in text.replace("http-equiv", "")


def test_an_empty_book_says_so(tmp_path: Path) -> None:
    """It was turned on a minute ago."""
    Book(tmp_path / "shadow.db").close()
    page = tmp_path / "shadow.html"
    write_page(page, read_book(tmp_path / "shadow.db"), tmp_path / "shadow.db")
    assert "No trial has been kept" in page.read_text(encoding="utf-8")
