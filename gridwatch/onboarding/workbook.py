"""A workbook (.xlsx, .xls, .xlsb, .ods) as a ledger: the first sheet with headers, or the one that is named."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum, ZipError

from gridwatch.onboarding.faults import BadLedger, Facts, Fault
from gridwatch.onboarding.ledger import HEADER_WITHIN, Ledger, to_ledger

MAX_UNPACKED = 512_000_000  # bytes; a workbook is a zip, and a small one may unpack to anything
_EXACT = 10**15  # a spreadsheet keeps 15 digits of a number
Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def read_workbook(content: bytes, name: str, is_header: Callable[[str], bool], sheet: str | None) -> Ledger:
    """Read one sheet.

    Raises:
        BadLedger: it is no workbook, too large when unpacked, locked, or holds no headers.
    """
    _check_size(content, name)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = [one.name for one in workbook.sheets_metadata if one.visible is SheetVisibleEnum.Visible]
        if sheet is not None and sheet not in workbook.sheet_names:
            raise _no_table(name, f"has no sheet {sheet}; there are {', '.join(workbook.sheet_names)}")
        found = None
        for one in names if sheet is None else [sheet]:
            rows = workbook.get_sheet_by_name(one).to_python(skip_empty_area=False)
            lines = [(number, [to_text(cell) for cell in row]) for number, row in enumerate(rows, 1)]
            found = to_ledger(lines, name, f"workbook, sheet {one}", is_header, _unread(one, names))
            if found is not None:
                break
    except PasswordError as error:
        raise _no_table(name, "is locked by a password") from error
    except (CalamineError, ZipError, OSError, ValueError) as error:
        raise _no_table(name, str(error)[:200]) from error
    if found is None:
        raise BadLedger(name, [Fault(kind="no_header", facts={"lines": HEADER_WITHIN})])
    return found


def to_text(cell: Value) -> str:
    """Return a cell as a person reads it; a whole number without its `.0`, one that lost digits as `3.4E+19`."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < _EXACT:
            return str(int(cell))
        return repr(cell)
    if isinstance(cell, int) and abs(cell) >= _EXACT:
        return f"{float(cell):.4E}"
    return str(cell)


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
