"""A profile's YAML with single values changed: comments, order and everything else stay as they were written. Pure."""

from __future__ import annotations

import difflib
import re
from typing import Any

import yaml

from core.errors import ConfigError
from gridwatch.workbench.profiles import put
from gridwatch.workbench.sweep.grid import Values


def changed(text: str, values: Values, *, name: str = "profile") -> str:
    """Return the text of a profile with `values` set, and its version raised by one where anything changes.

    Raises:
        ConfigError: a value stands where it cannot be changed without rewriting the file (an alias, a merge key).
    """
    wanted = yaml.safe_load(text)
    before = yaml.safe_load(text)
    for place, value in values:
        put(wanted, place, value, told=place)
    if wanted == before:
        return text
    wanted["version"] = int(wanted.get("version", 1)) + 1
    try:
        for place, value in (*values, ("version", wanted["version"])):
            text = _set(text, place, value)
        done = yaml.safe_load(text) == wanted
    except yaml.YAMLError:
        done = False
    if not done:
        raise ConfigError(
            f"{name}: it cannot be changed in place (an alias or a merge key?); edit it by hand"
        )
    return text


def diff(before: str, after: str, name: str) -> str:
    """Return a unified diff; empty where nothing changed."""
    return "".join(
        difflib.unified_diff(
            _lines(before),
            _lines(after),
            fromfile=f"a/{name}",
            tofile=f"b/{name}",
        )
    )


def _lines(text: str) -> list[str]:
    r"""Return lines that end in \n alone, as `patch` has them."""
    return [line for line in re.split(r"(?<=\n)", text) if line]


def _set(text: str, place: str, value: object) -> str:
    node: Any = yaml.compose(text, yaml.SafeLoader)
    rule_id, dot, key = place.partition(".")
    if not dot:
        return _put(text, node, [place], value)
    rule = next(one for one in _value(node, "rules").value if _value(one, "id").value == rule_id)
    return _put(text, rule, key.split("."), value)


def _put(text: str, node: yaml.MappingNode, path: list[str], value: object) -> str:
    """Set what `path` leads to from a mapping: in place, or as a new key behind the last one of a line."""
    first, *rest = path
    known = _value(node, first)
    if rest and isinstance(known, yaml.MappingNode) and known.value:
        return _put(text, known, rest, value)
    for part in reversed(rest):
        value = {part: value}
    written = _written(value)
    if known is not None:
        return text[: known.start_mark.index] + written + text[_end(known) :]
    last = next(
        (one for _, one in reversed(node.value) if isinstance(one, yaml.ScalarNode)), node.value[-1][1]
    )
    if node.flow_style:
        at = _end(node.value[-1][1])
        return f"{text[:at]}, {first}: {written}{text[at:]}"
    end = text.find("\n", _end(last))
    at = len(text) if end < 0 else end + 1
    indent = " " * node.value[0][0].start_mark.column
    return f"{text[:at]}{'' if end >= 0 else chr(10)}{indent}{first}: {written}\n{text[at:]}"


def _end(node: Any) -> int:
    """Return where a value ends; a block's own end mark lies behind the comments that follow it."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(node, yaml.MappingNode) else last)


def _value(node: yaml.MappingNode, key: str) -> Any:
    return next((value for name, value in node.value if name.value == key), None)


def _written(value: object) -> str:
    text: str = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10_000)
    return text.removesuffix("\n").removesuffix("...").rstrip()
