from __future__ import annotations

from pathlib import Path

import pytest

from gridwatch.promotion.audit import BrokenAudit, append, entries, last_done


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
