"""Reads what a chat endpoint sends back: a verdict, or a sentence that says what was wrong with it. Pure.

The protocol is that of OpenAI's chat completions, which vLLM, Ollama, LM Studio and llama.cpp speak as well:
`{"choices": [{"message": {"content": "..."}}]}`. Asked for bare JSON, models still wrap it in a fence, put their
thoughts before it, or write prose; so the last JSON object that holds a verdict counts, wherever it stands.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.opinion import Says

MAX_CONTENT = 20_000  # characters of an answer that are read
MAX_WORDS = 300  # characters kept of what it says
_WORDS: Mapping[str, Says] = {
    "agree": Says.AGREES,
    "agrees": Says.AGREES,
    "yes": Says.AGREES,
    "true": Says.AGREES,
    "disagree": Says.DISAGREES,
    "disagrees": Says.DISAGREES,
    "no": Says.DISAGREES,
    "false": Says.DISAGREES,
    "cannot_tell": Says.CANNOT_TELL,
    "cannot tell": Says.CANNOT_TELL,
    "unsure": Says.CANNOT_TELL,
    "unknown": Says.CANNOT_TELL,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """A verdict that could be read."""

    says: Says
    confidence: float  # 0..1
    words: str  # its reason, one line of printable text


@dataclass(frozen=True, kw_only=True, slots=True)
class Unreadable:
    """What was wrong."""

    what: str


def read_answer(body: bytes) -> Read | Unreadable:
    """Return the verdict in a chat completion."""
    try:
        whole = json.loads(body)
    except (ValueError, RecursionError):
        return Unreadable(what=f"the answer is no JSON: {_line(body[:200].decode('utf-8', 'replace'))}")
    content = _content(whole)
    if isinstance(content, Unreadable):
        return content
    found = [one for one in _objects(content[:MAX_CONTENT]) if "verdict" in one]
    if not found:
        return Unreadable(what=f"no JSON object with a verdict in: {_line(content)}")
    return _verdict(found[-1])


def _content(whole: Any) -> str | Unreadable:
    try:
        message = whole["choices"][0]["message"]
        content = message["content"]
    except (KeyError, IndexError, TypeError):
        said = whole.get("error") if isinstance(whole, dict) else None
        what = f"the endpoint says {_line(json.dumps(said))}" if said else "no choices[0].message.content"
        return Unreadable(what=what)
    if isinstance(content, list):  # parts, as in the question
        content = "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    if not isinstance(content, str) or not content.strip():
        refusal = message.get("refusal")
        return Unreadable(what=f"it refuses: {_line(str(refusal))}" if refusal else "the answer is empty")
    return content


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Yield the JSON objects in a text, outermost ones only."""
    decoder, start = json.JSONDecoder(), text.find("{")
    while start >= 0:
        try:
            value, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            end = start + 1
        else:
            if isinstance(value, dict):
                yield value
        start = text.find("{", end)


def _verdict(found: Mapping[str, Any]) -> Read | Unreadable:
    said = found["verdict"]
    says = _WORDS.get(str(said).strip().lower())
    if says is None:
        return Unreadable(what=f"verdict {_line(str(said))} is none of agrees, disagrees, cannot_tell")
    given = found.get("confidence", 0.5)
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= 1:
        return Unreadable(what=f"confidence {_line(str(given))} is no number from 0 to 1")
    return Read(says=says, confidence=float(given), words=_line(str(found.get("reason", ""))))


def _line(text: str) -> str:
    """Return the beginning as one line that a log, a database and a page take."""
    plain = text[: 2 * MAX_WORDS].encode("utf-8", "replace").decode()
    return " ".join("".join(c if c.isprintable() else " " for c in plain).split())[:MAX_WORDS]
