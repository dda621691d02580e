"""What is wrong with a mapping, told by key before anything is sent: unknown fields, half tables, lost types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from alerts.mapping.source import Unknown, kind_of
from alerts.mapping.times import why_no_format
from alerts.mapping.words import paths_in, why_no_text
from core.case import Stage
from core.config.mapping import OTHERWISE, Body, MappedField
from core.config.receiver import EventName, Receiver
from core.incident import Status
from core.matter import Severity
from core.place import PlaceOrigin

_HIDDEN = {Status.CANDIDATE, Status.EXPIRED}  # nobody is told of these
_DOMAINS: Mapping[str, frozenset[str]] = {  # fields whose every value is known beforehand
    "event": frozenset(get_args(EventName)),
    "status": frozenset(status.value for status in Status if status not in _HIDDEN),
    "matter.severity": frozenset(get_args(Severity)),
    "place.origin": frozenset(origin.value for origin in PlaceOrigin),
    "case.stage": frozenset(stage.value for stage in Stage),
    "case.certainty": frozenset({"likely", "observed"}),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing that is wrong with a receiver's file."""

    key: tuple[str | int, ...]  # path within the file
    what: str
    word: str = ""  # the unknown word, where there is one
    known: tuple[str, ...] = ()  # what could stand there
    cure: str = ""


def faults(receiver: Receiver) -> Iterator[Fault]:
    """Yield everything that is wrong with how a receiver's messages are written."""
    if (why := why_no_format(receiver.time.format)) is not None:
        yield Fault(key=("time", "format"), what=why, cure="Correct the pattern.")
    body = receiver.body
    if body is None:
        return
    yield from _names(body)
    for name, field in body.fields.items():
        yield from _field(body, field, ("body", "fields", name), receiver)
    used = {field.table for field in body.fields.values()}
    for name in body.tables:
        if name not in used:
            yield Fault(
                key=("body", "tables", name), what="no field looks anything up here", cure="Take it out."
            )


def _names(body: Body) -> Iterator[Fault]:
    """Tell a name that is a value and an object: `PM` beside `PM.Lon`."""
    if body.content != "json":
        return
    for name in body.fields:
        parts = name.split(".")
        if not all(parts):
            yield Fault(
                key=("body", "fields", name), what="has an empty part between dots", cure="Take the dot out."
            )
        above = [".".join(parts[:n]) for n in range(1, len(parts))]
        for one in above:
            if one in body.fields:
                what = f"lies within {one}, which is a value itself"
                yield Fault(key=("body", "fields", name), what=what, cure="Rename one of the two.")


def _field(body: Body, field: MappedField, key: tuple[str | int, ...], receiver: Receiver) -> Iterator[Fault]:
    kind: type | None = str if field.text is not None or field.value is not None else None
    if field.path is not None:
        found = kind_of(field.path)
        if isinstance(found, Unknown):
            yield _unknown(field.path, found, (*key, "path"))
        else:
            kind = found
    elif field.pictures is not None:
        kind = list
    if field.text is not None:
        yield from _text(field.text, (*key, "text"))
    yield from _ways(field, key, kind)
    if field.time is not None and (why := why_no_format(field.time)) is not None:
        yield Fault(key=(*key, "time"), what=why, cure="Correct the pattern.")
    if body.content == "form" and kind is list and field.join is None:
        yield Fault(key=key, what="is a list, and a form holds none", cure='Add `join: ","`.')
    if field.table is not None:
        yield from _table(body, field, (*key, "table"), receiver)


def _text(text: str, key: tuple[str | int, ...]) -> Iterator[Fault]:
    if (why := why_no_text(text)) is not None:
        yield Fault(key=key, what=why, cure="Correct the text.")
    for path in paths_in(text):
        found = kind_of(path)
        if isinstance(found, Unknown):
            yield _unknown(path, found, key)


def _ways(field: MappedField, key: tuple[str | int, ...], kind: type | None) -> Iterator[Fault]:
    """Tell a way of writing that does nothing to this kind of value: it was meant for another."""
    if kind is None:
        return
    if field.time is not None and kind is not datetime and field.text is None:
        yield Fault(key=(*key, "time"), what="is given to what is no time", cure="Take it out.")
    if field.decimals is not None and kind is not float:
        yield Fault(
            key=(*key, "decimals"),
            what="is given to what has no digits behind the point",
            cure="Take it out.",
        )
    if field.join is not None and kind is not list:
        yield Fault(key=(*key, "join"), what="is given to what is no list", cure="Take it out.")


def _table(body: Body, field: MappedField, key: tuple[str | int, ...], receiver: Receiver) -> Iterator[Fault]:
    rows = body.tables.get(field.table or "")
    if rows is None:
        yield Fault(
            key=key,
            what=f"there is no table {field.table}",
            word=field.table or "",
            known=tuple(body.tables),
            cure="Add it to `tables`.",
        )
        return
    if OTHERWISE in rows:
        return
    domain = _DOMAINS.get(field.path or "") if field.slice is None else None
    if domain is None:
        if field.default is None:
            what = f"the table {field.table} has no row for what it does not name"
            yield Fault(key=key, what=what, cure=f'Give it a row "{OTHERWISE}", or the field a `default`.')
        return
    wanted = set(receiver.events) if field.path == "event" and receiver.events else domain
    lacking = sorted(wanted - set(rows))
    if lacking and field.default is None:
        what = f"the table {field.table} has no row for {', '.join(lacking)}"
        yield Fault(key=key, what=what, cure=f'Add it, or a row "{OTHERWISE}".')


def _unknown(path: str, unknown: Unknown, key: tuple[str | int, ...]) -> Fault:
    if not unknown.word:
        choice = ", ".join(unknown.known)
        return Fault(key=key, what=f"{path} is a group, not a value", cure=f"Name one of it: {choice}.")
    cure = f"There is {', '.join(unknown.known)}." if unknown.known else "Take the rest of the path away."
    return Fault(
        key=key, what=f"{path} is no field of a message", word=unknown.word, known=unknown.known, cure=cure
    )
