"""Records to JSON values and back, by the records' own annotations; each annotation is read once.

Strict both ways: unknown fields, missing fields, wrong types, naive times and NaN are errors, told
with the path to what is wrong.
"""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

Turn = Callable[[Any], Any]


class WrongValue(Exception):
    """What is wrong; the path to it is put together on the way up, so that success pays nothing for it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.path = ""

    def below(self, part: str) -> WrongValue:
        """Return this error as seen from one level up."""
        self.path = part + self.path
        return self


@cache
def writer_of(kind: Any) -> Turn:
    """Return what turns a value of this annotation into JSON values."""
    if is_dataclass(kind) and isinstance(kind, type):
        hints = typing.get_type_hints(kind)
        parts = tuple((field.name, writer_of(hints[field.name])) for field in fields(kind))

        def write_record(value: Any) -> Any:
            _exactly(kind, value)
            made = {}
            for name, turn in parts:
                try:
                    made[name] = turn(getattr(value, name))
                except WrongValue as error:
                    raise error.below(f".{name}") from None
            return made

        return write_record
    if kind is datetime:
        return _write_time
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return lambda value: _exactly(kind, value).value
    return _both_ways(kind, writer_of)


@cache
def reader_of(kind: Any) -> Turn:
    """Return what turns JSON values into a value of this annotation."""
    if is_dataclass(kind) and isinstance(kind, type):
        return _record_reader(kind)
    if kind is datetime:
        return _read_time
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        members = {member.value: member for member in kind}

        def read_enum(value: Any) -> Any:
            if type(value) is not str or value not in members:
                raise WrongValue(f"wanted one of {list(members)}")
            return members[value]

        return read_enum
    return _both_ways(kind, reader_of)


@cache
def copier_of(kind: Any) -> Turn | None:
    """Return what makes every mapping in a value of this annotation its own; None where it can hold none.

    Records are frozen; a mapping in one may be the caller's, who goes on changing it.
    """
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = typing.get_type_hints(kind)
        turns = ((field.name, copier_of(hints[field.name])) for field in fields(kind))
        parts = tuple((name, turn) for name, turn in turns if turn is not None)
        if not parts:
            return None
        return lambda value: replace(value, **{name: turn(getattr(value, name)) for name, turn in parts})
    if origin is Mapping:
        inner = copier_of(arguments[1])
        return dict if inner is None else lambda value: {key: inner(item) for key, item in value.items()}
    if origin is tuple:
        each = copier_of(arguments[0])
        return None if each is None else lambda value: tuple(map(each, value))
    if origin in {types.UnionType, typing.Union}:
        (only, *_) = (*filter(None, map(copier_of, arguments)), None)
        return None if only is None else lambda value: None if value is None else only(value)
    return None


def _record_reader(kind: Any) -> Turn:
    hints = typing.get_type_hints(kind)
    parts = {field.name: reader_of(hints[field.name]) for field in fields(kind)}
    needed = {f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING}

    def read_record(value: Any) -> Any:
        _exactly(dict, value)
        if unknown := value.keys() - parts.keys():
            raise WrongValue(f"unknown {sorted(unknown)}")
        if missing := needed - value.keys():
            raise WrongValue(f"missing {sorted(missing)}")
        made = {}
        for name, item in value.items():
            try:
                made[name] = parts[name](item)
            except WrongValue as error:
                raise error.below(f".{name}") from None
        try:
            return kind(**made)
        except ValueError as error:  # the record's own check of its values
            raise WrongValue(str(error)) from error

    return read_record


def _both_ways(kind: Any, of: Callable[[Any], Turn]) -> Turn:
    """Return what is the same in both directions: plain values, and containers of anything."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in {types.UnionType, typing.Union}:
        return _union(arguments, of)
    if origin is tuple and arguments[-1] is Ellipsis:
        return _many(of(arguments[0]), *((list, tuple) if of is reader_of else (tuple, list)))
    if origin is Mapping:
        return _mapping(of(arguments[1]))
    if kind is float:
        return _number
    if kind in {str, int, bool, types.NoneType}:
        return lambda value: _exactly(kind, value)
    raise TypeError(f"the codec does not know {kind}; teach it before keeping such a field")


def _many(turn: Turn, wanted: type[Any], container: type[Any]) -> Turn:
    def many(value: Any) -> Any:
        _exactly(wanted, value)
        made = []
        for i, item in enumerate(value):
            try:
                made.append(turn(item))
            except WrongValue as error:
                raise error.below(f"[{i}]") from None
        return container(made)

    return many


def _mapping(turn: Turn) -> Turn:
    def mapping(value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise WrongValue(f"wanted a mapping, got {type(value).__name__}")
        made = {}
        for key, item in value.items():
            try:
                made[_exactly(str, key)] = turn(item)
            except WrongValue as error:
                raise error.below(f"[{key!r}]") from None
        return made

    return mapping


def _union(arguments: tuple[Any, ...], of: Callable[[Any], Turn]) -> Turn:
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
        raise WrongValue(f"wanted a plain value, got {type(value).__name__}")

    return scalar


def _exactly(kind: type[Any], value: Any) -> Any:
    if type(value) is not kind:  # bool is an int to isinstance, and must not pass for one
        raise WrongValue(f"wanted {kind.__name__}, got {type(value).__name__}")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise WrongValue(f"wanted a finite number, got {type(value).__name__} {value!r:.20}")
    return float(value)


def _write_time(value: Any) -> str:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise WrongValue("wanted a time with a zone")
    return value.isoformat()


def _read_time(value: Any) -> datetime:
    try:
        result = datetime.fromisoformat(_exactly(str, value))
    except ValueError as error:
        raise WrongValue("wanted an ISO 8601 time") from error
    if result.tzinfo is None:
        raise WrongValue("wanted a time with a zone")
    return result
