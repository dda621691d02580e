from __future__ import annotations

import json

import pytest

from core.opinion import Says
from gridwatch.opinions.answer import MAX_WORDS, Read, Unreadable, read_answer

PLAIN = '{"verdict": "disagrees", "confidence": 0.8, "reason": "only a shadow"}'


def completion(content: object) -> bytes:
    """A chat completion with this content."""
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        f"```json\n{PLAIN}\n```",
        f"Looking at the red rectangle {{carefully}} I see a shadow.\n\n{PLAIN}\nHope that helps!",
        f'<think>{{"verdict": "agrees", "confidence": 1}} no, wait</think>{PLAIN}',
        [{"type": "text", "text": PLAIN}],
        '{"verdict": " NO ", "confidence": 0.8, "reason": "only\\n a\\u0007 shadow"}',
    ],
)
def test_a_verdict_is_found_however_it_is_wrapped(content: object) -> None:
    """Fences, prose, thoughts, parts: models do all of these though asked for bare JSON."""
    assert read_answer(completion(content)) == Read(
        says=Says.DISAGREES, confidence=0.8, words="only a shadow"
    )


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"<html>busy</html>", "no JSON: <html>busy"),
        (b"\xff\xfe", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", "no choices"),
        (b'{"choices": []}', "no choices"),
        (b'{"error": {"message": "model not found"}}', "model not found"),
        (b'{"choices": [{"message": {"content": null, "refusal": "I cannot"}}]}', "refuses: I cannot"),
        (completion("  "), "empty"),
        (completion("I see a heap of rubble."), "no JSON object with a verdict in: I see a heap"),
        (completion('{"answer": "yes"}'), "no JSON object with a verdict"),
        (completion('{"verdict": "perhaps", "confidence": 1}'), "verdict perhaps is none of"),
        (completion('{"verdict": "agrees", "confidence": 80}'), "confidence 80 is no number"),
        (completion('{"verdict": "agrees", "confidence": NaN}'), "confidence nan is no number"),
        (completion('{"verdict": "agrees", "confidence": true}'), "confidence True is no number"),
        (completion('{"verdict": "agrees", "confidence": "high"}'), "confidence high is no number"),
    ],
)
def test_what_is_no_verdict_says_what_was_wrong(body: bytes, what: str) -> None:
    """An operator who reads the log must know whom to call."""
    read = read_answer(body)
    assert isinstance(read, Unreadable)
    assert what in read.what
    assert len(read.what) < 2 * MAX_WORDS


def test_words_are_bounded_and_half_characters_do_no_harm() -> None:
    """They are kept in a database and shown on a page."""
    read = read_answer(
        completion(json.dumps({"verdict": "agrees", "confidence": 1, "reason": "\ud800" + "x" * 9999}))
    )
    assert isinstance(read, Read)
    assert len(read.words) == MAX_WORDS
    read.words.encode()
