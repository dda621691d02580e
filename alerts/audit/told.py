"""The rows of a trail in words: when, who, what, why, and what came with it. For people; hashes stay beside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from alerts.store.base import Row
from alerts.store.shapes import WrongValue, reader_of
from alerts.store.trail import Kind
from core.incident import Step
from core.reason import Language


def headline(row: Row, language: Language = "en") -> str:
    """Return a row in one sentence; one that cannot be read is told by its text."""
    record = record_of(row)
    if record is None:
        return row.record
    match row.kind:
        case Kind.STEP:
            return _step(record, language)
        case Kind.QUEUED:
            return f"version {record.get('version')} for {record.get('receiver')}: {record.get('type')}"
        case Kind.SETTLED:
            told = f"{record.get('outcome')} by {record.get('receiver')}"
            status = record.get("status")
            return f"{told}, attempt {record.get('attempt')}" + (f", HTTP {status}" if status else "")
        case _:
            return ", ".join(sorted(record.keys() - {"version", "state"}))


def details(row: Row) -> Iterator[str]:
    """Yield what came with it, a line each."""
    record = record_of(row) or {}
    step = record.get("step")
    facts = step.get("facts") if isinstance(step, dict) else None
    for title, told in (("judged by", facts), ("facts", record.get("facts"))):
        if isinstance(told, dict) and told:
            yield f"{title}: " + ", ".join(f"{key} {value}" for key, value in told.items())
    for picture in record.get("pictures", ()):
        yield f"picture {picture['role']} of {picture['camera']}, sha256 {picture['sha256']}"
    if "case_number" in record:
        yield f"case number {record['case_number']}"
    if isinstance(case := record.get("case"), dict):
        yield "case: " + ", ".join(f"{key} {_short(value)}" for key, value in case.items() if value)
    for report in record.get("reports", ()):
        yield f"reported as {report['number']} by {report['source']}"
    if "sha256" in record:
        yield f"body sha256 {record['sha256']}"
    if record.get("answer"):
        yield f"answered: {record['answer']}"
    if "bound" in record:
        yield f"written before there was a trail, bound {record['bound']}"


def record_of(row: Row) -> dict[str, Any] | None:
    """Return what a row says, or None where it is no object."""
    try:
        record = json.loads(row.record)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def _short(value: Any) -> str:
    """Return a value of a case: a unit by its name, a limit by amount and measure."""
    if isinstance(value, dict):
        return " ".join(str(value[key]) for key in ("code", "name", "amount", "measure") if value.get(key))
    return str(value)


def _step(record: dict[str, Any], language: Language) -> str:
    try:
        step: Step = reader_of(Step)(record.get("step"))
    except WrongValue:
        return str(record.get("step"))
    move = step.after.value if step.before is step.after else f"{step.before or 'new'} -> {step.after}"
    why = step.why.tell(language)
    return f"{step.what} ({move}) by {step.who}" + (f": {why}" if why else "")
