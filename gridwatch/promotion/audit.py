"""Who made what live, when and why: JSON lines, each with the hash of the one before it.

The chain shows that no line was changed or taken out afterwards; it does not keep somebody from writing all of it
anew. Keep the file with the configuration under version control, or copy it elsewhere, where that matters.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from core.errors import GridwatchError

FILE = "promotions.jsonl"
PROMOTE, UNDO, FAILED = "promote", "undo", "failed"
MAX_BYTES = 64_000_000  # some 40,000 acts
_FIRST = "0" * 64
_BEGINS = '{"'  # every entry


class BrokenAudit(GridwatchError):
    """A line of the audit does not follow from the one before it."""


def entries(path: Path) -> list[dict[str, Any]]:
    """Return every entry, oldest first, with the chain checked.

    Raises:
        BrokenAudit: a line was changed, taken out, or is none.
    """
    if not path.exists():
        return []
    found: list[dict[str, Any]] = []
    before = _FIRST
    text = _text(path)
    whole = text[: len(text) - len(_torn(text))].removesuffix("\n")
    # not splitlines: a reason that somebody typed may hold a line separator of Unicode
    for number, line in enumerate(whole.split("\n") if whole else (), 1):
        try:
            entry: dict[str, Any] = json.loads(line)
            intact = entry["before"] == before and entry["hash"] == _hash(entry)
        except (ValueError, KeyError, TypeError, RecursionError):
            intact = False
        if not intact:
            raise BrokenAudit(
                f"{path}:{number} was changed, or a line before it: restore the file from a backup, or move it away "
                "to begin a new one"
            )
        found.append(entry)
        before = entry["hash"]
    return found


def last_done(known: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the last act that took place: an entry `failed` says that the one before it did not."""
    broken = False
    for entry in known[::-1]:
        if entry["what"] == FAILED:
            broken = True
        elif broken:
            broken = False
        else:
            return entry
    return None


def append(path: Path, what: Mapping[str, Any]) -> dict[str, Any]:
    """Write one entry and sync it to disk; return it with its hash.

    Raises:
        BrokenAudit: the file is not what was written.
    """
    known = entries(path)
    entry = {**what, "before": known[-1]["hash"] if known else _FIRST}
    entry["hash"] = _hash(entry)
    line = json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n"
    text = _text(path) if path.exists() else ""
    whole = text[: len(text) - len(_torn(text))]
    with path.open("ab") as file:
        end = len(whole.encode())
        try:
            file.truncate(end)
            file.write((line if whole.endswith("\n") or not whole else "\n" + line).encode())
            file.flush()
            os.fsync(file.fileno())
        except OSError:  # a full disk
            with contextlib.suppress(OSError):
                file.close()
            os.truncate(path, end)
            raise
    return entry


def _torn(text: str) -> str:
    """Return the end of a text that is the beginning of an entry: its writer was killed, and did nothing else.

    An entry that lacks no more than its line end is whole; one with anything else behind it was changed.
    """
    tail = text[text.rfind("\n") + 1 :]
    if not tail:
        return ""
    try:
        json.JSONDecoder().raw_decode(tail)
    except (ValueError, RecursionError):
        return tail if tail.startswith(_BEGINS[: len(tail)]) else ""
    return ""


def _text(path: Path) -> str:
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise BrokenAudit(f"{path} is larger than {MAX_BYTES} bytes: move it away to begin a new one")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        if error.end == len(content) and error.reason == "unexpected end of data":
            return content[: error.start].decode()  # torn within a character
        raise BrokenAudit(
            f"{path}: byte {error.start} is no text: restore the file from a backup, or move it away to begin a new one"
        ) from error


def _hash(entry: Mapping[str, Any]) -> str:
    told = {key: value for key, value in entry.items() if key != "hash"}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
