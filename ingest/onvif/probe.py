"""What an administrator wants to know about a camera: what it is, what it gives, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from core.clock import Clock
from core.config.camera import Camera
from core.config.settings.looking import Looking
from core.errors import LookError
from core.secrets import Credential
from ingest.access import Addresses, DeviceInfo, LoginKind, MediaKind
from ingest.onvif import read
from ingest.onvif.advice import advice
from ingest.onvif.conversation import converse
from ingest.onvif.read import MediaProfile, Preset
from ingest.onvif.survey import Survey
from ingest.onvif.trouble import code_of
from ingest.onvif.wsdl import Service, document
from ingest.shown import without_login

_SERVICES: tuple[Service, ...] = ("device", "media", "ptz")
_SLOW_KEYFRAMES_S = 10.0  # a keyframe grab waits for this long at worst


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing that is wrong, and what to do about it."""

    code: str  # a key of advice.ADVICE; stable
    what: str  # one sentence about this camera
    cure: str  # one sentence
    cure_zh: str = ""  # the same in Chinese
    fatal: bool = False  # whether the camera cannot be looked at by ONVIF because of it

    @classmethod
    def of(cls, code: str, what: str) -> Self:
        """Return what is wrong, with its cure by the book."""
        book = advice(code)
        return cls(
            code=code, what=what, cure=book.cure[0], cure_zh=book.cure[1], fatal=book.weight == "broken"
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class ProbeResult:
    """What one probe found. Addresses are as the device tells them, and some devices write a login into them."""

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
        """Return plain JSON types without any login; `from_json` reads them back."""
        urls = {
            name: without_login(url) if (url := getattr(self, name)) is not None else None
            for name in ("snapshot_url", "rtsp_url", "substream_url")
        }
        return asdict(self) | urls | {"ok": self.ok}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote.

        Raises:
            ValueError: it is something else.
        """
        try:
            plain = {name: told[name] for name in cls.__slots__}
            device = plain["device"]
            return cls(
                **plain
                | {
                    "device": DeviceInfo(**device) if device else None,
                    "profiles": tuple(MediaProfile(**one) for one in plain["profiles"]),
                    "presets": tuple(Preset(**one) for one in plain["presets"]),
                    "problems": tuple(Problem(**one) for one in plain["problems"]),
                }
            )
        except (KeyError, TypeError) as wrong:
            raise ValueError(f"no result of a probe ({wrong})") from None

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
    for service in _SERVICES:
        document(service)  # parsed once a process, before this camera's time starts to run
    started = clock.monotonic()
    survey: Survey | None = None
    login: LoginKind = "none"
    failed: tuple[Problem, ...] = ()
    try:
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
        failed = (Problem.of(code_of(failure), failure.detail),)
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


def _remarks(
    survey: Survey, login: LoginKind, credential: Credential | None, looking: Looking
) -> Iterator[Problem]:
    """Yield what does not stop a look, and should be put right."""
    offset = survey.clock.offset_s
    if offset is not None and abs(offset) > looking.clock_tolerance_s:
        yield Problem.of("clock_off", f"the camera's clock is off by {offset:+.0f} s")
    if survey.clock.source != "onvif" and survey.profiles:
        yield Problem.of("clock_unread", "the camera does not tell its time by ONVIF")
    if survey.services_fault and survey.services:
        yield Problem.of("old_services", f"GetServices does not work ({survey.services_fault})")
    if survey.rewritten:
        yield Problem.of(
            "inside_address",
            f"the device calls itself {survey.rewritten}, which is not the host it is reached by",
        )
    if login == "wsse":
        yield Problem.of("token_login", "the device took a WS-UsernameToken and no HTTP digest")
    if login == "none" and survey.choice is not None and credential is None:
        yield Problem.of("no_login", "the device gives its addresses to anybody")
    yield from _media_remarks(survey)


def _media_remarks(survey: Survey) -> Iterator[Problem]:
    for what, why in survey.missing.items():
        yield Problem.of(f"no_{what.replace(' ', '_')}", f"no {what}: {why}")
    channels = read.sources(survey.profiles)
    if channels > 1:
        yield Problem.of(
            "several_sources", f"the device has {channels} video sources and only the first is used"
        )
    if survey.choice is None:
        return
    sub = survey.choice.sub
    if sub.width * sub.height > 1280 * 720:
        yield Problem.of("large_substream", f"the smallest useful stream is {sub.width}x{sub.height}")
    if sub.gop and sub.fps and sub.gop / sub.fps > _SLOW_KEYFRAMES_S:
        yield Problem.of("rare_keyframes", f"a keyframe comes every {sub.gop / sub.fps:.0f} s")
