"""Incidents as CSV (RFC 4180) that Excel opens as it is: a byte order mark, headers in one language.

No cell can become a formula: what begins like one gets an apostrophe in front (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from alerts.export.columns import Cell, Telling, columns
from core.incident import Incident

CONTENT_TYPE = "text/csv; charset=utf-8"
BOM = "\ufeff"
_FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)  # the last four: full width


def table(pages: Iterable[Sequence[Incident]], telling: Telling) -> Iterator[str]:
    """Yield the text of the table: the header, then a page in each piece."""
    wanted = columns(telling.datum)
    yield BOM + _lines([[telling.one(column.zh, column.en) for column in wanted]])
    for page in pages:
        yield _lines([[column.fill(incident, telling) for column in wanted] for incident in page])


def harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula; numbers of our own stay numbers."""
    if not isinstance(cell, str) or not cell.lstrip(" \u3000\xa0").startswith(_FORMULA):
        return cell
    return f"'{cell}"


def _lines(rows: Sequence[Sequence[Cell]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()
