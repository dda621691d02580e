"""A ledger as a table: headers and rows with their lines, from CSV of any usual encoding or from a workbook."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gridwatch.configuration.camera_files import MAX_CAMERAS_A_FILE
from gridwatch.onboarding.faults import BadLedger, Facts, Fault

MAX_BYTES = 64_000_000
MAX_CELLS = 5_000_000  # fifty columns of a hundred thousand cameras
HEADER_WITHIN = 15  # lines; titles and dates stand above the headers
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et"})
_OPEN_QUOTE = 4  # lines in one cell; an address over two lines is usual, over five a quote is open
_NO_CAMERA = re.compile(
    r"^(合计|总计|小计|共计|备注|说明|填报|填表|制表|审核|注[:：]|total\b|note\b)", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line of a ledger."""

    line: int  # 1-based line of the file, row of the sheet
    cells: tuple[str, ...] = field(repr=False)  # tidy, as many as there are headers; passwords among them


@dataclass(frozen=True, kw_only=True, slots=True)
class Ledger:
    """A table with headers."""

    name: str  # as messages write it
    form: str  # how it was read, for people: "GB18030, tab"
    header_line: int
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]  # of lines that are no rows


def read_ledger(path: Path, is_header: Callable[[str], bool], sheet: str | None = None) -> Ledger:
    """Read a ledger.

    Args:
        path: a CSV file (comma, semicolon or tab; UTF-8 or GB18030), or a workbook.
        is_header: whether a cell is a header that is understood; decides which line holds the headers.
        sheet: of a workbook; default: the first that holds headers.

    Raises:
        BadLedger: it is no table.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            facts: Facts = {"what": "bytes", "size": size, "most": MAX_BYTES}
            raise BadLedger(path.name, [Fault(kind="too_large", facts=facts)])
        content = path.read_bytes()
    except OSError as error:
        raise BadLedger(path.name, [Fault(kind="unreadable", facts={"why": str(error.strerror)})]) from error
    if path.suffix.lower() in WORKBOOKS:
        from gridwatch.onboarding.workbook import read_workbook

        return read_workbook(content, path.name, is_header, sheet)
    lines, form, faults = _read_csv(content, path.name)
    ledger = to_ledger(lines, path.name, form, is_header, faults)
    if ledger is None:
        raise BadLedger(path.name, [Fault(kind="no_header", facts={"lines": HEADER_WITHIN})])
    return ledger


def tidy(cell: str) -> str:
    """Return a cell in one line, without the invisible characters that come along from web pages and chats."""
    if cell.isprintable():  # the usual: no control character, and no space but the plain one
        return cell.strip() if "  " not in cell else " ".join(cell.split())
    visible = "".join(c for c in cell if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf"})
    return " ".join(visible.split())


def to_ledger(
    lines: Sequence[tuple[int, Sequence[str]]],
    name: str,
    form: str,
    is_header: Callable[[str], bool],
    faults: Sequence[Fault] = (),
) -> Ledger | None:
    """Find the headers among the first lines and the rows below; None where nothing is understood."""
    scores = [sum(map(is_header, map(tidy, cells))) for _, cells in lines[:HEADER_WITHIN]]
    if not scores or not (best := max(scores)):
        return None
    at = scores.index(best)
    header_line, cells = lines[at]
    headers = [tidy(cell) for cell in cells]
    width = len(headers)
    while headers and not headers[-1]:
        headers.pop()
    rows, wrong = _rows(lines[at + 1 :], width, len(headers))
    if not rows and not wrong:
        raise BadLedger(name, [Fault(kind="no_rows")])
    if len(rows) > MAX_CAMERAS_A_FILE:
        facts: Facts = {"what": "rows", "size": len(rows), "most": MAX_CAMERAS_A_FILE}
        raise BadLedger(name, [Fault(kind="too_large", facts=facts)])
    return Ledger(
        name=name, form=form, header_line=header_line, headers=tuple(headers), rows=tuple(rows),
        faults=(*faults, *wrong),
    )  # fmt: skip


def _rows(
    lines: Sequence[tuple[int, Sequence[str]]], width: int, named: int
) -> tuple[list[Row], list[Fault]]:
    """Return rows of exactly as many cells as the header line has: one more or less, and all may be shifted.

    `named`: columns up to the last that has a header; a spreadsheet writes separators for those behind it.
    """
    rows: list[Row] = []
    faults: list[Fault] = []
    for line, raw in lines:
        cells = [tidy(cell) for cell in raw]
        filled = [cell for cell in cells if cell]
        if not filled:
            continue
        if len(filled) <= 3 and _NO_CAMERA.match(filled[0]):
            faults.append(Fault(kind="not_a_camera", line=line, facts={"word": filled[0][:20]}))
            continue
        breaks = max(cell.count("\n") for cell in raw)
        if breaks >= _OPEN_QUOTE:
            facts = {"lines": breaks + 1, "end": line + breaks}
            faults.append(Fault(kind="open_quote", line=line, facts=facts))
        elif len(cells) != width or any(cells[named:]):
            count = len(cells) if len(cells) != width else max(i for i, cell in enumerate(cells, 1) if cell)
            faults.append(Fault(kind="cells", line=line, facts={"cells": count, "headers": named}))
        else:
            rows.append(Row(line=line, cells=tuple(cells[:named])))
    return rows, faults


def _read_csv(content: bytes, name: str) -> tuple[list[tuple[int, list[str]]], str, list[Fault]]:
    text, encoding = _decode(content, name)
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    lines: list[tuple[int, list[str]]] = []
    faults: list[Fault] = []
    start, most = 1, MAX_CELLS
    try:
        for cells in reader:
            lines.append((start, cells))
            start = reader.line_num + 1
            most -= len(cells) + 1  # an empty line takes memory as well
            if most < 0:
                raise BadLedger(
                    name,
                    [Fault(kind="too_large", facts={"what": "cells", "size": MAX_CELLS, "most": MAX_CELLS})],
                )
    except csv.Error:  # a cell longer than the reader takes: the quote of its line is not closed
        facts = {"lines": reader.line_num - start + 1, "end": reader.line_num}
        faults.append(Fault(kind="open_quote", line=start, facts=facts))
    names = {",": "comma", ";": "semicolon", "\t": "tab"}
    return lines, f"{encoding}, {names[separator]}", faults


def _decode(content: bytes, name: str) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # "Unicode text" of a spreadsheet
        try:
            return content.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError as error:
            raise BadLedger(name, [Fault(kind="not_text", facts={"byte": error.start})]) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return content.decode("gb18030"), "GB18030"  # what Chinese Excel saves
        except UnicodeDecodeError as error:
            raise BadLedger(name, [Fault(kind="not_text", facts={"byte": error.start})]) from error
    return text, "UTF-8 with BOM" if content.startswith(b"\xef\xbb\xbf") else "UTF-8"


def _separator(text: str) -> str:
    """Return what separates cells: what the first lines hold most of, outside of quotes."""
    head = re.sub(r'"[^"]*"', "", "\n".join(text[: 1 << 16].split("\n")[:HEADER_WITHIN]))
    return max((",", ";", "\t"), key=head.count)
