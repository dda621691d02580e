"""Incidents and steps as JSON documents, strict both ways.

A document says its version, so that a later Gridwatch can read what an earlier one wrote, and an
earlier one says clearly that it cannot read what a later one wrote. Unknown fields, missing fields,
wrong types, naive times and NaN are errors: a field that is silently dropped is a case that is
silently wrong. The shape is read from the records' own annotations, once.
"""

from __future__ import annotations

import json
import math
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from core.errors import StoreError
from core.incident import Incident, Step

VERSION = 1

_Turn = Callable[[Any], Any]


class BadDocument(StoreError):
    """A kept document does not have the shape of its record, or a record cannot be kept."""

    retry = False


class _Wrong(Exception):
    """What is wrong; the path to it is put together on the way up, so that success pays nothing for it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.path = ""

    def below(self, part: str) -> _Wrong:
        self.path = part + self.path
        return self


def encode_incident(incident: Incident) -> str:
    """Return the document of an incident."""
    return _encode(Incident, incident, "incident")


def decode_incident(text: str) -> Incident:
    """Return the incident of a document."""
    result: Incident = _decode(Incident, text, "incident")
    return result


def encode_step(step: Step) -> str:
    """Return the document of a step."""
    return _encode(Step, step, "step")


def decode_step(text: str) -> Step:
    """Return the step of a document."""
    result: Step = _decode(Step, text, "step")
    return result


def encode_json(value: Mapping[str, Any], what: str) -> str:
    """Return JSON text of a plain mapping; BadDocument for what is no JSON (NaN, dates, objects)."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError) as error:
        raise BadDocument(f"{what}: cannot be kept as JSON: {error}") from error


def decode_json(text: str, what: str) -> dict[str, Any]:
    """Return the mapping of JSON text."""
    try:
        value = json.loads(text)
    except ValueError as error:
        raise BadDocument(f"{what}: not JSON: {error}") from error
    if not isinstance(value, dict):
        raise BadDocument(f"{what}: not an object")
    return value


def _encode(kind: Any, value: object, name: str) -> str:
    try:
        plain = _writer(kind)(value)
    except _Wrong as error:
        raise BadDocument(f"{name}{error.path}: {error}") from None
    return encode_json({"v": VERSION, name: plain}, name)


def _decode(kind: Any, text: str, name: str) -> Any:
    document = decode_json(text, name)
    version = document.get("v")
    if version != VERSION:
        raise BadDocument(f"{name}: document version {version!r}; this Gridwatch reads {VERSION}; update it")
    if document.keys() != {"v", name}:
        raise BadDocument(f"{name}: unexpected keys {sorted(document.keys() - {'v', name})}")
    try:
        return _reader(kind)(document[name])
    except _Wrong as error:
        raise BadDocument(f"{name}{error.path}: {error}") from None


@cache
def _writer(kind: Any) -> _Turn:
    """Return what turns a value of this annotation into JSON values."""
    if is_dataclass(kind) and isinstance(kind, type):
        hints = typing.get_type_hints(kind)
        parts = tuple((field.name, _writer(hints[field.name])) for field in fields(kind))

        def write_record(value: Any) -> Any:
            _exactly(kind, value)
            made = {}
            for name, turn in parts:
                try:
                    made[name] = turn(getattr(value, name))
                except _Wrong as error:
                    raise error.below(f".{name}") from None
            return made

        return write_record
    if kind is datetime:
        return _write_time
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return lambda value: _exactly(kind, value).value
    return _both_ways(kind, _writer)


@cache
def _reader(kind: Any) -> _Turn:
    """Return what turns JSON values into a value of this annotation."""
    if is_dataclass(kind) and isinstance(kind, type):
        return _record_reader(kind)
    if kind is datetime:
        return _read_time
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        members = {member.value: member for member in kind}

        def read_enum(value: Any) -> Any:
            if type(value) is not str or value not in members:
                raise _Wrong(f"wanted one of {list(members)}")
            return members[value]

        return read_enum
    return _both_ways(kind, _reader)


def _record_reader(kind: Any) -> _Turn:
    hints = typing.get_type_hints(kind)
    parts = {field.name: _reader(hints[field.name]) for field in fields(kind)}
    needed = {f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING}

    def read_record(value: Any) -> Any:
        _exactly(dict, value)
        if unknown := value.keys() - parts.keys():
            raise _Wrong(f"unknown {sorted(unknown)}")
        if missing := needed - value.keys():
            raise _Wrong(f"missing {sorted(missing)}")
        made = {}
        for name, item in value.items():
            try:
                made[name] = parts[name](item)
            except _Wrong as error:
                raise error.below(f".{name}") from None
        try:
            return kind(**made)
        except ValueError as error:  # the record's own check of its values
            raise _Wrong(str(error)) from error

    return read_record


def _both_ways(kind: Any, of: Callable[[Any], _Turn]) -> _Turn:
    """Return what is the same in both directions: plain values, and containers of anything."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in {types.UnionType, typing.Union}:
        return _union(arguments, of)
    if origin is tuple and arguments[-1] is Ellipsis:
        return _many(of(arguments[0]), *((list, tuple) if of is _reader else (tuple, list)))
    if origin is Mapping:
        return _mapping(of(arguments[1]))
    if kind is float:
        return _number
    if kind in {str, int, bool, types.NoneType}:
        return lambda value: _exactly(kind, value)
    raise TypeError(f"the codec does not know {kind}; teach it before keeping such a field")


def _many(turn: _Turn, wanted: type[Any], container: type[Any]) -> _Turn:
    def many(value: Any) -> Any:
        _exactly(wanted, value)
        made = []
        for i, item in enumerate(value):
            try:
                made.append(turn(item))
            except _Wrong as error:
                raise error.below(f"[{i}]") from None
        return container(made)

    return many


def _mapping(turn: _Turn) -> _Turn:
    def mapping(value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise _Wrong(f"wanted a mapping, got {type(value).__name__}")
        made = {}
        for key, item in value.items():
            try:
                made[_exactly(str, key)] = turn(item)
            except _Wrong as error:
                raise error.below(f"[{key!r}]") from None
        return made

    return mapping


def _union(arguments: tuple[Any, ...], of: Callable[[Any], _Turn]) -> _Turn:
    others = tuple(a for a in arguments if a is not types.NoneType)
    if len(others) == 1:
        turn = of(others[0])
        return lambda value: None if value is None else turn(value)
    plain = frozenset(arguments)
    if not plain <= {str, int, float, bool, types.NoneType}:
        raise TypeError(f"the codec does not know the union {arguments}")

    def scalar(value: Any) -> Any:
        if type(value) in plain:
            return _number(value) if type(value) is float else value
        for base in (str, float):  # StrEnum and numpy.float64 are told as what they are made of
            if isinstance(value, base) and base in plain:
                return base(value)
        raise _Wrong(f"wanted a plain value, got {type(value).__name__}")

    return scalar


def _exactly(kind: type[Any], value: Any) -> Any:
    if type(value) is not kind:  # bool is an int to isinstance, and must not pass for one
        raise _Wrong(f"wanted {kind.__name__}, got {type(value).__name__}")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise _Wrong(f"wanted a finite number, got {type(value).__name__} {value!r:.20}")
    return float(value)


def _write_time(value: Any) -> str:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise _Wrong("wanted a time with a zone")
    return value.isoformat()


def _read_time(value: Any) -> datetime:
    try:
        result = datetime.fromisoformat(_exactly(str, value))
    except ValueError as error:
        raise _Wrong("wanted an ISO 8601 time") from error
    if result.tzinfo is None:
        raise _Wrong("wanted a time with a zone")
    return result
