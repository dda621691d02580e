"""Files that people give: whole or refused, bounded, in lines as JSON has them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.errors import GridwatchError
from gridwatch.workbench import looks, runs
from gridwatch.workbench.files import (
    MOST_BYTES,
    MOST_TOLD,
    bytes_of,
    first_of,
    lines_of,
    text_of,
    write_whole,
)
from gridwatch.workbench.labels import coco, cvat
from gridwatch.workbench.labels.spreadsheet import read_spreadsheet
from gridwatch.workbench.model import labels
from gridwatch.workbench.sweep.journal import Journal
from gridwatch.workbench.truth import read_truth


class Wrong(GridwatchError):
    """A reader's own error."""


def test_a_file_as_large_as_the_bound_is_read_and_a_larger_one_is_not(tmp_path: Path) -> None:
    """The message names the file, the bound and what to do."""
    path = tmp_path / "some.txt"
    path.write_bytes(b"12345")
    assert bytes_of(path, Wrong, most=5) == b"12345"
    with pytest.raises(Wrong, match=r"some\.txt: is larger than 4 bytes.*split it"):
        bytes_of(path, Wrong, most=4)


def test_text_is_read_as_windows_and_old_macs_save_it(tmp_path: Path) -> None:
    """The mark at the beginning and the ends of lines are no content; what is no text is told by its byte."""
    path = tmp_path / "some.txt"
    path.write_bytes("\ufeff一\r\n二\r三".encode())
    assert text_of(path, Wrong) == "一\n二\n三"
    path.write_bytes("垃圾".encode("gbk"))
    with pytest.raises(Wrong, match="byte 0 is not UTF-8"):
        text_of(path, Wrong)
    with pytest.raises(Wrong, match="cannot be read: Is a directory"):
        text_of(tmp_path, Wrong)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its folder is made; a full disk leaves the old one."""
    path = write_whole(tmp_path / "new" / "some.txt", "一\n")
    assert (path, path.read_bytes()) == (tmp_path / "new" / "some.txt", "一\n".encode())
    write_whole(path, b"two")

    def full(opened: Path, *_content: object) -> int:
        opened.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"three")
    assert path.read_bytes() == b"two"


def test_only_a_line_feed_ends_a_line() -> None:
    """A separator of Unicode within a text would cut a record in two and shift the numbers of all after it."""
    text = '{"a": "one\u2028two\u0085three\x0bfour"}\n\n # a remark\n{}\n'
    assert lines_of(text) == [(1, '{"a": "one\u2028two\u0085three\x0bfour"}'), (4, "{}")]


def test_of_many_mistakes_the_first_are_told_and_the_rest_counted() -> None:
    """A million lines of one mistake are one mistake."""
    told = first_of([f"f:{i}: x" for i in range(MOST_TOLD + 7)], "f").split("\n")
    assert (len(told), told[0], told[-1]) == (MOST_TOLD + 1, "f:0: x", "f: and 7 more mistakes")


@pytest.mark.parametrize(
    "read",
    [
        read_truth,
        lambda path: read_spreadsheet(path, ZoneInfo("UTC")),
        labels.text_of,
        lambda path: Journal(path.parent, {}),
    ],
    ids=["truth", "spreadsheet", "YOLO labels", "trials"],
)
def test_what_people_give_is_bounded(tmp_path: Path, read: Callable[[Path], object]) -> None:
    """A disk image by mistake fills no memory."""
    path = tmp_path / "trials.jsonl"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(GridwatchError, match=f"larger than {MOST_BYTES} bytes"):
        read(path)


@pytest.mark.parametrize(
    ("module", "bound", "read"),
    [
        (coco, "MOST_BOXES_BYTES", coco.read_coco),
        (cvat, "MOST_BOXES_BYTES", cvat.read_cvat),
        (runs, "MOST_RUN_BYTES", runs.read_run),
        (looks, "MAX_INDEX_BYTES", lambda path: looks.read_looks(path.parent)),
    ],
    ids=["COCO", "CVAT", "run", "looks"],
)
def test_large_files_of_tools_have_bounds_of_their_own(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    bound: str,
    read: Callable[[Path], object],
) -> None:
    """They hold more than people write."""
    monkeypatch.setattr(module, bound, 20)
    path = tmp_path / "looks.jsonl"
    path.write_text("{" + " " * 30 + "}", encoding="utf-8")
    with pytest.raises(GridwatchError, match="larger than 20 bytes"):
        read(path)
