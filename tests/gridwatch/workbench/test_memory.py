"""The file of remembered detections: bounded, and when it is damaged set aside, told and begun anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from gridwatch.workbench.memory import BadCache, Memory

ROWS = {bytes([i]) * 16: bytes([i]) * 900 for i in range(60)}


def filled(file: Path, rows: dict[bytes, bytes] = ROWS) -> None:
    """Write a file with these entries."""
    with closing(Memory(file)) as memory:
        memory.keep(rows)


def torn(file: Path) -> None:
    """Overwrite the pages behind the first: the header is whole, what it leads to is not."""
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))


def cut(file: Path) -> None:
    """Leave the first page and a bit, as a full disk does."""
    file.write_bytes(file.read_bytes()[:5000])


def foreign(file: Path) -> None:
    """Put something else in its place."""
    file.write_bytes(b"not a database, but long enough to be looked at" * 50)


def test_what_was_kept_is_known_in_the_next_run(tmp_path: Path) -> None:
    """Entries survive the process; what was never kept is not known."""
    filled(tmp_path / "seen.sqlite")
    with closing(Memory(tmp_path / "seen.sqlite")) as memory:
        assert memory.known([*ROWS, b"?" * 16, *ROWS]) == ROWS


@pytest.mark.parametrize("damage", [torn, cut, foreign])
def test_a_damaged_file_is_set_aside_and_a_new_one_begun(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """Told once, with both names and that nothing else is lost; the next run has no more to say."""
    file = tmp_path / "seen.sqlite"
    filled(file)
    damage(file)
    told: list[str] = []
    with closing(Memory(file, say=told.append)) as memory:
        known = memory.known(list(ROWS))
        memory.keep(ROWS)
        assert memory.known(list(ROWS)) == ROWS
        assert (memory.set_aside, len(told)) == (1, 1)
    assert known == {}
    assert str(file) in told[0]
    assert "seen.sqlite.damaged" in told[0]
    assert (tmp_path / "seen.sqlite.damaged").exists()
    with closing(Memory(file, say=told.append)) as memory:
        assert memory.known(list(ROWS)) == ROWS
    assert len(told) == 1


def test_damage_that_shows_when_it_is_written_loses_nothing_that_is_written(tmp_path: Path) -> None:
    """The entries that met the damage are in the new file; the journal of the old one is not played into it."""
    file = tmp_path / "seen.sqlite"
    filled(file, {b"old": b"old"})
    with closing(Memory(file)) as memory:
        foreign(file)
        file.with_name("seen.sqlite-wal").write_bytes(b"")
        memory.keep({b"new": b"new"})
        assert memory.known([b"new", b"old"]) == {b"new": b"new"}
        assert memory.set_aside == 1


@pytest.mark.parametrize("kind", ["foreign table", "folder"])
def test_a_file_that_is_whole_but_none_of_ours_is_named_with_the_cure(tmp_path: Path, kind: str) -> None:
    """It is somebody's: nothing is renamed or removed."""
    file = tmp_path / "seen.sqlite"
    if kind == "folder":
        file.mkdir()
    else:
        with closing(sqlite3.connect(file)) as db, db:
            db.execute("CREATE TABLE seen (name TEXT)")
    with pytest.raises(BadCache, match=r"seen\.sqlite: .*only a memory of detections: delete it.*--cache"):
        Memory(file).known([b"a"])
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".damaged"] == []
    assert file.exists()


def test_the_oldest_entries_go_above_the_bound(tmp_path: Path) -> None:
    """A memory never grows without end, and counts what went."""
    file = tmp_path / "seen.sqlite"
    with closing(Memory(file, max_entries=4)) as small:
        for i in range(7):
            small.keep({bytes([i]): b"x"})
        assert small.pruned == 3
        assert sorted(small.known([bytes([i]) for i in range(7)])) == [bytes([i]) for i in range(3, 7)]
    with closing(Memory(file, max_entries=2)) as smaller:
        smaller.keep({b"\x06": b"again"})
        assert (smaller.pruned, smaller.known([b"\x06"])) == (2, {b"\x06": b"again"})


def test_entries_are_counted_when_the_file_is_opened_and_not_at_every_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counting a million rows takes longer than seeing a picture."""
    asked: list[str] = []
    connect = sqlite3.connect

    def traced(*args: object, **more: object) -> sqlite3.Connection:
        db = connect(*args, **more)  # type: ignore[call-overload] # as they came
        db.set_trace_callback(asked.append)
        return db  # type: ignore[no-any-return] # of an overload that is not chosen

    monkeypatch.setattr(sqlite3, "connect", traced)
    with closing(Memory(tmp_path / "seen.sqlite")) as memory:
        for i in range(20):
            memory.keep({bytes([i]): b"x"})
    assert sum("COUNT" in one for one in asked) == 1
