from __future__ import annotations

import contextlib
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gridwatch.probing.journal import Journal, JournalError, Told, access_of, open_journal, read_lines
from tests.builders import camera
from tests.builders_probing import port, result

AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def on(_: Told) -> bool:
    """Go on with what is there."""
    return True


def written(path: Path, *names: str, again: bool = False, end: bool = False) -> None:
    """Add a round with answers; "!" behind a name is a broken camera."""
    with open_journal(path, keep=on) as book:
        book.begin(configs=Path("/configs"), owner=None, at=AT, again=again)
        for name in names:
            codes = ("slow",) if name.endswith("!") else ()
            book.add(result(name.rstrip("!"), *codes), access="x", at=AT)
        if end:
            book.end(AT)


def told_by(path: Path) -> Told:
    """Read it as a new process would."""
    return read_lines(path.read_text(encoding="utf-8", errors="replace").split("\n"))


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    """Answers with when they were given, also of a round without an end."""
    path = tmp_path / "var" / "probe.jsonl"
    written(path, "c1", "c2!")
    told = told_by(path)
    assert (told.configs, told.owner, told.ended, told.damaged) == ("/configs", None, False, 0)
    assert told.entries["c2"].at == AT
    assert told.entries["c2"].result == result("c2", "slow")


def test_an_answer_is_on_disk_before_the_next_is_asked_for(tmp_path: Path) -> None:
    """A process that is killed loses what it had not told, and nothing else."""
    path = tmp_path / "j"
    with open_journal(path, keep=on) as book:
        book.begin(configs=tmp_path, owner=None, at=AT, again=False)
        book.add(result("c1"), access="x", at=AT)
        assert told_by(path).entries.keys() == {"c1"}


def test_damaged_lines_cost_only_themselves(tmp_path: Path) -> None:
    """A torn last line, binary rubbish, another shape: passed over, counted, and what follows is whole."""
    path = tmp_path / "j"
    written(path, "c1", "c2")
    whole = path.read_bytes()
    lines = whole.split(b"\n")
    broken = [b"\xff\xfe\x00", b"[1]", b"7", b'{"at": "never", "access": "", "result": {}}', lines[1][:-40]]
    path.write_bytes(b"\n".join([lines[0], *broken, lines[2][:60]]))

    written(path, "c3")
    told = told_by(path)
    assert told.damaged == 6
    assert told.entries.keys() == {"c3"}


def test_the_first_answer_after_a_torn_line_is_not_lost(tmp_path: Path) -> None:
    """It begins a line of its own."""
    path = tmp_path / "j"
    written(path, "c1", "c2")
    path.write_bytes(path.read_bytes()[:-40])
    with open_journal(path, keep=on) as book:
        book.add(result("c3"), access="x", at=AT)
    assert told_by(path).entries.keys() == {"c1", "c3"}


def test_a_round_that_asks_the_broken_again_forgets_them(tmp_path: Path) -> None:
    """So that, interrupted in its turn, it goes on with those that it has not asked yet."""
    path = tmp_path / "j"
    written(path, "c1", "c2!", "c3!", end=True)
    assert told_by(path).ended
    written(path, "c2!", again=True)
    told = told_by(path)
    assert told.entries.keys() == {"c1", "c2"}
    assert not told.ended


def test_the_newest_answer_counts(tmp_path: Path) -> None:
    """A camera that was asked by name after its cure is in order."""
    path = tmp_path / "j"
    written(path, "c1!", "c1")
    assert told_by(path).entries["c1"].result.ok


def test_what_is_not_gone_on_with_is_put_aside(tmp_path: Path) -> None:
    """Nothing that was learnt is deleted."""
    path = tmp_path / "j"
    written(path, "c1", end=True)
    with open_journal(path, keep=lambda told: not told.ended) as book:
        assert book.told.entries == {}
    assert told_by(path).entries == {}
    assert told_by(tmp_path / "j.previous").entries.keys() == {"c1"}


def test_two_probes_do_not_write_one_journal(tmp_path: Path) -> None:
    """Told at once, with the way out; also while the first has just put the old one aside."""
    path = tmp_path / "j"
    written(path, "c1")
    for keep in (on, lambda _: False):
        with (
            open_journal(path, keep=keep),
            pytest.raises(JournalError, match="another probe writes"),
            open_journal(path, keep=on),
        ):
            pytest.fail("opened twice")


def test_a_journal_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A sentence with a cure, and an error of the caller's stays the caller's."""
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(JournalError, match="give another --journal"),
        open_journal(tmp_path / "file" / "j", keep=on),
    ):
        pytest.fail("opened")
    with pytest.raises(FileNotFoundError), open_journal(tmp_path / "j", keep=on):
        (tmp_path / "nothing").read_text()


def test_a_pipe_or_a_device_is_no_journal(tmp_path: Path) -> None:
    """Told at once: /dev/full can be read without end, a pipe cannot be read from its beginning."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/null"), tmp_path):
        with pytest.raises(JournalError, match="is no file"), open_journal(path, keep=on):
            pytest.fail("opened")


def test_a_line_that_nests_without_end_is_a_damaged_one() -> None:
    """As every other line that no probe wrote."""
    assert read_lines(["[" * 100_000, '{"a":' * 100_000]).damaged == 2


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    """The answer was not kept, and that is said."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        book = Journal(tmp_path / "j", full, Told())
        with pytest.raises(JournalError, match="No space left"):
            book.end(AT)
        with contextlib.suppress(OSError):
            full.close()  # which would write what is left


def test_another_way_to_a_camera_is_another_camera() -> None:
    """A corrected port or login is asked again at once; no secret is in the fingerprint."""
    same = access_of(port("c1"))
    assert access_of(port("c2")) == same
    changed = [port("c1", number=81), port("c1", "10.0.0.2"), port("c1", login="other")]
    changed.append(camera(access={"host": "10.0.0.1", "credential": "urban", "onvif_path": "/x"}))
    assert len({same, *map(access_of, changed)}) == 5


def test_a_journal_of_another_shape_is_not_believed() -> None:
    """Its rounds are damaged lines; everybody is asked."""
    line = {"began": AT.isoformat(), "shape": 99, "configs": "/c", "owner": None, "again": False}
    told = read_lines([json.dumps(line)])
    assert (told.damaged, told.ended) == (1, True)
