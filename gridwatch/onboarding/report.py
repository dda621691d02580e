"""What an import found, for people and machines: every fault as CSV, rows to be corrected as CSV, all of it as JSON.

No cell of a column that may hold a password is ever written; a row's login is in the secrets, and is named.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gridwatch.onboarding import cells
from gridwatch.onboarding.cells import BadCell
from gridwatch.onboarding.changes import FileChange
from gridwatch.onboarding.columns import REASON, SECRET, is_secret
from gridwatch.onboarding.faults import Fault, by_kind
from gridwatch.onboarding.importing import Import

_REPORT = ("file", "line", "column", "level", "kind", "what", "cure", "问题", "处理")
_CREDENTIAL = "凭据"
_WORDS_TOLD = 200  # nobody gives more of them a name by hand


def write_report(path: Path, done: Import) -> None:
    """Write every fault, one a line, in both languages; a spreadsheet opens it."""
    rows = [_REPORT]
    for fault in sorted(done.faults, key=lambda fault: fault.line or 0):
        line = "" if fault.line is None else str(fault.line)
        english, chinese = (fault.what(), fault.cure()), (fault.what("zh"), fault.cure("zh"))
        place = (done.ledger.name, line, fault.column, fault.level, fault.kind)
        rows.append((*place, *english, *chinese))
    _write(path, rows)


def write_rejected(path: Path, done: Import) -> int:
    """Write the rows that are kept out as the ledger has them, each with its reasons; return how many.

    Corrected, the file is imported as the ledger was: the column of reasons is left out. Cells of users and
    passwords are empty; the login of such a row is in the secrets already, and is named in their stead.
    """
    reasons: dict[int, list[Fault]] = defaultdict(list)
    for fault in done.faults:
        if fault.line in done.bad and fault.level == "error":
            reasons[fault.line].append(fault)
    fields = done.columns.fields
    hidden = [_hidden(header, field) for header, field in zip(done.ledger.headers, fields, strict=True)]
    at = fields.index("credential") if "credential" in fields else None
    add = at is None and bool(done.logins)
    cells_of = {row.line: row.cells for row in done.ledger.rows}
    rows = [[*done.ledger.headers, *([_CREDENTIAL] if add else []), REASON]]
    for line in sorted(done.bad):
        login = done.logins.get(line, "")
        # a row whose cells do not stand under their headers may show a password anywhere: it is only told of
        row = cells_of.get(line, ("",) * len(fields))
        told = [
            "" if hide or cell in done.passwords else _cell(cell)
            for cell, hide in zip(row, hidden, strict=True)
        ]
        if at is not None and login:
            told[at] = login
        rows.append([*told, *([login] if add else []), _why(line, reasons[line])])
    _write(path, rows)
    return len(rows) - 1


def free_name(path: Path) -> Path:
    """Return a name for the rejected rows of a ledger that does not overwrite what somebody may be correcting."""
    number = 1
    while True:
        ending = ".rejected.csv" if number == 1 else f".rejected-{number}.csv"
        found = path.with_name(path.stem + ending)
        if not found.exists():
            return found
        number += 1


def to_json(done: Import) -> dict[str, Any]:
    """Return everything that was found and would be written, without any login."""
    return {
        "ledger": done.ledger.name,
        "form": done.ledger.form,
        "rows": len(done.ledger.rows),
        "good": done.good,
        "bad": len(done.bad),
        "ready": done.ready,
        "columns": dict(done.columns.headers),
        "not_read": list(done.columns.unknown),
        "kinds": by_kind(done.faults),
        "unknown_words": _unknown_words(done.faults),
        "faults": faults_json(done.faults),
        "files": [
            {
                "file": file.name,
                "added": list(file.added),
                "changed": {camera_id: list(fields) for camera_id, fields in file.changed.items()},
                "removed": list(file.removed),
                "same": file.same,
            }
            for file in done.files
        ],
        "new_logins": done.new_logins,
    }  # fmt: skip


def _unknown_words(faults: Sequence[Fault]) -> list[dict[str, Any]]:
    """Return owners and scenes that the ledger calls by words of its own: in how many rows, and what they may be."""
    rows: dict[tuple[str, str], int] = defaultdict(int)
    names: dict[tuple[str, str], str] = {}
    for fault in faults:
        if fault.kind == "unknown_word" and {"field", "word"} <= fault.facts.keys():
            key = str(fault.facts["field"]), str(fault.facts["word"])
            rows[key] += 1
            names[key] = str(fault.facts.get("meant", ""))
    most = sorted(rows, key=lambda key: -rows[key])[:_WORDS_TOLD]
    return [
        {"field": field, "word": word, "rows": rows[field, word], "guess": names[field, word]}
        for field, word in most
    ]


def faults_json(faults: Sequence[Fault]) -> list[dict[str, Any]]:
    """Return faults as a machine reads them."""
    return [
        {
            "line": f.line,
            "column": f.column,
            "level": f.level,
            "kind": f.kind,
            "what": f.what(),
            "cure": f.cure(),
        }
        for f in faults
    ]


def _hidden(header: str, field: str | None) -> bool:
    return field in SECRET or (field is None and is_secret(header))


def _cell(text: str) -> str:
    """Return a cell as it was; of an address without its login."""
    if "@" not in text or "://" not in text:
        return text
    try:
        return cells.url(text)[0]
    except BadCell:
        return ""


def _why(line: int, faults: Sequence[Fault]) -> str:
    told = (f"{fault.column} {fault.what('zh')},{fault.cure('zh')}".strip() for fault in faults)
    return f"第{line}行: {' '.join(told)}"


def _write(path: Path, rows: Sequence[Sequence[str]]) -> None:
    with path.open(
        "w", encoding="utf-8-sig", newline=""
    ) as file:  # the mark tells a spreadsheet that it is UTF-8
        csv.writer(file).writerows(rows)


def counts(files: Sequence[FileChange]) -> Mapping[str, int]:
    """Return how many cameras are added, changed, removed and the same over all files."""
    return {
        "added": sum(len(file.added) for file in files),
        "changed": sum(len(file.changed) for file in files),
        "removed": sum(len(file.removed) for file in files),
        "same": sum(file.same for file in files),
    }
