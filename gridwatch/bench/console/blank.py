"""Rows with blanks: what the store wrote for one case, ready to be written for another. Pure.

A case that the real filing and the real store have written is taken as it lies in the tables; what differs between
two cases of one kind (id, camera, place, instants) is found in it by its value and becomes a blank. So a row of the
filler is what the store would have written, columns and documents that are added later included.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from alerts.store.cursor import instant, micros

_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?\+00:00")
_FROM, _TO = timedelta(days=-40), timedelta(days=400)  # around the beginning: what is taken for an instant
Values = Mapping[str, Any]
Cell = tuple[str, Any]  # "constant" | "value" | "text" and what it is


@dataclass(frozen=True, kw_only=True, slots=True)
class Marks:
    """What is looked for in the rows of a case."""

    start: datetime  # its first instant; every other becomes a distance from it
    texts: Mapping[str, str]  # text in the rows -> name of the blank, longest first where one holds another
    numbers: Mapping[float, str]  # number in the rows -> name of the blank


def at_name(offset: int) -> str:
    """Return the name of the blank for an instant, by its distance in microseconds, as a whole number."""
    return f"at{offset}"


def iso_name(offset: int) -> str:
    """Return the name of the blank for the same instant as text."""
    return f"iso{offset}"


@dataclass(frozen=True, slots=True)
class Blank:
    """One row; what it asks for stands beside it, for a million are filled in."""

    table: str
    columns: tuple[str, ...]
    constants: tuple[Any, ...]  # None where a blank is
    values: tuple[tuple[int, str], ...]  # column, name of the blank
    texts: tuple[tuple[int, str], ...]  # column, text with %(name)s in it
    offsets: frozenset[tuple[int, bool]]  # instants, microseconds from the beginning; True: as text

    def filled(self, values: Values) -> list[Any]:
        """Return the row with its blanks filled in."""
        row = list(self.constants)
        for column, name in self.values:
            row[column] = values[name]
        for column, text in self.texts:
            row[column] = text % values
        return row


def blank_of(
    table: str, row: Mapping[str, Any], marks: Marks, given: Mapping[str, str] | None = None
) -> Blank:
    """Return a row of a table with blanks where the marks stand, and in the columns that are `given` by name."""
    offsets: set[tuple[int, bool]] = set()
    named = given or {}
    cells = [
        ("value", named[column]) if column in named else _cell(value, marks, offsets)
        for column, value in row.items()
    ]
    return Blank(
        table,
        tuple(row),
        tuple(what if kind == "constant" else None for kind, what in cells),
        tuple((i, what) for i, (kind, what) in enumerate(cells) if kind == "value"),
        tuple((i, what) for i, (kind, what) in enumerate(cells) if kind == "text"),
        frozenset(offsets),
    )


def values_at(offsets: Iterable[tuple[int, bool]], start: datetime, stretch: float) -> dict[str, Any]:
    """Return the instants of one case that began at `start` and took `stretch` times as long."""
    began = micros(start)
    return {
        iso_name(offset) if as_text else at_name(offset): instant(began + int(offset * stretch)).isoformat()
        if as_text
        else began + int(offset * stretch)
        for offset, as_text in offsets
    }


def _cell(value: Any, marks: Marks, ask: set[tuple[int, bool]]) -> Cell:
    if isinstance(value, str):
        return _text(value, marks, ask)
    if isinstance(value, float):
        name = marks.numbers.get(value)
        return ("constant", value) if name is None else ("value", name)
    low, high = micros(marks.start + _FROM), micros(marks.start + _TO)
    if isinstance(value, int) and low <= value <= high:
        offset = value - micros(marks.start)
        ask.add((offset, False))
        return "value", at_name(offset)
    return "constant", value


def _text(value: str, marks: Marks, ask: set[tuple[int, bool]]) -> Cell:
    def instant_of(found: re.Match[str]) -> str:
        offset = micros(datetime.fromisoformat(found[0]).astimezone(UTC)) - micros(marks.start)
        ask.add((offset, True))
        return f"%({iso_name(offset)})s"

    text = _ISO.sub(instant_of, value.replace("%", "%%"))
    for mark, name in marks.texts.items():
        text = text.replace(mark, f"%({name})s")
    for number, name in marks.numbers.items():
        text = text.replace(repr(number), f"%({name})s")
    return ("constant", value) if text == value else ("text", text)
