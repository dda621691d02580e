"""Incidents and steps as JSON documents, strict both ways.

A document says its version, so that a later Gridwatch can read what an earlier one wrote, and an
earlier one says clearly that it cannot read what a later one wrote. What does not fit exactly is an
error: a field that is silently dropped is a case that is silently wrong.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from alerts.load.silence import Shelf, Silence
from alerts.shift.act import PendingAct
from alerts.shift.claim import Claim
from alerts.store.remembered import Remembered
from alerts.store.shapes import WrongValue, copier_of, reader_of, writer_of
from alerts.store.undo import Undo
from core.errors import StoreError
from core.incident import Incident, Step
from core.people.user import User

VERSION = 1
# Reading a document takes ten times as long as fetching it, and the same ones are read over and over: every
# incident that lives at each confirmation, a whole history at each step, what was just written at the next change.
# Records are frozen, so one object may go to many. About 12 kB of memory an incident, 3 a step. What is alive in a
# district (some two thousand) is gone through every few seconds and must find room beside the lists that are read.
_INCIDENTS: Remembered[Incident] = Remembered(4096)
_STEPS: Remembered[Step] = Remembered(8192)
# Made once: json.dumps makes one for each call that wants anything but its defaults.
_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


class BadDocument(StoreError):
    """A kept document does not have the shape of its record, or a record cannot be kept."""

    retry = False


def encode_incident(incident: Incident) -> str:
    """Return the document of an incident; what is written is what will be read next."""
    text = _encode(Incident, incident, "incident")
    _INCIDENTS.put(text, _own(Incident, incident))
    return text


def decode_incident(text: str) -> Incident:
    """Return the incident of a document."""
    known = _INCIDENTS.get(text)
    if known is not None:
        return known
    result: Incident = _decode(Incident, text, "incident")
    _INCIDENTS.put(text, result)
    return result


def encode_step(step: Step) -> str:
    """Return the document of a step; what is written is what will be read next."""
    text = _encode(Step, step, "step")
    _STEPS.put(text, _own(Step, step))
    return text


def decode_step(text: str) -> Step:
    """Return the step of a document."""
    known = _STEPS.get(text)
    if known is not None:
        return known
    result: Step = _decode(Step, text, "step")
    _STEPS.put(text, result)
    return result


def forget() -> None:
    """Let the next reading be one of what nobody has used lately: for measurements and tests."""
    _INCIDENTS.clear()
    _STEPS.clear()


def encode_silence(silence: Silence) -> str:
    """Return the document of a silence."""
    return _encode(Silence, silence, "silence")


def decode_silence(text: str) -> Silence:
    """Return the silence of a document."""
    result: Silence = _decode(Silence, text, "silence")
    return result


def encode_shelf(shelf: Shelf) -> str:
    """Return the document of a shelf."""
    return _encode(Shelf, shelf, "shelf")


def decode_shelf(text: str) -> Shelf:
    """Return the shelf of a document."""
    result: Shelf = _decode(Shelf, text, "shelf")
    return result


def encode_undo(undo: Undo) -> str:
    """Return the document of an act that may be taken back."""
    return _encode(Undo, undo, "undo")


def decode_undo(text: str) -> Undo:
    """Return the act of a document."""
    result: Undo = _decode(Undo, text, "undo")
    return result


def encode_user(user: User) -> str:
    """Return the document of an account."""
    return _encode(User, user, "user")


def decode_user(text: str) -> User:
    """Return the account of a document."""
    result: User = _decode(User, text, "user")
    return result


def encode_claim(claim: Claim) -> str:
    """Return the document of a claim."""
    return _encode(Claim, claim, "claim")


def decode_claim(text: str) -> Claim:
    """Return the claim of a document."""
    result: Claim = _decode(Claim, text, "claim")
    return result


def encode_pending_act(act: PendingAct) -> str:
    """Return the document of an act that waits or was refused."""
    return _encode(PendingAct, act, "pending_act")


def decode_pending_act(text: str) -> PendingAct:
    """Return the act of a document."""
    result: PendingAct = _decode(PendingAct, text, "pending_act")
    return result


def encode_json(value: Mapping[str, Any], what: str) -> str:
    """Return JSON text of a plain mapping; BadDocument for what is no JSON (NaN, dates, objects)."""
    try:
        return _JSON.encode(value)
    except (TypeError, ValueError) as error:
        raise BadDocument(f"{what}: cannot be kept as JSON: {error}") from error


def decode_json(text: str, what: str) -> dict[str, Any]:
    """Return the mapping of JSON text."""
    try:
        value = json.loads(text)
    except ValueError as error:
        raise BadDocument(f"{what}: not JSON: {error}") from error
    if not isinstance(value, dict):
        raise BadDocument(f"{what}: not an object")
    return value


def _own(kind: Any, value: Any) -> Any:
    copy = copier_of(kind)
    return value if copy is None else copy(value)


def _encode(kind: Any, value: object, name: str) -> str:
    try:
        plain = writer_of(kind)(value)
    except WrongValue as error:
        raise BadDocument(f"{name}{error.path}: {error}") from None
    return encode_json({"v": VERSION, name: plain}, name)


def _decode(kind: Any, text: str, name: str) -> Any:
    document = decode_json(text, name)
    version = document.get("v")
    if version != VERSION:
        raise BadDocument(f"{name}: document version {version!r}; this Gridwatch reads {VERSION}; update it")
    if document.keys() != {"v", name}:
        raise BadDocument(f"{name}: unexpected keys {sorted(document.keys() - {'v', name})}")
    try:
        return reader_of(kind)(document[name])
    except WrongValue as error:
        raise BadDocument(f"{name}{error.path}: {error}") from None
