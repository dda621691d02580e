"""configs/receivers/<name>.yaml: one consumer of incidents, and everything about how it wants them."""

from __future__ import annotations

import math
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field, StringConstraints, field_validator, model_validator

from core.config.base import Model, Slug
from core.config.mapping import Body, Scalar
from core.config.settings.fields import HttpAddress, Networks
from core.config.signature import SignatureKind, StandardWebhooks
from core.geo import Datum
from core.matter import Severity

EventName = Literal["opened", "updated", "reopened", "closed", "rejected", "not_seen"]
AnswerPath = Annotated[str, StringConstraints(pattern=r"^[^.\s]+(\.[^.\s]+)*$", max_length=120)]
"""Names, or numbers of list entries, joined by dots, e.g. data.0.id."""


class TimeFormat(Model):
    """How times are written."""

    format: str = Field(default="iso", min_length=1, max_length=40)
    """iso (with zone), unix_s, unix_ms, or a pattern such as yyyy-MM-dd HH:mm:ss."""
    zone: str = "UTC"
    """IANA name of the zone of iso and patterns, e.g. Asia/Shanghai."""

    @field_validator("zone")
    @classmethod
    def _exists(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ValueError, OSError, KeyError):
            raise ValueError("is not a known time zone; use e.g. Asia/Shanghai") from None
        return zone


class PictureLimits(Model):
    """Bounds of the pictures in a mapped body."""

    most: int = Field(default=4, ge=0, le=4)
    """Pictures of a message, before and after first."""
    max_kb: int = Field(default=200, ge=20, le=1000)
    """Kilobytes of one picture sent as base64; a larger one is made smaller."""


class Success(Model):
    """When an answer means that the receiver has taken the message."""

    statuses: tuple[Annotated[int, Field(ge=200, le=299)], ...] = ()
    """HTTP statuses; empty is every 2xx."""
    path: AnswerPath | None = None
    """Where the answer's JSON says how it went, e.g. code. Platforms say no with HTTP 200."""
    equals: tuple[Scalar, ...] = ()
    """What stands there when it was taken, e.g. [0]; 0 and "0" are alike."""
    case_number: AnswerPath | None = None
    """Where the answer's JSON holds the case number, e.g. data.case_id."""

    @model_validator(mode="after")
    def _whole_rule(self) -> Self:
        if (self.path is None) != (not self.equals):
            raise ValueError("path and equals belong together; give both or neither")
        return self


class Rate(Model):
    """What the receiver can take."""

    per_s: float | None = Field(default=None, gt=0, le=10_000)
    """Attempts begun in a second; none is as many as there are."""
    at_once: int | None = Field(default=None, ge=1, le=256)
    """Attempts under way at once; none is one second's worth, or all that `delivery.in_flight` allows."""

    def places(self, most: int) -> int:
        """Return how many attempts may be under way, of `most`: who waits for his turn takes no other's place."""
        if self.at_once is not None:
            return min(most, self.at_once)
        return most if self.per_s is None else min(most, math.ceil(self.per_s))


class Receiver(Model):
    """One consumer of incident webhooks."""

    name: Slug
    """Unique; the name of its file."""
    url: HttpAddress
    """Where to POST."""
    secret: Slug
    """Name of the signing secret in the secrets file or environment."""
    next_secret: Slug | None = None
    """Name of the secret that follows it. Standard Webhooks sign with both; others change at `switch_at`."""
    switch_at: AwareDatetime | None = None
    """When `next_secret` takes over, with time zone; for kinds that carry one signature."""
    signature: SignatureKind = StandardWebhooks()
    """How requests are signed."""
    allow: Networks
    """Networks (CIDR) its resolved address must lie in. City platforms are on private addresses: name them."""
    datum: Datum = Datum.WGS84
    """Datum of the coordinates it wants."""
    time: TimeFormat = TimeFormat()
    """How a mapped body writes times."""
    codes: Slug | None = None
    """Crosswalk (configs/matters/crosswalks/) to the code table it wants; none is the city's own."""
    body: Body | None = None
    """Its own shape; none is the standard one, a CloudEvent around a GeoJSON Feature."""
    pictures: PictureLimits = PictureLimits()
    """Bounds of pictures in a mapped body."""
    success: Success = Success()
    """When an answer means yes."""
    matters: tuple[Slug, ...] = ()
    """Only these matters; empty is all."""
    grids: tuple[str, ...] = ()
    """Only incidents under these grid prefixes; empty is all."""
    severities: tuple[Severity, ...] = ()
    """Only these severities; empty is all."""
    events: tuple[EventName, ...] = ()
    """Only these events; empty is all."""
    min_confidence: float = Field(default=0, ge=0, le=1)
    """Only incidents whose best confidence so far is at least this, 0..1."""
    min_certainty: Literal["likely", "observed"] = "likely"
    """observed: only what a person has confirmed."""
    rate: Rate = Rate()
    """What it can take."""
    timeout_s: float = Field(default=20, gt=0, le=60)
    """Seconds for one attempt."""

    @model_validator(mode="after")
    def _rotation_is_whole(self) -> Self:
        if self.switch_at is not None and self.next_secret is None:
            raise ValueError("switch_at is given and next_secret is not: say what to switch to")
        if self.next_secret is not None and self.switch_at is None and not self.signature.several:
            raise ValueError("next_secret needs switch_at: this kind of signature carries one at a time")
        return self
