"""Times as receivers write them: ISO with zone, unix seconds or milliseconds, or a pattern."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

ISO, UNIX_S, UNIX_MS = "iso", "unix_s", "unix_ms"
_TOKENS = {"yyyy": "%Y", "yy": "%y", "MM": "%m", "dd": "%d", "HH": "%H", "mm": "%M", "ss": "%S"}
_PATTERN = re.compile(r"SSS|yyyy|yy|MM|dd|HH|mm|ss|'[^']*'|[A-Za-z]+|[^A-Za-z']+|'")


def write_time(at: datetime, format_: str, zone: str) -> str | int:
    """Return a time in one of the formats; `format_` has passed `why_no_format`."""
    if format_ == UNIX_S:
        return int(at.timestamp())
    if format_ == UNIX_MS:
        return int(at.timestamp() * 1000)
    local = at.astimezone(ZoneInfo(zone))
    if format_ == ISO:
        return local.isoformat(timespec="seconds").replace("+00:00", "Z")
    return "".join(_written(local, token) for token in _PATTERN.findall(format_))


def why_no_format(format_: str) -> str | None:
    """Return what is wrong with a format, or None."""
    if format_ in {ISO, UNIX_S, UNIX_MS}:
        return None
    tokens = _PATTERN.findall(format_)
    for token in tokens:
        if token == "'" or (token.isalpha() and token not in _TOKENS and token != "SSS"):
            return f"{token} is no part of a time; there are yyyy, yy, MM, dd, HH, mm, ss and SSS, and 'words' in quotes"
    if not any(token in _TOKENS for token in tokens):
        return "holds no part of a time"
    return None


def _written(local: datetime, token: str) -> str:
    if token == "SSS":
        return f"{local.microsecond // 1000:03d}"
    if token.startswith("'") and len(token) > 1:
        return token[1:-1]
    return local.strftime(_TOKENS[token]) if token in _TOKENS else token
