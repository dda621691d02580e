"""What a simulated camera is: its name, its login, its views and its manufacturer's habits."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from core.secrets import Credential


class Accepts(StrEnum):
    """A way of logging in that a camera understands."""

    DIGEST = "digest"  # HTTP digest, RFC 7616 with MD5
    BASIC = "basic"  # HTTP basic, snapshots only
    TOKEN = "token"  # noqa: S105 - WS-UsernameToken in the SOAP header; the name of a method, not a secret


class Quirk(StrEnum):
    """A habit seen in the field that a client has to live with."""

    NO_GET_SERVICES = "no_get_services"  # older devices answer GetServices with a fault
    NO_DATE_AND_TIME = "no_date_and_time"  # HiKam A7
    LOGIN_FOR_EVERYTHING = "login_for_everything"  # Axis: even the operations that need none
    FLOAT_FRAME_RATE = "float_frame_rate"  # "30.0" where xs:int is required
    NAT_INSIDE = "nat_inside"  # addresses of the network behind the router
    BAD_LOGIN_400 = "bad_login_400"  # a refused login is HTTP 400 with ter:NotAuthorized, never 401
    NO_SNAPSHOT_URI = "no_snapshot_uri"  # GetSnapshotUri answers with an empty address
    ZULU_ONLY = "zulu_only"  # Hikvision: Created must end in Z
    NO_SOAP = "no_soap"  # every SOAP call is 404
    CUT_XML = "cut_xml"  # SOAP answers end in the middle
    NO_KEEP_ALIVE = "no_keep_alive"  # closes the connection after every answer
    GENERIC_360 = "generic_360"  # Yi-hack: the generic space told as 0..360 and 0..180
    NO_ABSOLUTE_SPACES = "no_absolute_spaces"  # Dahua: absolute spaces empty
    REVERSED_AXES = "reversed_axes"  # thingino: pan and tilt grow the other way
    NO_MOVE_STATUS = "no_move_status"  # GetStatus without MoveStatus
    NO_POSITION = "no_position"  # GetStatus without Position
    GENERIC_STATUS = "generic_status"  # takes degrees, and tells its position in the generic space


@dataclass(frozen=True, kw_only=True, slots=True)
class Preset:
    """A stored PTZ position, in ONVIF's generic space."""

    token: str
    name: str
    pan: float = 0.0  # -1..1
    tilt: float = 0.0  # -1..1
    zoom: float = 0.0  # 0..1


@dataclass(frozen=True, kw_only=True, slots=True)
class Bearing:
    """Where a head points: degrees from its zero, by ONVIF's spherical space."""

    pan: float = 0.0  # to the right
    tilt: float = 0.0  # upwards; -90 is straight down
    zoom: float = 0.0  # 0 wide .. 1 tele


@dataclass(frozen=True, kw_only=True, slots=True)
class Turning:
    """How a PTZ head turns."""

    spherical: bool = True  # whether it takes degrees
    zero_heading_deg: float = 0.0  # direction of view at pan 0, clockwise from north
    pan_deg: tuple[float, float] = (-180.0, 180.0)
    tilt_deg: tuple[float, float] = (-90.0, 0.0)
    hfov_deg: tuple[float, float] = (62.0, 4.0)  # wide, tele
    sensor_mm: float | None = None  # width of its sensor: it then takes its zoom as a focal length as well
    speed_dps: float = 80.0  # degrees a second
    home: Bearing = Bearing()


DIGEST_AND_TOKEN = frozenset({Accepts.DIGEST, Accepts.TOKEN})


@dataclass(frozen=True, kw_only=True, slots=True)
class Device:
    """One simulated camera. A fleet holds thousands: no sockets, threads or pictures in here."""

    id: str
    name: str = "Gridwatch simulated camera"
    login: Credential | None = field(default=None, repr=False)  # None: anonymous access
    accepts: frozenset[Accepts] = DIGEST_AND_TOKEN
    quirks: frozenset[Quirk] = frozenset()
    presets: tuple[Preset, ...] = ()  # not empty: the camera is PTZ
    turning: Turning | None = None  # how it turns; without it a PTZ camera has presets and no angles
    travel_s: float = 1.5  # seconds from one preset to the next, where `turning` does not say
    media2: bool = True  # offers Media2 beside Media
    size: tuple[int, int] = (1280, 720)  # main stream, pixels
    substream: tuple[int, int] = (640, 360)  # pixels, even numbers
    fps: int = 5  # of both streams
    clock_offset_s: float = 0.0  # its clock against the right time
    token_window_s: float = 5.0  # how old or new a token's Created may be, by its own clock
    stream_sessions: int = 4  # RTSP sessions at a time
    manufacturer: str = "Gridwatch"
    model: str = "GW-SIM-2"
    firmware: str = "V5.7.13"

    def has(self, quirk: Quirk) -> bool:
        """Whether the camera has this habit."""
        return quirk in self.quirks

    @property
    def can_turn(self) -> bool:
        """Whether it is a PTZ camera."""
        return bool(self.presets) or self.turning is not None

    @property
    def stream_sizes(self) -> dict[str, tuple[int, int]]:
        """Size in pixels of each stream, by its name in the RTSP address."""
        return {"main": self.size, "sub": self.substream}
