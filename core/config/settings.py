"""configs/gridwatch.yaml: the settings of one Gridwatch."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from core.config.base import Model, Slug, has_port_in_range
from core.geo import Datum

Side = Annotated[int, Field(ge=32, le=4096, multiple_of=32)]
"""One side of a network's input, in pixels."""
Wait = Annotated[float, Field(ge=0, le=604800)]
"""Seconds, at most a week."""


def _switched(mode: object) -> object:
    """Return `on` and `off` as they were meant: YAML 1.1 reads them as true and false."""
    return {True: "on", False: "off"}[mode] if isinstance(mode, bool) else mode


class District(Model):
    """Whose cameras these are."""

    name: str
    """Chinese name."""
    name_en: str = ""
    """English name."""
    code: str = Field(pattern=r"^\d{6}$")
    """Six-digit division code (GB/T 2260)."""
    timezone: str = "Asia/Shanghai"
    """IANA time zone in which people read times; told to whoever shows them."""


class Budgets(Model):
    """What may be spent at once. The schedule never exceeds any of these."""

    sessions: int = Field(default=128, ge=1, le=10000)
    """Looks under way in total."""
    sessions_per_host: int = Field(default=4, ge=1, le=1000)
    """Looks under way on one host; an NVR answers for 64 channels."""
    sessions_per_owner: int = Field(default=64, ge=1, le=10000)
    """Looks under way on one owner's cameras."""
    failing_share: float = Field(default=0.5, gt=0, le=1)
    """Share of `sessions` and of `sessions_per_owner` that patrol looks at cameras which did not answer last time may
    take: those that hang until their deadline leave the others room."""
    failing_per_s: float = Field(default=25, gt=0, le=10000)
    """Such looks started in a second: a network that comes back is not stormed."""
    looks_per_s: float = Field(default=200, gt=0, le=100000)
    """Looks started in a second."""
    pictures_per_s: float = Field(default=200, gt=0, le=100000)
    """Pictures given to the detector in a second."""
    waiting_pictures: int = Field(default=64, ge=1, le=10000)
    """Pictures waiting for the detector; above it the oldest patrol picture is shed and counted."""


class Looking(Model):
    """Deadlines and limits of one look."""

    open_s: float = Field(default=3, gt=0, le=60)
    """Seconds to connect."""
    read_s: float = Field(default=5, gt=0, le=60)
    """Seconds for the picture."""
    onvif_s: float = Field(default=5, gt=0, le=60)
    """Seconds for one ONVIF call."""
    max_bytes: int = Field(default=16_000_000, ge=10_000)
    """Largest snapshot in bytes."""
    max_pixels: int = Field(default=40_000_000, ge=10_000)
    """Largest picture in pixels (width x height)."""
    backoff_s: float = Field(default=5, gt=0)
    """First wait after a failed look; doubles with full jitter ..."""
    backoff_max_s: float = Field(default=600, gt=0)
    """... up to this."""
    circuit_failures: int = Field(default=5, ge=1)
    """Failures in a row of one host that open its circuit."""
    circuit_s: float = Field(default=60, gt=0)
    """Seconds an open circuit rests before one trial look."""
    refused_logins: int = Field(default=2, ge=1, le=5)
    """Refused logins after which that camera is not logged in to again until its credential changes."""
    clock_tolerance_s: float = Field(default=300, gt=0)
    """A camera clock further off than this is a health event."""


class OutageRule(Model):
    """When many cameras that do not answer are one outage of what they have in common, told once."""

    share: float = Field(default=0.5, gt=0, le=1)
    """Share of a group's cameras (one host, street, owner, the district) that go down together ..."""
    least: int = Field(default=8, ge=2, le=100000)
    """... and at least so many of them; of one host three are enough."""
    many: int = Field(default=50, ge=2, le=100000)
    """So many are an outage whatever their share."""
    window_s: float = Field(default=300, gt=0, le=3600)
    """Together: within so many seconds of each other."""
    settle_s: float = Field(default=60, ge=0, le=600)
    """Seconds that the others get to follow before it is told, and that a single camera's alarm waits."""
    rest_share: float = Field(default=0.02, ge=0, le=0.5)
    """It is over when no more than this share of its cameras are still down ..."""
    linger_s: float = Field(default=600, ge=0, le=86400)
    """... or so many seconds after the first came back."""


class Quality(Model):
    """When a picture is nothing to decide on. Grey levels 0..255 on a 64-row grey picture."""

    black_below: float = Field(default=12, ge=0, le=255)
    """Mean grey level below which, with little contrast, a picture is black."""
    bright_share: float = Field(default=0.6, gt=0, le=1)
    """Share of pixels at 250 or more above which it is overexposed."""
    flat_below: float = Field(default=6, ge=0)
    """Standard deviation below which a dark or bright picture holds nothing."""
    blur_below: float = Field(default=12, ge=0)
    """Variance of the Laplacian (on a 360-row grey picture) below which it is blurred."""
    frozen_looks: int = Field(default=5, ge=2)
    """Identical pictures in a row that mean a frozen camera."""
    turned_below: float = Field(default=0.25, ge=0, le=1)
    """Share of the reference's structure found again, below which the camera looks elsewhere."""


class GateChoice(Model):
    """When the detector is left out because nothing in the picture has changed."""

    mode: Literal["off", "shadow", "on"] = "off"
    """off: the detector runs on every look. shadow: it does so too, and what the gate would have missed is counted
    (metric `gridwatch_gate_looks`). Looks that confirm or prove something are never left out."""
    max_age_s: float = Field(default=1800, gt=0, le=86400)
    """Seconds after which the detector runs although nothing has changed."""

    @field_validator("mode", mode="before")
    @classmethod
    def _switched(cls, mode: object) -> object:
        return _switched(mode)


class Attention(Model):
    """Which cameras are looked at more often than their period says, and what the others give for it.

    The looks of the whole fleet stay what the periods would have spent; see `ingest/attention.py`.
    """

    mode: Literal["off", "on"] = "off"
    """off: every camera is looked at once in its period. on: some more often, the others give the looks for it."""
    candidate: float = Field(default=3, ge=1, le=20)
    """Times as often: a camera with something that is not confirmed yet, and for `linger_s` after. Its confirming
    looks come by its profile's pace as ever; this is for what they leave."""
    asked: float = Field(default=3, ge=1, le=20)
    """Times as often: a camera through which an operator looked in the last `linger_s`."""
    incident: float = Field(default=1, ge=1, le=20)
    """Times as often: a camera that sees something confirmed. More than 1 sees sooner that it is gone."""
    history: float = Field(default=2, ge=1, le=20)
    """Times as often: a camera that was alarmed notably more often than others in the last `history_days`."""
    history_days: float = Field(default=14, gt=0, le=365)
    """Days for which an incident counts as history; rejected ones never do."""
    history_least: int = Field(default=2, ge=1, le=1000)
    """Notably more often: at least so many incidents ..."""
    history_times: float = Field(default=2.5, ge=1, le=100)
    """... and at least so many times the fleet's mean."""
    linger_s: float = Field(default=900, ge=0, le=86400)
    """Seconds for which a candidate that is gone, or an operator's look, still counts."""
    stretch: float = Field(default=1.5, ge=1, le=10)
    """A quiet camera's period becomes at most so many times its own; what that frees is all there is to give."""
    max_period_s: float = Field(default=600, gt=0, le=86400)
    """Nor is a period lengthened beyond this. One that a profile or camera states itself is never shortened by it."""
    min_period_s: float = Field(default=10, gt=0, le=86400)
    """No period is shortened below this."""

    @field_validator("mode", mode="before")
    @classmethod
    def _switched(cls, mode: object) -> object:
        return _switched(mode)


class ModelChoice(Model):
    """Which model sees, and on what."""

    folder: str = "models/default"
    """Model folder, relative to the settings file's parent or absolute."""
    device: str = "auto"
    """auto, cpu, cuda:0 ..."""
    precision: Literal["f32", "auto"] = "f32"
    """f32 gives the same boxes on every machine; auto lets the runtime choose (bf16 where the CPU has it)."""
    size: tuple[Side, Side] | None = None
    """Input width and height instead of the model's own, in multiples of 32. `[640, 384]` sees a 16:9 picture at
    the scale of 640x640 for 60 % of its cost; pictures of other shapes get smaller."""
    threads: int = Field(default=0, ge=0, le=256)
    """CPU threads of the runtime; 0 is every core."""
    batch: int = Field(default=8, ge=1, le=256)
    """Largest batch."""
    batch_wait_ms: float = Field(default=20, ge=0, le=1000)
    """Longest wait for a batch to fill."""
    max_boxes: int = Field(default=300, ge=10, le=5000)
    """Boxes kept per picture; the rest is shed and counted."""


def _http_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.password:
        raise ValueError("give an http(s) address without a user or password")
    if not has_port_in_range(url):
        raise ValueError("the port is none")
    return url


def _networks(allow: tuple[str, ...]) -> tuple[str, ...]:
    for network in allow:
        try:
            ip_network(network)
        except ValueError as error:
            raise ValueError(f"{error}; write it as 10.1.2.0/24 or 10.1.2.3/32") from None
    return allow


class Receiver(Model):
    """One consumer of incident webhooks."""

    name: Slug
    """Unique."""
    url: str
    """Where to POST."""
    secret: Slug
    """Name of the signing secret in the secrets file or environment."""
    datum: Datum = Datum.WGS84
    """Datum of the coordinates it wants."""
    allow: tuple[str, ...] = Field(min_length=1)
    """Networks (CIDR) its resolved address must lie in. City platforms are on private addresses: name them."""
    matters: tuple[Slug, ...] = ()
    """Only these matters; empty is all."""
    grids: tuple[str, ...] = ()
    """Only incidents under these grid prefixes; empty is all."""
    timeout_s: float = Field(default=20, gt=0, le=60)
    """Seconds for one attempt."""

    @field_validator("url")
    @classmethod
    def _http(cls, url: str) -> str:
        return _http_address(url)

    @field_validator("allow")
    @classmethod
    def _networks(cls, allow: tuple[str, ...]) -> tuple[str, ...]:
        return _networks(allow)


class Delivery(Model):
    """How hard to try."""

    source: str = "urn:gridwatch:demo"
    """CloudEvents source: unique for this Gridwatch."""
    retry_s: tuple[Annotated[float, Field(ge=0, le=604800)], ...] = (
        5,
        300,
        1800,
        7200,
        18000,
        36000,
        50400,
        72000,
        86400,
    )
    """Waits between attempts, about three days in all (Standard Webhooks' example)."""
    jitter: float = Field(default=0.1, ge=0, le=1)
    """Each wait is lengthened by up to this share."""
    in_flight: int = Field(default=16, ge=1, le=256)
    """Attempts under way at once."""
    callback_secret: Slug = "callback"  # noqa: S105 - the name of a secret, not the secret
    """Name of the secret with which the platform signs its case status."""
    evidence_url: str = ""
    """Public base address of evidence links; empty leaves pictures out of the payload."""
    evidence_link_s: float = Field(default=7 * 86400, gt=0)
    """Seconds an evidence link is valid."""

    @field_validator("evidence_url")
    @classmethod
    def _http_or_off(cls, url: str) -> str:
        return _http_address(url) if url else url


class Merging(Model):
    """When two views are one incident."""

    distance_m: float = Field(default=12, ge=0, le=500)
    """Largest distance between two views of one matter, beyond their radii's share."""
    point_radius_m: float = Field(default=30, gt=0)
    """A place less certain than this is told as the camera's grid, not as a point."""
    verify_s: float = Field(default=5, ge=0, le=3600)
    """Seconds from "handled" to the first verifying look; a look before that never counts against the crew."""
    verify_give_up_s: float = Field(default=86400, gt=0)
    """Seconds without a decidable look after which the incident is marked as not verified."""


class OpinionEndpoint(Model):
    """An OpenAI-compatible vision endpoint of the city's own. Only masked pictures are sent to it."""

    url: str
    """Base address, e.g. http://10.1.2.3:8000; /v1/chat/completions is added."""
    model: str = Field(min_length=1, max_length=200)
    """The model's name there."""
    key: Slug | None = None
    """Name of the secret with its API key; none sends no key."""
    allow: tuple[str, ...] = Field(min_length=1)
    """Networks (CIDR) its resolved address must lie in, as for receivers."""
    max_side: int = Field(default=1024, ge=256, le=4096)
    """Longer side of the picture that is sent, in pixels, at most."""
    answer_format: Literal["json_schema", "json_object", "none"] = "json_schema"
    """How an answer in JSON is asked for; older servers know json_object only, some know none."""

    @field_validator("url")
    @classmethod
    def _http(cls, url: str) -> str:
        return _http_address(url).rstrip("/")

    @field_validator("allow")
    @classmethod
    def _networks(cls, allow: tuple[str, ...]) -> tuple[str, ...]:
        return _networks(allow)


class SecondOpinion(Model):
    """Who is asked once more before a confirmed finding is opened; off by default, in shadow at first."""

    kind: Literal["none", "tile", "model", "endpoint"] = "none"
    """none; tile: the live model on an enlarged tile around the box; model: another model on that tile;
    endpoint: a vision endpoint."""
    act: bool = False
    """False is shadow: what is said is kept and counted, and changes nothing. True: a disagreement keeps the
    candidate from being opened."""
    matters: tuple[Slug, ...] = ()
    """Only these matters; empty is all."""
    deadline_s: float = Field(default=8, gt=0, le=60)
    """Seconds for an answer; after that the rule decides."""
    per_minute: int = Field(default=30, ge=1, le=6000)
    """Questions in a minute at most; above it the rule decides."""
    at_once: int = Field(default=2, ge=1, le=64)
    """Questions under way at most."""
    asks: int = Field(default=3, ge=1, le=20)
    """Times one subject is asked about at most, while a disagreement holds it back."""
    again_s: float = Field(default=1800, ge=1, le=604800)
    """Seconds between two questions about one subject."""
    enlarge: float = Field(default=2.5, ge=1.2, le=10)
    """Side of the tile, as a multiple of the box's longer side."""
    folder: str = ""
    """kind model: its folder, relative to the settings file's parent or absolute."""
    endpoint: OpinionEndpoint | None = None
    """kind endpoint: where."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind == "model" and not self.folder:
            raise ValueError("kind model needs `folder`, a model folder")
        if self.kind == "endpoint" and self.endpoint is None:
            raise ValueError("kind endpoint needs `endpoint` with url, model and allow")
        return self


class Shadow(Model):
    """A candidate model or candidate profiles, run unseen beside the live ones on the same looks; off by default."""

    model: str = ""
    """Folder of the candidate model, relative to the settings file's parent or absolute; empty: the live model's
    boxes are used again, at no cost."""
    profiles: str = ""
    """Folder of candidate profiles; each takes the place of the live one of its name. Empty: the live profiles."""
    share: float = Field(default=0.1, gt=0, le=1)
    """Share of the looks, taken by whole cameras: a rule needs every look of a camera to be sure of anything."""
    pictures_per_s: float = Field(default=1, gt=0, le=1000)
    """Pictures given to the candidate model in a second at most."""
    waiting: int = Field(default=16, ge=1, le=1000)
    """Looks that wait for it at most; further ones are shed and counted."""
    threads: int = Field(default=1, ge=1, le=256)
    """CPU threads of its runtime."""
    file: str = "var/shadow.db"
    """Where would-be alarms are kept: an SQLite file of its own, relative to the working folder."""
    keep_days: float = Field(default=30, gt=0, le=3650)
    """Days that they are kept."""
    pictures: bool = False
    """Keep a small masked picture of each would-be alarm, for the report."""

    @property
    def on(self) -> bool:
        """Whether there is a candidate."""
        return bool(self.model or self.profiles)


class Storage(Model):
    """Where things are kept."""

    url: str = "sqlite:///var/gridwatch.db"
    """SQLAlchemy address; a relative SQLite path is relative to the working folder. No password here."""
    evidence: str = "var/evidence"
    """Folder of evidence pictures."""
    raw_days: float = Field(default=30, gt=0)
    """Days that raw pictures of ended incidents are kept."""
    max_gb: float = Field(default=50, gt=0)
    """Evidence kept at most; above it the pictures of the oldest ended incidents go first."""
    durable: bool = False
    """True syncs every commit to disk (safe against power loss, slower); False survives a killed process."""


class Api(Model):
    """The HTTP API and console."""

    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = Field(default=8700, ge=0, le=65535)
    """Port; 0 takes a free one."""
    token: Slug = "api-token"  # noqa: S105 - the name of a secret, not the secret
    """Name of the secret whose value is the bearer token."""
    admin_token: Slug | None = None
    """Name of the secret whose value is the administrator's bearer token: only who sends it may add, change and
    remove cameras. Left out, the API token does; the console's sessions never do."""
    live_clients: int = Field(default=100, ge=1, le=10000)
    """Open live-event connections at most."""


class Settings(Model):
    """Everything that is not a camera, a profile, a code table or a grid."""

    district: District
    """Whose cameras these are."""
    budgets: Budgets = Budgets()
    """What may be spent at once."""
    looking: Looking = Looking()
    """Deadlines and limits of one look."""
    outages: OutageRule = OutageRule()
    """When many cameras that do not answer are one outage."""
    quality: Quality = Quality()
    """When a picture is nothing to decide on."""
    gate: GateChoice = GateChoice()
    """The change gate."""
    attention: Attention = Attention()
    """Who is looked at more often."""
    model: ModelChoice = ModelChoice()
    """Which model sees."""
    merging: Merging = Merging()
    """When two views are one incident."""
    delivery: Delivery = Delivery()
    """How hard to try."""
    receivers: tuple[Receiver, ...] = ()
    """Who gets incidents."""
    opinion: SecondOpinion = SecondOpinion()
    """Who is asked once more before a person is bothered."""
    shadow: Shadow = Shadow()
    """A candidate that runs unseen beside what is live."""
    storage: Storage = Storage()
    """Where things are kept."""
    api: Api = Api()
    """The HTTP API and console."""
    matter_table: str = "GB/T 47678.5-2026"
    """Which table of configs/matters/ gives the codes."""

    @field_validator("receivers")
    @classmethod
    def _named_once(cls, receivers: tuple[Receiver, ...]) -> tuple[Receiver, ...]:
        names = [receiver.name for receiver in receivers]
        doubled = sorted({name for name in names if names.count(name) > 1})
        if doubled:
            raise ValueError(f"receiver name used twice: {', '.join(doubled)}")
        return receivers
