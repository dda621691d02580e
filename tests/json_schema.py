"""As much of JSON Schema 2020-12 as our published schemas use; an unknown keyword is an error, never skipped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

Schema = dict[str, Any]
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
_NOTES = {"$schema", "$id", "$defs", "title", "description", "default", "format"}


def problems(schema: Schema, value: Any) -> list[str]:
    """Return everything in which `value` does not fit `schema`, each with its path."""
    return list(_check(schema, value, "$", schema))


def _check(schema: Schema, value: Any, path: str, root: Schema) -> Iterator[str]:
    kind = schema.get("type")
    if kind and (not isinstance(value, _TYPES[kind]) or (isinstance(value, bool) and kind != "boolean")):
        yield f"{path}: is no {kind}"
        return
    for word, wanted in schema.items():
        if word in _CHECKS:
            yield from _CHECKS[word](wanted, value, path, root, schema)
        elif word not in _NOTES and word != "type":
            raise NotImplementedError(f"{path}: teach this checker the keyword {word}")


def _ref(wanted: str, value: Any, path: str, root: Schema, _: Schema) -> Iterator[str]:
    yield from _check(root["$defs"][wanted.removeprefix("#/$defs/")], value, path, root)


def _any_of(wanted: list[Schema], value: Any, path: str, root: Schema, _: Schema) -> Iterator[str]:
    if all(list(_check(choice, value, path, root)) for choice in wanted):
        yield f"{path}: fits none of the choices"


def _const(wanted: Any, value: Any, path: str, _root: Schema, _: Schema) -> Iterator[str]:
    if value != wanted:
        yield f"{path}: is not {wanted!r}"


def _enum(wanted: list[Any], value: Any, path: str, _root: Schema, _: Schema) -> Iterator[str]:
    if value not in wanted:
        yield f"{path}: is none of {wanted}"


def _pattern(wanted: str, value: str, path: str, _root: Schema, _: Schema) -> Iterator[str]:
    if not re.search(wanted, value):
        yield f"{path}: does not match {wanted}"


def _required(wanted: list[str], value: Schema, path: str, _root: Schema, _: Schema) -> Iterator[str]:
    yield from (f"{path}.{name}: is missing" for name in wanted if name not in value)


def _properties(wanted: Schema, value: Schema, path: str, root: Schema, _: Schema) -> Iterator[str]:
    for name in wanted.keys() & value.keys():
        yield from _check(wanted[name], value[name], f"{path}.{name}", root)


def _additional(wanted: Schema, value: Schema, path: str, root: Schema, schema: Schema) -> Iterator[str]:
    for name in value.keys() - schema.get("properties", {}).keys():
        yield from _check(wanted, value[name], f"{path}.{name}", root)


def _items(wanted: Schema, value: list[Any], path: str, root: Schema, _: Schema) -> Iterator[str]:
    for i, item in enumerate(value):
        yield from _check(wanted, item, f"{path}[{i}]", root)


def _prefix_items(
    wanted: list[Schema], value: list[Any], path: str, root: Schema, _: Schema
) -> Iterator[str]:
    for i, (part, item) in enumerate(zip(wanted, value, strict=False)):
        yield from _check(part, item, f"{path}[{i}]", root)


def _max_items(wanted: int, value: list[Any], path: str, _root: Schema, _: Schema) -> Iterator[str]:
    if len(value) > wanted:
        yield f"{path}: more than {wanted}"


def _min_items(wanted: int, value: list[Any], path: str, _root: Schema, _: Schema) -> Iterator[str]:
    if len(value) < wanted:
        yield f"{path}: less than {wanted}"


_CHECKS: dict[str, Callable[[Any, Any, str, Schema, Schema], Iterator[str]]] = {
    "$ref": _ref,
    "anyOf": _any_of,
    "const": _const,
    "enum": _enum,
    "pattern": _pattern,
    "required": _required,
    "properties": _properties,
    "additionalProperties": _additional,
    "items": _items,
    "prefixItems": _prefix_items,
    "maxItems": _max_items,
    "minItems": _min_items,
}
