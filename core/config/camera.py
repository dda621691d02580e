"""A camera: where it is, how to reach it, what part of its picture means what."""

from __future__ import annotations

from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, AwareDatetime, Field, field_validator, model_validator

from core.config.base import Model, Position, Slug, has_port_in_range
from core.config.ptz import Ptz
from core.geometry import crosses_itself, polygon_area

Relative = Annotated[float, Field(ge=0.0, le=1.0)]
Corner = tuple[Relative, Relative]
_NOT_IN_HOST = frozenset("/@?#[]\\ \t\r\n")
_MOST_OF_A_HOST = 253  # characters of a name in the DNS
_MOST_OF_AN_ADDRESS = 2000  # characters of a path or URL


class Zone(Model):
    """A part of the picture that means something. Relative coordinates, 0..1, y down."""

    id: Slug
    """Unique within the camera."""
    kind: Slug
    """What the ground is, e.g. public_ground, works_site, no_parking, fire_lane, plaza, any."""
    polygon: tuple[Corner, ...] = Field(min_length=3, max_length=64)
    """Corners in order; the last is joined to the first."""
    name: str = Field(default="", max_length=200)
    """What operators call it."""
    area_m2: float | None = Field(default=None, gt=0)
    """Ground area in square metres, for densities; left out, it is computed by ground points or pose."""

    @field_validator("polygon")
    @classmethod
    def _simple(cls, polygon: tuple[Corner, ...]) -> tuple[Corner, ...]:
        if crosses_itself(polygon):
            raise ValueError("the polygon crosses itself; list the corners in order around it")
        if polygon_area(polygon) < 1e-5:
            raise ValueError("the polygon has no area; list at least three corners that are not in a line")
        return polygon


WHOLE_PICTURE = Zone(id="picture", kind="any", polygon=((0, 0), (1, 0), (1, 1), (0, 1)), name="画面")


class RuleOverride(Model):
    """What one camera needs otherwise than its profile says. What is left out stays as the profile has it."""

    rule: Slug
    """Id of the rule in the camera's profile."""
    off: bool = False
    """Whether the rule is not for this camera at all."""
    min_confidence: float | None = Field(default=None, ge=0.01, le=1)
    """Boxes below this are not seen by the rule."""
    min_box: float | None = Field(default=None, ge=0, le=1)
    """Smallest box area, as a share of the picture."""
    max_box: float | None = Field(default=None, gt=0, le=1)
    """Largest box area, as a share of the picture."""
    k: int | None = Field(default=None, ge=1, le=50)
    """Looks that must show it."""
    n: int | None = Field(default=None, ge=1, le=50)
    """Among so many last looks; of dwell rules."""
    over_s: float | None = Field(default=None, ge=0, le=604800)
    """Seconds that it must last."""
    count: int | None = Field(default=None, ge=2, le=5000)
    """Persons from which it is a crowd; of crowd rules that count."""
    per_m2: float | None = Field(default=None, gt=0, le=20)
    """Persons per square metre from which it is a crowd; of crowd rules by density."""
    limit: int | None = Field(default=None, ge=0, le=1000)
    """Allowed number; of count rules."""
    clear_n: int | None = Field(default=None, ge=1, le=50)
    """Looks in a row without it that call it gone."""


class Pose(Model):
    """Where a pinhole camera over flat ground looks."""

    height_m: float = Field(gt=0.5, le=200)
    """Height of the lens over the ground in metres."""
    heading_deg: float = Field(ge=0, lt=360)
    """Direction of view, clockwise from north."""
    tilt_deg: float = Field(gt=-10, le=90)
    """Angle below the horizon; 90 looks straight down."""
    hfov_deg: float = Field(gt=1, lt=170)
    """Horizontal field of view."""
    roll_deg: float = Field(default=0, ge=-45, le=45)
    """Rotation around the line of sight, clockwise."""
    error_deg: float = Field(default=1.0, gt=0, le=20)
    """One-sigma error of heading and tilt; decides the radius of a place."""


class PointPair(Model):
    """One ground point seen in the picture and known on the map."""

    picture: Corner
    """Relative picture coordinates."""
    ground: Position
    """The same point on the ground."""


class Calibration(Model):
    """The picture in which the ground points were clicked, in short; written by `gridwatch cameras calibrate`."""

    at: AwareDatetime
    """When it was made."""
    reference: str = Field(default="", max_length=8000)
    """Edges of the picture, small: by them it is noticed when the camera has been turned since."""
    error_m: float | None = Field(default=None, ge=0)
    """Median held-out error of the points, metres."""


def _unique_zones(zones: tuple[Zone, ...]) -> tuple[Zone, ...]:
    doubled = _doubled([zone.id for zone in zones])
    if doubled:
        raise ValueError(f"zone id used twice: {doubled}")
    return zones


def _unique_overrides(overrides: tuple[RuleOverride, ...]) -> tuple[RuleOverride, ...]:
    doubled = _doubled([one.rule for one in overrides])
    if doubled:
        raise ValueError(f"rule overridden twice: {doubled}")
    return overrides


def _enough_points(points: tuple[PointPair, ...]) -> tuple[PointPair, ...]:
    if points and len(points) < 6:
        raise ValueError(f"{len(points)} ground points: a homography with a held-out error needs six or more")
    return points


def _doubled(names: list[str]) -> str:
    return ", ".join(sorted({one for one in names if names.count(one) > 1}))


Zones = Annotated[tuple[Zone, ...], Field(max_length=32), AfterValidator(_unique_zones)]
Overrides = Annotated[tuple[RuleOverride, ...], Field(max_length=32), AfterValidator(_unique_overrides)]
GroundPoints = Annotated[tuple[PointPair, ...], Field(max_length=64), AfterValidator(_enough_points)]


class Access(Model):
    """How to reach the camera. No secrets here: `credential` names one."""

    host: str | None = Field(default=None, max_length=_MOST_OF_A_HOST)
    """Host name or address; with `onvif: true` enough for everything else."""
    onvif: bool = True
    """Whether to ask the device by ONVIF for its addresses."""
    onvif_port: int = Field(default=80, ge=1, le=65535)
    """Port of the ONVIF device service."""
    onvif_path: str = Field(
        default="/onvif/device_service", pattern=r"^/\S*$", max_length=_MOST_OF_AN_ADDRESS
    )
    """Path of the ONVIF device service; gateways put many devices behind one address."""
    snapshot_url: str | None = Field(default=None, max_length=_MOST_OF_AN_ADDRESS)
    """A known JPEG address; tried after ONVIF's."""
    rtsp_url: str | None = Field(default=None, max_length=_MOST_OF_AN_ADDRESS)
    """A known stream address, best a substream; tried last."""
    credential: Slug | None = None
    """Name of a credential in the secrets file or environment."""
    host_key: str | None = Field(default=None, max_length=_MOST_OF_A_HOST)
    """Budget and circuit key, e.g. the NVR behind many channels; default: the host of the address."""

    @field_validator("host")
    @classmethod
    def _only_a_host(cls, host: str | None) -> str | None:
        if host is not None and (not host or set(host) & _NOT_IN_HOST or host.count(":") == 1):
            raise ValueError("write only a name or an address; port and path have keys of their own")
        return host

    @field_validator("host", "onvif_path", "snapshot_url", "rtsp_url", "host_key")
    @classmethod
    def _can_be_seen(cls, text: str | None) -> str | None:
        """A line break or half a character would break the request, or the log, that it is written into."""
        if text is not None and not text.isprintable():
            raise ValueError("holds a character that cannot be seen; write it again by hand")
        return text

    @field_validator("snapshot_url", "rtsp_url")
    @classmethod
    def _no_secret(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https", "rtsp", "rtsps"} or not parts.hostname:
            raise ValueError("not an http(s) or rtsp(s) address")
        if parts.password or parts.username:
            raise ValueError(
                "holds a user or password; put it in the secrets file and name it in `credential`"
            )
        if not has_port_in_range(url):
            raise ValueError("the port is none")
        return url

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if not (self.host or self.snapshot_url or self.rtsp_url):
            raise ValueError("no way to reach it: give host, snapshot_url or rtsp_url")
        if self.onvif and not self.host and not (self.snapshot_url or self.rtsp_url):
            raise ValueError("onvif needs a host")
        return self

    @property
    def budget_key(self) -> str:
        """The host that its load falls on."""
        if self.host_key:
            return self.host_key
        if self.host:
            return self.host
        return urlsplit(self.snapshot_url or self.rtsp_url or "").hostname or "?"


class Camera(Model):
    """One camera port."""

    id: Slug
    """Unique in the district; used in addresses and files."""
    name: str = Field(min_length=1, max_length=200)
    """What operators call it."""
    owner: Slug
    """Source owner: police, urban-management, property, education, market, building-site ..."""
    scene: Slug
    """Scene type that profiles select by: street, plaza, works_site, market ..."""
    position: Position
    """Where the camera stands."""
    access: Access
    """How to reach it."""
    pose: Pose | None = None
    """Where it looks; without it and without ground points, incidents are placed at the camera."""
    ground_points: GroundPoints = ()
    """Six or more point pairs for a homography; better than a pose."""
    calibration: Calibration | None = None
    """Of what picture the ground points are."""
    ptz: Ptz | None = None
    """How it is turned, where it can be."""
    zones: Zones = ()
    """Zones; empty means the whole picture with kind `any`."""
    profile: Slug | None = None
    """Override: this profile instead of the selected one."""
    overrides: Overrides = ()
    """Override: single values of the profile's rules."""
    period_s: float | None = Field(default=None, ge=0.1, le=86400)
    """Override: seconds between looks."""
    watch_fps: float | None = Field(default=None, ge=0.01, le=5)
    """Keep a warm stream and look this many times a second, instead of polling."""
    grid_code: str | None = Field(default=None, pattern=r"^\d{6}(\d{3}){0,3}$")
    """The owner's word on where it is in the grid; polygons win where they disagree."""
    enabled: bool = True
    """Whether to look at it at all."""

    @model_validator(mode="after")
    def _can_be_turned(self) -> Self:
        if self.ptz is None:
            return self
        if not (self.access.onvif and self.access.host):
            raise ValueError("ptz: it is turned by ONVIF; give access.host, with access.onvif")
        if self.watch_fps is not None:
            raise ValueError("ptz: a camera that is turned cannot be watched; leave watch_fps out")
        if self.ptz.zero_heading_deg is not None and self.pose is None:
            raise ValueError(
                "ptz: zero_heading_deg needs the height of the lens; give pose, of the home view"
            )
        return self

    @property
    def all_zones(self) -> tuple[Zone, ...]:
        """The zones, or the whole picture."""
        return self.zones or (WHOLE_PICTURE,)


ZoneUse = Literal["foot", "centre", "overlap"]
"""Which part of a box must lie in a zone."""
