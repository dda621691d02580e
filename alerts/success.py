"""Whether an answer means yes, and the case number in it. Pure.

Platforms say no with HTTP 200: then the body decides. A number and its text are alike, for the same
platform writes `0` on one day and `"0"` on the next.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alerts.legible import line
from core.config.receiver import Success

CASE_KEYS = ("case_number", "caseNumber", "case_id", "caseId")  # looked for where no path is given
_CASE = 64  # characters of a case number that are kept
_SHOWN = 60  # characters of a wrong value that are told
_NOTHING = object()


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What an answer comes to."""

    refusal: str | None  # why a 2xx is no yes; None where it is one, or where the status decides
    case_number: str | None


def judge(rule: Success, status: int, body: Any) -> Verdict:
    """Return the verdict on an answer; `body` is its JSON, or None where it is none."""
    if not 200 <= status < 300:
        return Verdict(refusal=None, case_number=None)
    refusal = _refusal(rule, status, body)
    number = _case_number(rule, body) if refusal is None else None
    return Verdict(refusal=refusal, case_number=number)


def _refusal(rule: Success, status: int, body: Any) -> str | None:
    if rule.statuses and status not in rule.statuses:
        return f"{status} is not among the statuses that mean yes ({', '.join(map(str, rule.statuses))})"
    if rule.path is None:
        return None
    found = at(body, rule.path)
    if found is _NOTHING:
        return f"the answer holds no {rule.path}"
    if _text(found) in {_text(value) for value in rule.equals}:
        return None
    return f"{rule.path} is {_text(found)[:_SHOWN]}, not {' or '.join(_text(one) for one in rule.equals)}"


def _case_number(rule: Success, body: Any) -> str | None:
    paths = CASE_KEYS if rule.case_number is None else (rule.case_number,)
    for path in paths:
        found = at(body, path)
        if isinstance(found, (str, int)) and not isinstance(found, bool):
            number = line(str(found)).strip()
            if number:
                return number[:_CASE]
    return None


def at(body: Any, path: str) -> Any:
    """Return what stands at a path of names and list numbers, or a value that equals nothing."""
    here = body
    for part in path.split("."):
        if isinstance(here, Mapping) and part in here:
            here = here[part]
        elif isinstance(here, list) and part.isascii() and part.isdigit() and int(part) < len(here):
            here = here[int(part)]
        else:
            return _NOTHING
    return here


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, ensure_ascii=False)
