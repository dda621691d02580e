"""From plain data to a frozen model; every validation error becomes a Problem with a cure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from gridwatch.configuration.problem import Problem, did_you_mean, dotted
from gridwatch.configuration.yaml_file import KeyPath
from gridwatch.logs import scrub

M = TypeVar("M", bound=BaseModel)
_SHOWN = 200  # characters; a longer value, or one that may hold a login, is found by its line

_NAMES_OF_SECRETS = frozenset(
    {"key", "secret", "next_secret", "callback_secret", "token", "credential"}
)  # never shown when wrong
_SAYS = {  # where pydantic speaks of Python
    "model_type": "holds a value where settings belong",
    "model_attributes_type": "holds a value where settings belong",
    "dict_type": "holds a value where settings belong",
    "tuple_type": "holds a value where a list belongs",
    "list_type": "holds a value where a list belongs",
}
_CURES = {
    "finite_number": "Write a finite number.",
    "missing": "Add it.",
    "greater_than": "Use a larger value.",
    "greater_than_equal": "Use a larger value.",
    "less_than": "Use a smaller value.",
    "less_than_equal": "Use a smaller value.",
    "int_parsing": "Write a whole number.",
    "int_from_float": "Write a whole number.",
    "int_type": "Write a whole number.",
    "float_parsing": "Write a number.",
    "float_type": "Write a number.",
    "bool_parsing": "Write true or false.",
    "bool_type": "Write true or false.",
    "string_type": "Put the value in quotes.",
    "too_short": "Add entries.",
    "too_long": "Remove entries.",
    "string_too_long": "Shorten it.",
    "string_too_short": "Fill it in.",
    "string_pattern_mismatch": "Keep to the pattern.",
    "tuple_type": "Write a list: one entry a line behind a dash.",
    "list_type": "Write a list: one entry a line behind a dash.",
    "model_type": "Write key: value lines, indented below it.",
    "model_attributes_type": "Write key: value lines, indented below it.",
    "dict_type": "Write key: value lines, indented below it.",
    "union_tag_not_found": "Add `kind`.",
    "union_tag_invalid": "Use one of the kinds named.",
}


def validate(
    model: type[M],
    data: Any,
    *,
    file: str,
    line_of: Callable[[KeyPath], int | None],
    prefix: KeyPath = (),
) -> tuple[M | None, list[Problem]]:
    """Return the model and no problems, or None and every problem.

    `prefix` is where `data` stands in its file; `line_of` maps a whole key path to a line.
    """
    if data is None:
        data = {}
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, [_problem(model, item, file, line_of, prefix) for item in _first_causes(error.errors())]


def _first_causes(items: list[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out "too few entries" of a list whose entries are wrong themselves."""
    places = [item["loc"] for item in items]
    return [
        item
        for item in items
        if item["type"] != "too_short"
        or not any(
            len(place) > len(item["loc"]) and place[: len(item["loc"])] == item["loc"] for place in places
        )
    ]


def _problem(
    model: type[BaseModel],
    item: ErrorDetails,
    file: str,
    line_of: Callable[[KeyPath], int | None],
    prefix: KeyPath,
) -> Problem:
    loc = _without_tags(item["loc"])
    path = (*prefix, *loc)
    kind = item["type"]
    what = _SAYS.get(kind, item["msg"].removeprefix("Value error, "))
    what = what[:1].lower() + what[1:]
    cure = _CURES.get(kind, "Correct it; `gridwatch schema` prints what is allowed.")
    if kind == "extra_forbidden":
        key = str(loc[-1])
        what = "is not a setting here"
        cure = did_you_mean(key, _fields_at(model, loc[:-1]), "Remove it.")
    elif kind == "missing":
        what = "is missing"
    elif kind == "value_error":
        cure = "Change it as it says."
    elif kind in {"enum", "literal_error"}:
        expected = item.get("ctx", {}).get("expected", "")
        cure = f"Use one of {expected}."
    given = item["input"]
    if loc and loc[-1] in _NAMES_OF_SECRETS and kind in {"string_pattern_mismatch", "string_type"}:
        what = "is no name of a secret"  # somebody may have put the secret itself here
        cure = "Name one (letters, digits, dot, dash, underscore); its value stands in the secrets file."
    elif kind not in {"missing", "extra_forbidden"} and isinstance(given, (str, int, float)):
        told = scrub(repr(given))
        what += f" (it is {told})" if "@" not in told.replace("***@", "") and len(told) <= _SHOWN else ""
    return Problem(file=file, line=line_of(path), key=dotted(path), what=what, cure=cure)


def _without_tags(loc: KeyPath) -> KeyPath:
    """Drop the tag of a kind (of a rule, of a signature), which pydantic adds and the file does not hold."""
    tags = {"rules": 2, "signature": 1}
    return tuple(part for i, part in enumerate(loc) if i != tags.get(str(loc[0])))


def _fields_at(model: type[BaseModel], loc: KeyPath) -> list[str]:
    """Return the field names of the model reached by `loc`; of a union, those of every member."""
    models = [model]
    for part in loc:
        if isinstance(part, int):
            continue
        fields = (one.model_fields.get(part) for one in models)
        models = [below for field in fields if field is not None for below in _models_in(field.annotation)]
    return sorted({name for one in models or [model] for name in one.model_fields})


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for inner in getattr(annotation, "__args__", ()) for found in _models_in(inner)]
