from __future__ import annotations

import resource
import signal
from pathlib import Path

import pytest

from gridwatch.promotion.audit import MAX_BYTES, BrokenAudit, append, entries, last_done


def test_entries_are_chained_in_order(tmp_path: Path) -> None:
    """Each holds the hash of the one before it."""
    path = tmp_path / "promotions.jsonl"
    assert entries(path) == []
    first = append(path, {"what": "promote", "who": "李"})
    second = append(path, {"what": "undo"})
    assert second["before"] == first["hash"]
    assert entries(path) == [first, second]


def test_a_reason_may_hold_any_character(tmp_path: Path) -> None:
    """Pasted text brings Unicode's own line ends; the chain must not break at them."""
    path = tmp_path / "promotions.jsonl"
    first = append(path, {"what": "promote", "reason": "one\u2028two\x85three\nfour"})
    assert entries(path) == [first]
    append(path, {"what": "undo"})


@pytest.mark.parametrize("line", [0, 1])
def test_a_changed_or_missing_line_is_found(tmp_path: Path, line: int) -> None:
    """And nothing is added to a file that is not what was written."""
    path = tmp_path / "promotions.jsonl"
    for who in ("li", "wang", "zhao"):
        append(path, {"what": "promote", "who": who})
    whole = path.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = [
        text.replace(("li", "wang")[line], "nobody") if i == line else text for i, text in enumerate(whole)
    ]
    for lines in (changed, [text for i, text in enumerate(whole) if i != line], ["garbage\n", *whole]):
        path.write_text("".join(lines), encoding="utf-8")
        with pytest.raises(BrokenAudit, match=r"promotions\.jsonl:"):
            append(path, {"what": "promote"})


def test_what_failed_did_not_take_place() -> None:
    """`undo` takes back the last act that did."""
    first, second, failed = {"what": "promote", "n": 1}, {"what": "promote", "n": 2}, {"what": "failed"}
    assert last_done([]) is None
    assert last_done([first, second]) == second
    assert last_done([first, second, failed]) == first
    assert last_done([second, failed]) is None


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[" * 100_000], ids=["bytes", "nested"])
def test_what_is_no_audit_is_told(tmp_path: Path, content: bytes) -> None:
    """Bytes and endless brackets are a broken audit, with what to do."""
    (tmp_path / "a.jsonl").write_bytes(content)
    with pytest.raises(BrokenAudit, match="from a backup"):
        entries(tmp_path / "a.jsonl")


@pytest.mark.parametrize("left", [1, 2, 30, 60, -1])
def test_an_entry_whose_writer_was_killed_is_no_entry(tmp_path: Path, left: int) -> None:
    """An act begins when its entry is on the disk, so a torn one did nothing; the next entry takes its place."""
    path = tmp_path / "promotions.jsonl"
    first = append(path, {"what": "promote", "who": "li"})
    whole = path.read_bytes()
    append(path, {"what": "undo", "reason": "渣土" * 9})
    torn = path.read_bytes()[len(whole) :]
    path.write_bytes(whole + (torn[:left] if left > 0 else torn[: torn.index("渣".encode()) + 1]))
    assert entries(path) == [first]
    second = append(path, {"what": "undo"})
    assert entries(path) == [first, second]


def test_an_entry_that_lacks_its_line_end_alone_is_whole(tmp_path: Path) -> None:
    """An editor took it; with anything else behind the entry, the line was changed."""
    path = tmp_path / "promotions.jsonl"
    first = append(path, {"what": "promote", "who": "li"})
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    second = append(path, {"what": "undo"})
    assert entries(path) == [first, second]
    path.write_bytes(whole[:-1] + b"x")
    with pytest.raises(BrokenAudit, match=r"jsonl:1 was changed"):
        append(path, {"what": "undo"})


@pytest.mark.parametrize("where", range(0, 200, 7))
def test_one_changed_byte_anywhere_is_found(tmp_path: Path, where: int) -> None:
    """In a value, a key, a hash or a bracket, of the last line too."""
    path = tmp_path / "promotions.jsonl"
    append(path, {"what": "promote", "who": "li"})
    content = bytearray(path.read_bytes())
    content[where % len(content)] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(BrokenAudit):
        entries(path)


def test_an_entry_that_does_not_fit_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    """A full disk: nothing is half written, and the next entry goes on where the last whole one ended."""
    path = tmp_path / "promotions.jsonl"
    first = append(path, {"what": "promote", "who": "li"})
    before = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 20, hard))
        with pytest.raises(OSError, match="File too large"):
            append(path, {"what": "promote", "reason": "x" * 5_000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert path.read_bytes() == before
    assert entries(path) == [first]


def test_an_empty_file_is_an_empty_audit(tmp_path: Path) -> None:
    """Somebody made it by hand; one too large is none."""
    path = tmp_path / "promotions.jsonl"
    path.touch()
    assert entries(path) == []
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(BrokenAudit, match="larger than"):
        entries(path)
