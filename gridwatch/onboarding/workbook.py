"""A workbook (.xlsx, .xls, .xlsb, .ods) as a ledger: the first sheet with headers, or the one that is named."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from typing import Any

from gridwatch.onboarding.faults import BadLedger, Facts, Fault
from gridwatch.onboarding.ledger import HEADER_WITHIN, MAX_CELLS, Ledger, to_ledger
from gridwatch.repository import REPOSITORY

MAX_UNPACKED = 512_000_000  # bytes; a workbook is a zip, and a small one may unpack to anything
READING_S = 300.0  # for one sheet; its reader is ended then


def read_workbook(content: bytes, name: str, is_header: Callable[[str], bool], sheet: str | None) -> Ledger:
    """Read one sheet.

    Raises:
        BadLedger: it is no workbook, too large when unpacked, locked, or holds no headers.
    """
    _check_size(content, name)
    there = _ask(content, name)
    names = list(there["sheets"])
    if sheet is not None and sheet not in there["all"]:
        raise _no_table(name, f"has no sheet {sheet}; there are {', '.join(there['all'])}")
    for one in names if sheet is None else [sheet]:
        lines = list(enumerate(_ask(content, name, one)["rows"], 1))
        found = to_ledger(lines, name, f"workbook, sheet {one}", is_header, _unread(one, names))
        if found is not None:
            return found
    raise BadLedger(name, [Fault(kind="no_header", facts={"lines": HEADER_WITHIN})])


def _ask(content: bytes, name: str, *sheet: str) -> dict[str, Any]:
    """Let a process of its own read it (workbook_reader.py); where that ends badly, ours goes on."""
    command = [sys.executable, "-m", "gridwatch.onboarding.workbook_reader", *sheet]
    paths = os.pathsep.join(filter(None, (str(REPOSITORY), os.environ.get("PYTHONPATH"))))
    try:
        done = subprocess.run(  # noqa: S603 - our own module; a sheet's name is an argument, and no shell reads it
            command,
            input=content,
            env={**os.environ, "PYTHONPATH": paths},
            capture_output=True,
            check=False,
            timeout=READING_S,
        )
    except subprocess.TimeoutExpired:
        raise _no_table(name, f"takes longer to read than {READING_S:.0f} s") from None
    if done.returncode:
        raise _no_table(
            name, "has a cell at its far edge, or far more cells than a ledger: memory or time ran out"
        )
    answer: dict[str, Any] = json.loads(done.stdout)
    if "locked" in answer:
        raise _no_table(name, "is locked by a password")
    if "wrong" in answer:
        raise _no_table(name, answer["wrong"])
    if "cells" in answer:
        facts: Facts = {"what": "cells", "size": answer["cells"], "most": MAX_CELLS}
        raise BadLedger(name, [Fault(kind="too_large", facts=facts)])
    return answer


def _check_size(content: bytes, name: str) -> None:
    if not content.startswith(b"PK"):
        return  # an old .xls is no zip, and grows little
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise _no_table(name, str(error)) from error
    if size > MAX_UNPACKED:
        facts: Facts = {"what": "bytes unpacked", "size": size, "most": MAX_UNPACKED}
        raise BadLedger(name, [Fault(kind="too_large", facts=facts)])


def _unread(sheet: str, names: list[str]) -> list[Fault]:
    others = [one for one in names if one != sheet]
    if not others:
        return []
    return [Fault(kind="other_sheets", facts={"sheet": sheet, "others": ", ".join(others)[:200]})]


def _no_table(name: str, why: str) -> BadLedger:
    return BadLedger(name, [Fault(kind="no_table", facts={"why": why})])
