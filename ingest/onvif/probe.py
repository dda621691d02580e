"""What an administrator wants to know about a camera: what it is, what it gives, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from core.clock import Clock
from core.config.camera import Camera
from core.config.settings import Looking
from core.errors import LookError
from core.look import LookFailureKind
from core.secrets import Credential
from ingest.access import Addresses, DeviceInfo, LoginKind, MediaKind
from ingest.onvif import read
from ingest.onvif.conversation import converse
from ingest.onvif.read import MediaProfile, Preset
from ingest.onvif.survey import Survey
from ingest.onvif.wsdl import document

_SLOW_KEYFRAMES_S = 10.0  # a keyframe grab waits for this long at worst

_CURES: dict[LookFailureKind, str] = {
    LookFailureKind.UNREACHABLE: (
        "check power, cable, host and onvif_port, and that routers and firewalls let us through"
    ),
    LookFailureKind.TIMEOUT: (
        "check the load of device and network; raise looking.onvif_s only for a device known to be slow"
    ),
    LookFailureKind.LOGIN_REFUSED: (
        "check user and password, and that the user exists for ONVIF (Hikvision keeps a list of its own); "
        "wait before the next try, cameras lock accounts"
    ),
    LookFailureKind.NO_CREDENTIAL: "put a login in the secrets file and name it in access.credential",
    LookFailureKind.NO_ADDRESS: "enable a video profile on the device, or give snapshot_url or rtsp_url",
    LookFailureKind.BAD_ANSWER: (
        "check onvif_port and onvif_path, that ONVIF is enabled (Hikvision: off by default), and the firmware"
    ),
    LookFailureKind.TOO_LARGE: "check that the port is the device's ONVIF service",
    LookFailureKind.INTERNAL: "report this to the makers of Gridwatch, with the device's model and firmware",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing that is wrong, and what to do about it."""

    code: str  # stable, e.g. "clock_off" or a LookFailureKind
    what: str  # one sentence
    cure: str  # one sentence
    fatal: bool = False  # whether the camera cannot be looked at by ONVIF because of it


@dataclass(frozen=True, kw_only=True, slots=True)
class ProbeResult:
    """What one probe found. Holds no secret."""

    camera_id: str
    host: str
    port: int
    login: LoginKind = "none"
    media: MediaKind | None = None
    device: DeviceInfo | None = None
    clock_offset_s: float | None = None  # the camera's clock minus ours; None when it could not be read
    profiles: tuple[MediaProfile, ...] = ()
    snapshot_url: str | None = None
    rtsp_url: str | None = None
    substream_url: str | None = None
    presets: tuple[Preset, ...] = ()
    problems: tuple[Problem, ...] = ()
    took_s: float = 0.0  # seconds

    @property
    def ok(self) -> bool:
        """Whether Gridwatch can look at it by ONVIF."""
        return not any(problem.fatal for problem in self.problems)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types."""
        return asdict(self) | {"ok": self.ok}

    def to_row(self) -> dict[str, str]:
        """Return one line of a table: column to text."""
        device, offset = self.device, self.clock_offset_s
        sizes = [f"{one.width}x{one.height} {one.encoding}" for one in self.profiles if one.width]
        return {
            "camera": self.camera_id,
            "address": f"{self.host}:{self.port}",
            "ok": "yes" if self.ok else "no",
            "device": f"{device.manufacturer} {device.model}".strip() if device else "",
            "firmware": device.firmware if device else "",
            "login": self.login,
            "clock": "" if offset is None else f"{round(offset):+d} s",
            "profiles": ", ".join(sizes[:4]) + (f" (+{len(sizes) - 4})" if len(sizes) > 4 else ""),
            "snapshot": "yes" if self.snapshot_url else "no",
            "stream": "yes" if self.rtsp_url or self.substream_url else "no",
            "presets": str(len(self.presets)),
            "problems": "; ".join(problem.what for problem in self.problems),
            "cure": "; ".join(problem.cure for problem in self.problems),
        }


def probe(
    camera: Camera,
    credential: Credential | None,
    *,
    looking: Looking,
    clock: Clock,
    remembered: Addresses | None = None,
) -> ProbeResult:
    """Ask a camera everything and say what is wrong. Blocks; never raises for what the camera does.

    What was learnt before a failure is in the result. Safe to call from several threads at once.
    """
    access = camera.access
    started = clock.monotonic()
    survey: Survey | None = None
    login: LoginKind = "none"
    failed: tuple[Problem, ...] = ()
    try:
        document("ptz")  # parsed before the deadline starts to run
        with converse(
            camera, credential, looking=looking, clock=clock, remembered=remembered
        ) as conversation:
            survey = Survey(conversation, access.onvif_path, remembered=remembered)
            try:
                survey.run()
                survey.find_presets()
            finally:
                login = conversation.login.kind
    except LookError as failure:
        failed = (_problem_of(failure),)
    told: dict[str, Any] = {}
    remarks: tuple[Problem, ...] = ()
    if survey is not None:
        told = {
            name: getattr(survey, name)
            for name in (
                "media",
                "device",
                "profiles",
                "snapshot_url",
                "rtsp_url",
                "substream_url",
                "presets",
            )
        }
        told["clock_offset_s"] = survey.clock.offset_s
        remarks = tuple(_remarks(survey, login, credential, looking))
    return ProbeResult(
        camera_id=camera.id,
        host=access.host or "",
        port=access.onvif_port,
        login=login,
        problems=failed + remarks,
        took_s=round(clock.monotonic() - started, 3),
        **told,
    )


def _problem_of(failure: LookError) -> Problem:
    cure = _CURES.get(failure.kind, "look at the device by its own web page")
    return Problem(code=failure.kind.value, what=failure.detail, cure=cure, fatal=True)


def _remarks(
    survey: Survey, login: LoginKind, credential: Credential | None, looking: Looking
) -> Iterator[Problem]:
    """Yield what does not stop a look, and should be put right."""
    offset = survey.clock.offset_s
    if offset is not None and abs(offset) > looking.clock_tolerance_s:
        yield Problem(
            code="clock_off",
            what=f"the camera's clock is off by {offset:+.0f} s",
            cure="set the camera to the district's time server (NTP) and its zone, without summer time in China",
        )
    if survey.clock.source != "onvif" and survey.profiles:
        yield Problem(
            code="clock_unread",
            what="the camera does not tell its time by ONVIF",
            cure="set it to a time server, so that its time need not be asked",
        )
    if survey.services_fault and survey.services:
        yield Problem(
            code="old_services",
            what=f"GetServices does not work ({survey.services_fault})",
            cure="nothing need be done; newer firmware would offer Media2",
        )
    if survey.rewritten:
        yield Problem(
            code="inside_address",
            what=f"the device calls itself {survey.rewritten}, which is not the host it is reached by",
            cure="nothing need be done for HTTP; forward its RTSP port under the same number",
        )
    if login == "wsse":
        yield Problem(
            code="token_login",
            what="the device took a WS-UsernameToken and no HTTP digest",
            cure="enable digest authentication on the device where it can be; keep its clock right",
        )
    if login == "none" and survey.choice is not None and credential is None:
        yield Problem(
            code="no_login",
            what="the device gives its addresses to anybody",
            cure="set a password on the device and name it in access.credential",
        )
    yield from _media_remarks(survey)


def _media_remarks(survey: Survey) -> Iterator[Problem]:
    for what, why in survey.missing.items():
        yield Problem(
            code=f"no_{what.replace(' ', '_')}",
            what=f"no {what}: {why}",
            cure="nothing need be done where a snapshot or a stream is left; else give its address in the camera file",
        )
    channels = read.sources(survey.profiles)
    if channels > 1:
        yield Problem(
            code="several_sources",
            what=f"the device has {channels} video sources and only the first is used",
            cure="make one camera of each channel, with its own onvif_path, snapshot_url or rtsp_url",
        )
    if survey.choice is None:
        return
    sub = survey.choice.sub
    if sub.width * sub.height > 1280 * 720:
        yield Problem(
            code="large_substream",
            what=f"the smallest useful stream is {sub.width}x{sub.height}",
            cure="set up a substream of 640x360 to 1280x720 on the device: it costs a quarter to look at",
        )
    if sub.gop and sub.fps and sub.gop / sub.fps > _SLOW_KEYFRAMES_S:
        yield Problem(
            code="rare_keyframes",
            what=f"a keyframe comes every {sub.gop / sub.fps:.0f} s",
            cure="set the keyframe interval to twice the frame rate, and turn smart codecs (H.264+, H.265+) off",
        )
