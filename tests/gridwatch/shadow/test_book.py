from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from core.errors import StoreError
from gridwatch.shadow import book as books
from gridwatch.shadow.book import Book, Looked
from gridwatch.shadow.kept import read_book, read_picture
from gridwatch.shadow.trial import Seer, Side, Trial
from tests.builders import at, profile
from tests.builders_desk import sighting

TRIAL = Trial.of(
    Seer(name="street 1", sha256="a"), profile(), Seer(name="street 2", sha256="b"), profile(version=2)
)


def kept(book: Book, seconds: float = 0, **changes: Any) -> None:
    """Write one look in which both sides see the heap."""
    values: dict[str, Any] = {
        "at": at(seconds),
        "looked": Looked(looks=1, pictures=1, seconds=0.1),
        "state": {"n": seconds},
        "standing": {side: [sighting(seconds=seconds)] for side in Side},
        "ended": {},
    }
    book.keep(TRIAL, "cam-1", **(values | changes))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the book is."""
    return tmp_path / "var" / "shadow.db"


def test_what_is_written_is_read(path: Path) -> None:
    """One alarm a subject and side, from its first look to its last; counts add up; the end is noted once."""
    book = Book(path)
    kept(book, 0)
    kept(book, 60, standing={Side.LIVE: [sighting(seconds=60, confidence=0.9)]})
    kept(book, 120, standing={}, ended={Side.LIVE: [sighting(seconds=120)]})
    kept(book, 180, standing={}, ended={Side.LIVE: [sighting(seconds=180)]})
    (one,) = read_book(path)
    assert one.trial == TRIAL
    assert (one.since, one.until, one.cameras) == (at(0), at(180), 1)
    assert one.looked == Looked(looks=4, pictures=4, seconds=pytest.approx(0.4))
    live, candidate = sorted(one.alarms, key=lambda alarm: alarm.side is Side.CANDIDATE)
    assert (live.opened, live.last_seen, live.ended, live.confidence) == (at(0), at(60), at(120), 0.9)
    assert (candidate.side, candidate.ended, candidate.box) == (Side.CANDIDATE, None, sighting().box)
    book.close()


def test_the_state_is_there_after_a_restart(path: Path) -> None:
    """The candidate's dwell goes on as the live one's does; a trial that never looked has none."""
    book = Book(path)
    kept(book, 7)
    kept(book, 8, state=None)
    book.close()
    book = Book(path)
    assert book.state(TRIAL, "cam-1") == {"n": 7}
    assert book.state(TRIAL, "cam-2") is None
    book.close()


def test_a_look_is_written_whole_or_not_at_all(path: Path) -> None:
    """A fault in its middle leaves nothing of it."""
    book = Book(path)
    kept(book, 0)
    book._db.execute("CREATE TRIGGER broken BEFORE INSERT ON alarms BEGIN SELECT raise(ABORT, 'disk'); END")
    with pytest.raises(StoreError, match=r"shadow\.db: disk"):
        kept(book, 60, standing={Side.LIVE: [sighting(subject="cam-1/waste/9", seconds=60)]})
    assert book.state(TRIAL, "cam-1") == {"n": 0}
    book._db.execute("DROP TRIGGER broken")
    book._db.execute("CREATE TRIGGER full BEFORE INSERT ON alarms BEGIN SELECT raise(ROLLBACK, 'full'); END")
    with pytest.raises(StoreError, match=r"shadow\.db: full"):  # SQLite has ended the transaction by itself
        kept(book, 70, standing={Side.LIVE: [sighting(subject="cam-1/waste/9", seconds=70)]})
    book._db.execute("DROP TRIGGER full")
    kept(book, 80)
    book.close()


def test_a_killed_process_leaves_a_book_that_can_be_read(path: Path) -> None:
    """`kill -9` after a commit: what was committed is there, and the next process goes on."""
    code = (
        "import os, sys\nsys.path.insert(0, os.getcwd())\n"
        "from pathlib import Path\nfrom tests.gridwatch.shadow.test_book import Book, kept\n"
        f"book = Book(Path({str(path)!r}))\nkept(book, 5)\nos.kill(os.getpid(), 9)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[3], check=False, env=os.environ
    )
    assert ended.returncode == -9
    assert len(read_book(path)[0].alarms) == 2
    book = Book(path)
    assert book.state(TRIAL, "cam-1") == {"n": 5}
    book.close()


def test_what_is_old_or_too_much_goes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Alarms, pictures and counts are bounded; a trial that has not looked for long is forgotten whole."""
    monkeypatch.setattr(books, "MAX_ALARMS", 3)
    monkeypatch.setattr(books, "MAX_PICTURES", 1)
    book = Book(path)
    for i in range(5):
        one = sighting(subject=f"cam-1/waste/{i}", seconds=i)
        kept(book, i, standing={Side.LIVE: [one]}, pictures={(Side.LIVE, one.subject): b"jpeg"})
    book.prune(at(10), keep_days=1)
    (trial,) = read_book(path)
    assert [alarm.subject[-1] for alarm in trial.alarms] == ["2", "3", "4"]
    pictures = [read_picture(path, TRIAL.id, Side.LIVE, f"cam-1/waste/{i}") for i in range(5)]
    assert pictures == [None, None, None, None, b"jpeg"]
    book.prune(at(3 * 86400), keep_days=1)
    assert read_book(path) == ()
    assert book.state(TRIAL, "cam-1") is None
    book.close()


@pytest.mark.parametrize("state", ["{", "[1]", "7"])
def test_a_state_that_cannot_be_read_begins_afresh(path: Path, state: str) -> None:
    """Rather than failing on every look of its camera for good."""
    book = Book(path)
    kept(book)
    assert book.state(TRIAL, "cam-1") == {"n": 0}
    book._db.execute("UPDATE states SET state = ?", (state,))
    assert book.state(TRIAL, "cam-1") is None
    book.close()
