"""What commands print: rich on a terminal, plain lines otherwise, JSON where a machine reads."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


def words(json: Path | None) -> Console:
    """Return where words for people go: out of the way while `--json -` has standard output."""
    return err if json is not None and str(json) == "-" else out


def complain(text: str) -> None:
    """Print an error, line by line, to standard error."""
    for line in text.splitlines() or [""]:
        err.print(f"[red]{'' if err.is_terminal else 'error: '}[/red]", end="")
        err.print(line, markup=False)


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table; without a terminal one tab-separated line a row."""
    if not out.is_terminal:
        for row in (columns, *rows):
            sys.stdout.write("\t".join(str(cell) for cell in row) + "\n")
        return
    grid = Table(title=title, title_justify="left")
    for column in columns:
        grid.add_column(column)
    for row in rows:
        grid.add_row(*(str(cell) for cell in row))
    out.print(grid)


def write_json(target: Path, data: Mapping[str, Any] | Sequence[Any]) -> None:
    """Write JSON to a file, or to standard output for `-`."""
    text = json.dumps(data, indent=2, ensure_ascii=False, default=str) + "\n"
    if str(target) == "-":
        sys.stdout.write(text)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
