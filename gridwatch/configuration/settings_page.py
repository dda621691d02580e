"""docs/settings.md: every setting of gridwatch.yaml with its default, what it may be and what it does."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.config.settings.root import Settings

_HEAD = """# Every setting

What `configs/gridwatch.yaml` may hold. Nothing but `district` is needed: what is left out has the default. Written by
`gridwatch schema` from the settings themselves; what the settings are for is in [administrators.md](administrators.md).
"""
_BOUNDS = (("minimum", "≥"), ("exclusiveMinimum", ">"), ("maximum", "≤"), ("exclusiveMaximum", "<"))
_LONG = 60  # characters of a default that are shown


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """One line of the page."""

    key: str  # dotted; [] stands for each entry of a list, * for any name
    default: str
    may_be: str
    what: str


def page() -> str:
    """Return the whole page."""
    schema = Settings.model_json_schema()
    parts = [_HEAD]
    top = []
    for name, spec in schema["properties"].items():
        inner = _model(spec, schema)
        if inner is None:
            top += list(_lines(name, spec, schema))
            continue
        parts.append(f"\n## {name}\n\n{_words(spec) or _words(inner)}\n\n{_table(_of(name, inner, schema))}")
    parts.append(f"\n## Beside the sections\n\n{_table(top)}")
    return "".join(parts)


def write_page(path: Path) -> None:
    """Write the page."""
    path.write_text(page(), encoding="utf-8")


def _of(prefix: str, model: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Setting]:
    needed = model.get("required", ())
    for name, spec in model.get("properties", {}).items():
        yield from _lines(f"{prefix}.{name}", spec, schema, needed=name in needed)


def _lines(
    key: str, spec: Mapping[str, Any], schema: Mapping[str, Any], *, needed: bool = False
) -> Iterator[Setting]:
    inner = _model(spec, schema)
    if inner is not None and "properties" in inner:
        yield from _of(key, inner, schema)
        return
    resolved = {**(inner or {}), **spec}
    default = "needed" if needed else _default(spec)
    yield Setting(key=key, default=default, may_be=_may_be(resolved, schema), what=_words(spec))
    for mark, entry in (("[]", resolved.get("items")), (".*", resolved.get("additionalProperties"))):
        each = _model(entry, schema) if isinstance(entry, Mapping) else None
        if each is not None and "properties" in each:
            yield from _of(f"{key}{mark}", each, schema)


def _model(spec: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return what a reference, alone or beside null, leads to."""
    choices = [spec, *spec.get("anyOf", ()), *spec.get("allOf", ())]
    name = next((one["$ref"] for one in choices if "$ref" in one), None)
    found: Mapping[str, Any] | None = schema["$defs"][name.rsplit("/", 1)[1]] if name else None
    return found


def _default(spec: Mapping[str, Any]) -> str:
    if "default" not in spec:
        return "empty"
    value = spec["default"]
    if value is None:
        return "none"
    text = json.dumps(value, ensure_ascii=False)
    return f"`{text}`" if len(text) <= _LONG else "several"


def _may_be(spec: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    if "const" in spec:
        return f"`{spec['const']}`"
    if "enum" in spec:
        return ", ".join(f"`{one}`" for one in spec["enum"])
    if "anyOf" in spec:
        told = [_may_be(one, schema) for one in spec["anyOf"] if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(told))
    if "$ref" in spec and (inner := _model(spec, schema)) is not None:
        return _may_be(inner, schema)
    kind = {"number": "number", "integer": "whole number", "boolean": "true, false", "array": "list"}
    kind |= {"string": "text", "object": "by name"}
    bounds = " ".join(f"{sign} {spec[name]:g}" for name, sign in _BOUNDS if name in spec)
    return f"{kind.get(str(spec.get('type')), '')} {bounds}".strip()


def _words(spec: Mapping[str, Any]) -> str:
    return " ".join(str(spec.get("description", "")).split())


def _table(settings: list[Setting] | Iterator[Setting]) -> str:
    rows = ["| setting | default | may be | what |", "|---|---|---|---|"]
    rows += [
        f"| `{one.key}` | {_cell(one.default)} | {_cell(one.may_be)} | {_cell(one.what)} |"
        for one in settings
    ]
    return "\n".join(rows) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
