"""Reads one workbook in a process of its own: `python -m gridwatch.onboarding.workbook_reader [SHEET]`.

A workbook of two kilobytes may say that it has seventeen thousand million cells, and the library that unpacks it ends
its process where the memory for them is not there. So it is not ours: the workbook comes in on standard input, JSON
goes out, and memory and time are bounded by the system.

Answers `{"sheets": [visible ones], "all": [every one]}` without a sheet, `{"rows": [[text]]}` with one,
`{"locked": true}`, `{"wrong": why}`, or `{"cells": how many}` where there are too many.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import resource
import sys
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum, ZipError

from gridwatch.onboarding.ledger import MAX_CELLS

MEMORY = 4_000_000_000  # bytes of address space
CPU_S = 120
_EXACT = 10**15  # a spreadsheet keeps 15 digits of a number
Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def told(content: bytes, sheet: str | None) -> dict[str, Any]:
    """Return what there is in a workbook, or one of its sheets as texts."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        if sheet is None:
            shown = [one.name for one in workbook.sheets_metadata if one.visible is SheetVisibleEnum.Visible]
            return {"sheets": shown, "all": list(workbook.sheet_names)}
        found = workbook.get_sheet_by_name(sheet)
        cells = (found.total_height + 1) * (found.total_width + 1)  # as indices of the last row and column
        if cells > MAX_CELLS:
            return {"cells": cells}
        return {"rows": [list(map(to_text, row)) for row in found.to_python(skip_empty_area=False)]}
    except PasswordError:
        return {"locked": True}
    except (CalamineError, ZipError, OSError, ValueError) as error:
        return {"wrong": str(error)[:200]}


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


def main() -> None:
    """Read standard input, answer on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sheet = sys.argv[1] if len(sys.argv) > 1 else None
    json.dump(told(sys.stdin.buffer.read(), sheet), sys.stdout)


if __name__ == "__main__":
    main()
