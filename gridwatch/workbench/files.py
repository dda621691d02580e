"""Files of people and other tools: read whole, within a bound, what is wrong told in one sentence; written whole.

    text = text_of(path, BadTruth)
    content = bytes_of(path, BadDataSet, most=MOST_LIST_BYTES)

No size is asked for beforehand: a pipe and a file that grows have none.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from core.errors import GridwatchError

MOST_BYTES = 100_000_000
"""Of a file of events, runs or trials: half a million of them, and about two gigabytes of memory to read it."""
MOST_BOXES_BYTES = 600_000_000
"""Of a file of boxes of many pictures; the largest public one (COCO, 118,000 pictures) has 470 MB."""
MOST_TOLD = 50
"""Mistakes of one file that are told one by one; the rest is counted."""


def bytes_of(path: Path, wrong: type[GridwatchError], *, most: int = MOST_BYTES) -> bytes:
    """Return what a file holds.

    Args:
        path: of the file.
        wrong: the error to raise.
        most: bytes that it may hold.

    Raises:
        GridwatchError: of the kind `wrong`: it cannot be read, or is too large.
    """
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise wrong(f"{path}: cannot be read: {error.strerror or error}") from error
    if len(content) > most:
        raise wrong(f"{path}: is larger than {most} bytes, more than is read at once; split it")
    return content


def text_of(path: Path, wrong: type[GridwatchError], *, most: int = MOST_BYTES) -> str:
    r"""Return the text of a file; lines end in `\n`, and a mark at its beginning is taken off.

    Raises:
        GridwatchError: as `bytes_of`, or it is not UTF-8.
    """
    try:
        text = bytes_of(path, wrong, most=most).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise wrong(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def lines_of(text: str) -> list[tuple[int, str]]:
    r"""Return the lines of a record format with their numbers; empty ones and those that begin with `#` are left out.

    Only `\n` ends a line: JSON allows a line separator of Unicode within a text, and people type them.
    """
    numbered = enumerate(text.split("\n"), 1)
    return [(number, line) for number, line in numbered if line.strip() and not line.lstrip().startswith("#")]


def write_whole(path: Path, content: str | bytes) -> Path:
    """Write a file in one step, and its folder where there is none: a disk that is full does not cost the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    draft.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return draft.replace(path)


def first_of(problems: Sequence[str], name: str) -> str:
    """Return the mistakes of a file as lines, those beyond `MOST_TOLD` as their number."""
    told = list(problems[:MOST_TOLD])
    if len(problems) > len(told):
        told.append(f"{name}: and {len(problems) - len(told)} more mistakes")
    return "\n".join(told)
