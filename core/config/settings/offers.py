"""What is offered beside webhooks: CAP messages, MQTT, a digest by e-mail or chat. All off by default."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from core.config.base import Model, Slug, has_port_in_range

CapCategory = Literal[
    "Geo",
    "Met",
    "Safety",
    "Security",
    "Rescue",
    "Fire",
    "Health",
    "Env",
    "Transport",
    "Infra",
    "CBRNE",
    "Other",
]  # fmt: skip
_CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"


def _cap_name(text: str) -> str:
    if re.search(r"[\s,<&]", text):
        raise ValueError("CAP allows no space, comma, < or & here, e.g. gridwatch@district.example.gov.cn")
    return text


def _broker(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in {"mqtt", "mqtts"} or not parts.hostname or parts.username or parts.password:
        raise ValueError("give mqtt://host:1883 or mqtts://host:8883, without a user or password")
    if not has_port_in_range(address):
        raise ValueError("the port is none")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("nothing follows the port; topics begin with `prefix`")
    return address


def _topic(prefix: str) -> str:
    levels = prefix.split("/")
    if not all(levels) or re.search(r"[+#\x00-\x1f]", prefix) or prefix.startswith("$"):
        raise ValueError("a topic prefix like city/gridwatch: no + # or $, no empty level")
    return prefix


class Cap(Model):
    """Incidents as CAP 1.2 messages (`/api/v1/incidents/{id}/cap.xml`); off while `sender` is empty."""

    sender: Annotated[str, AfterValidator(_cap_name)] = ""
    """CAP's `sender`: who issues, unique in the world; by custom like an e-mail address or a domain."""
    status: Literal["actual", "exercise", "test"] = "actual"
    """CAP's `status`: actual, exercise or test."""
    scope: Literal["restricted", "public", "private"] = "restricted"
    """CAP's `scope`. An incident names a place and shows pictures: public is for who has the right to publish."""
    restriction: str = Field(
        default="仅供网格平台及处置单位使用 · for the grid platform and its units only", max_length=500
    )
    """CAP's `restriction`: who may have a restricted message."""
    addresses: tuple[str, ...] = ()
    """CAP's `addresses`: for whom a private message is meant."""
    contact: str = Field(default="", max_length=200)
    """Whom a reader may ask; an office, no person. Left out where empty."""
    categories: Mapping[Slug, CapCategory] = Field(default_factory=dict)
    """Matter to CAP category, where it is not what docs/integrators.md lists."""

    @model_validator(mode="after")
    def _addressed(self) -> Self:
        if self.scope == "private" and not self.addresses:
            raise ValueError("scope private needs `addresses`")
        if any('"' in one or not one.strip() for one in self.addresses):
            raise ValueError("addresses: none is empty or holds a quotation mark")
        return self


class Mqtt(Model):
    """Incidents to an MQTT broker as they change; off while `address` is empty."""

    address: Annotated[str, AfterValidator(lambda text: _broker(text) if text else text)] = ""
    """mqtts://host:8883 (TLS) or mqtt://host:1883."""
    credential: Slug | None = None
    """Name of a login in the secrets; none logs in as nobody."""
    ca_file: str = ""
    """PEM file of the authority that signed the broker's certificate; empty: those that the machine trusts."""
    client_id: Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9._-]*$")] = ""
    """Our name at the broker; empty: gridwatch-<district code>. Two clients of one name cut each other off."""
    prefix: Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_topic)] = "gridwatch"
    """First levels of every topic."""
    retain: bool = False
    """Let the broker keep the latest message of each incident that has not ended, for who subscribes later."""
    timeout_s: float = Field(default=10, gt=0, le=120)
    """Seconds to wait for the broker's word on a connection or message."""
    keepalive_s: int = Field(default=30, ge=5, le=3600)
    """Seconds of silence after which we ask whether the broker is there."""
    most_wait_s: float = Field(default=60, ge=1, le=3600)
    """Wait between two tries to connect at most; the first is a second, each twice the last."""

    @property
    def on(self) -> bool:
        """Whether there is a broker."""
        return bool(self.address)


class Digest(Model):
    """A summary of each shift or day by e-mail or chat; off while `to` is empty."""

    to: tuple[Slug, ...] = ()
    """Names of secrets, each an Apprise address such as mailtos://user:password@example.gov.cn?to=... ."""
    at: tuple[Annotated[str, Field(pattern=_CLOCK)], ...] = Field(
        default=("08:00",), min_length=1, max_length=24
    )
    """Times of day in the district's zone. Each digest tells of the time since the one before: 08:00 alone is a
    day, 08:00, 16:00 and 00:00 are three shifts. Quote them: YAML reads 08:00 as a number."""
    language: Literal["both", "zh", "en"] = "both"
    """In which language."""
    top: int = Field(default=5, ge=1, le=20)
    """Places, owners and matters that are named at most."""
    late_h: float = Field(default=3, gt=0, le=24)
    """Hours that a digest is still sent after its time, when the service was down or nobody took it."""
    timeout_s: float = Field(default=30, gt=0, le=300)
    """Seconds for one address."""

    @model_validator(mode="after")
    def _once(self) -> Self:
        for name, values in (("to", self.to), ("at", self.at)):
            if len(set(values)) < len(values):
                raise ValueError(f"{name}: one of them is named twice")
        return self

    @property
    def on(self) -> bool:
        """Whether anybody gets it."""
        return bool(self.to)
