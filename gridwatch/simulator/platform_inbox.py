"""What a grid platform does with a webhook before it believes it. Pure, but for the library's own clock.

The signature is checked with the published `standardwebhooks` library and the envelope by the words of
CloudEvents 1.0, so that nothing here shares code with the sender that it judges.
"""

from __future__ import annotations

import binascii
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

MAX_BYTES = 64 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """A webhook that was believed."""

    id: str  # webhook-id
    type: str  # CloudEvents type
    incident_id: str
    version: int  # of the incident
    feature: Mapping[str, Any]  # GeoJSON
    repeated: bool  # this id was accepted before
    in_order: bool  # newer than every version of this incident before it

    @property
    def event(self) -> str:
        """The word in the type: opened, updated, reopened, closed, rejected."""
        parts = self.type.split(".")
        return parts[2] if len(parts) > 2 else self.type


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """A webhook that was not believed: the HTTP status and why."""

    status: int
    why: str


class Inbox:
    """Verifies, reads, de-duplicates and orders. `kept` bounds both memories."""

    def __init__(self, secret: str, *, kept: int = 100_000) -> None:
        self._webhook = Webhook(secret)
        self._kept = kept
        self._ids: OrderedDict[str, None] = OrderedDict()
        self._versions: OrderedDict[str, int] = OrderedDict()  # incident -> newest version

    def take(self, headers: Mapping[str, str], body: bytes) -> Message | Refused:
        """Judge one webhook as it arrived; `body` is the raw bytes."""
        if len(body) > MAX_BYTES:
            return Refused(status=413, why=f"{len(body)} bytes; at most {MAX_BYTES}")
        try:
            event = self._webhook.verify(body, dict(headers))
        except WebhookVerificationError as wrong:
            return Refused(status=401, why=f"signature: {wrong}")
        except (UnicodeDecodeError, json.JSONDecodeError) as wrong:
            return Refused(status=400, why=f"body: {wrong}")
        except (ValueError, binascii.Error):  # the library lets a malformed signature item through as this
            return Refused(status=401, why="signature: malformed header")
        low = {name.lower(): value for name, value in headers.items()}
        if problem := _problem(event, low):
            return Refused(status=422, why=problem)
        return self._ordered(low["webhook-id"], event)

    def _ordered(self, message_id: str, event: Mapping[str, Any]) -> Message:
        feature = event["data"]
        incident, version = event["subject"], feature["properties"]["version"]
        repeated = message_id in self._ids
        newest = self._versions.get(incident, 0)
        self._ids[message_id] = None
        self._versions[incident] = max(newest, version)
        self._versions.move_to_end(incident)
        for memory in (self._ids, self._versions):
            while len(memory) > self._kept:
                memory.popitem(last=False)
        return Message(
            id=message_id,
            type=event["type"],
            incident_id=incident,
            version=version,
            feature=feature,
            repeated=repeated,
            in_order=repeated or version > newest,
        )


def _problem(event: Any, headers: Mapping[str, str]) -> str | None:
    """Return what is wrong with a CloudEvents message around a GeoJSON Feature, or None."""
    if not headers.get("content-type", "").startswith("application/cloudevents+json"):
        return "content-type is not application/cloudevents+json"
    if not isinstance(event, dict):
        return "the body is not a JSON object"
    if event.get("specversion") != "1.0":
        return "specversion is not 1.0"
    for name in ("id", "source", "type", "subject"):
        if not isinstance(event.get(name), str) or not event[name]:
            return f"{name} is missing or empty"
    if event["id"] != headers.get("webhook-id"):
        return "id is not the webhook-id"
    return _feature_problem(event.get("data"), event["subject"])


def _feature_problem(feature: Any, subject: str) -> str | None:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return "data is not a GeoJSON Feature"
    properties = feature.get("properties")
    if not isinstance(properties, dict) or properties.get("incident_id") != subject:
        return "properties.incident_id is not the subject"
    version = properties.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        return "properties.version is not a positive integer"
    return _geometry_problem(feature.get("geometry"))


def _geometry_problem(geometry: Any) -> str | None:
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return "geometry is not a Point"
    place = geometry.get("coordinates")
    if not isinstance(place, list) or len(place) != 2 or not all(isinstance(x, int | float) for x in place):
        return "coordinates are not a pair of numbers"
    if not (-180 <= place[0] <= 180 and -90 <= place[1] <= 90):
        return "coordinates are not longitude and latitude"
    return None
