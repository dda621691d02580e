"""Logs: coloured lines on a terminal, JSON otherwise; never a secret."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# A scheme is short: without the bound a long word is walked anew from each of its letters, and 50 kB take a minute.
_USERINFO = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]{0,31}://)[^/\s]+@", re.IGNORECASE)
_PARAMETER = re.compile(
    r"(?P<name>(?<![a-z])(?:password|passwd|pass|pwd|token|secret|signature)=)[^&\s\"'<>]+", re.IGNORECASE
)


def scrub(text: str) -> str:
    """Return `text` with the user and password of every address replaced, also where they are parameters."""
    return _PARAMETER.sub(r"\g<name>***", _USERINFO.sub(r"\g<scheme>***@", text))


def _scrub_event(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = scrub(value)
    return event


def set_up(*, level: str = "info") -> None:
    """Configure structlog and quieten chatty libraries; call it once, from a command."""
    terminal = sys.stderr.isatty()
    # the terminal's pretty tracebacks show local variables, and among them addresses with logins
    renderer: Any = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if terminal
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _scrub_event,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, format="%(name)s %(levelname)s %(message)s", force=True)
    for name in ("zeep", "aiohttp.access", "uvicorn.access", "libav"):
        logging.getLogger(name).setLevel(logging.ERROR)
