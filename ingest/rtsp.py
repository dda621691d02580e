"""One key frame of an RTSP stream: open, decode one picture, close. Blocks; every wait has a deadline.

Trap: an open stream proves nothing. A camera may answer PLAY and send nothing, and opening still succeeds
after its time-out; only a decoded picture is success.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar
from urllib.parse import quote, urlsplit

import av
import av.container
import av.error
import av.video
import numpy as np

from core.clock import Clock
from core.config.settings.looking import Looking
from core.errors import LookError
from core.frame import Image
from core.look import LookFailureKind
from core.secrets import Credential
from ingest.access import LoginRefused
from ingest.shown import shown

T = TypeVar("T")

# Probing stops at once: the session description tells the codec. `nobuffer` must not be added to this,
# it costs a whole group of pictures (measured 2.1 s against 0.2 s).
QUICK = {"rtsp_transport": "tcp", "allowed_media_types": "video", "analyzeduration": "1", "probesize": "32"}

# For cameras whose session description lacks the parameter sets, so that the size is not known at once.
THOROUGH = {**QUICK, "analyzeduration": "500000", "probesize": "500000"}


def grab(url: str, credential: Credential | None, *, looking: Looking, clock: Clock) -> Image:
    """Return the next key frame of the stream as (h, w, 3) uint8 BGR.

    Blocks for at most about `open_s` and twice `read_s` seconds of `looking`, and once more where the size
    was not known at first.

    Raises:
        LookError: by kind; `LoginRefused` when the camera refused the login. No text holds the login.
    """
    address = with_login(url, credential)

    def attempt() -> Image:
        with open_stream(address, looking, QUICK) as container:
            if video_of(container, url).codec_context.width:
                return first_picture(container, url, looking=looking, clock=clock)
        with open_stream(address, looking, THOROUGH) as container:
            return first_picture(container, url, looking=looking, clock=clock)

    return naming_failures(attempt, url, credential, looking=looking, clock=clock)


def first_picture(
    container: av.container.InputContainer, where: str, *, looking: Looking, clock: Clock
) -> Image:
    """Decode the first sound key frame of an open stream or file.

    Raises:
        LookError: NO_FRAME (no video, or it ended without one), TIMEOUT, TOO_LARGE.
    """
    stream = video_of(container, where)
    stream.codec_context.skip_frame = "NONKEY"
    stream.codec_context.thread_count = 1  # one picture gains nothing from threads
    check_size(stream.codec_context.width, stream.codec_context.height, where, looking)
    give_up = clock.monotonic() + looking.read_s
    for packet in container.demux(stream):
        for frame in packet.decode():
            if isinstance(frame, av.video.VideoFrame) and not frame.is_corrupt:
                return to_image(frame, where, looking)
        if clock.monotonic() > give_up:
            raise LookError(
                LookFailureKind.NO_FRAME,
                f"{shown(where)} sends, but no key frame came within {looking.read_s:g} s;"
                " shorten the camera's key frame interval, or let it be asked for snapshots",
            )
    raise LookError(LookFailureKind.NO_FRAME, f"{shown(where)} ended without a picture")


def to_image(frame: av.video.VideoFrame, where: str, looking: Looking) -> Image:
    """Convert to (h, w, 3) uint8 BGR; TOO_LARGE where there are too many pixels."""
    check_size(frame.width, frame.height, where, looking)
    return np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)


def check_size(width: int, height: int, where: str, looking: Looking) -> None:
    """Refuse pictures with more pixels than allowed."""
    if width * height > looking.max_pixels:
        raise LookError(
            LookFailureKind.TOO_LARGE,
            f"{shown(where)} has {width} x {height} pixels, allowed are {looking.max_pixels} in all",
        )


def video_of(container: av.container.InputContainer, where: str) -> av.VideoStream:
    """Return the first video stream, or raise NO_FRAME."""
    if not container.streams.video:
        raise LookError(LookFailureKind.NO_FRAME, f"{shown(where)} offers no video")
    return container.streams.video[0]


@contextmanager
def open_stream(
    address: str, looking: Looking, options: dict[str, str]
) -> Iterator[av.container.InputContainer]:
    """Open with deadlines and close.

    A silent stream is waited for twice, in opening (which then succeeds) and in the first read: each wait
    gets half of `read_s`.
    """
    container = av.open(address, options=dict(options), timeout=(looking.open_s, looking.read_s / 2))
    try:
        yield container
    finally:
        container.close()


def with_login(url: str, credential: Credential | None) -> str:
    """Return the address with the login in it, percent-encoded: FFmpeg takes it in no other way.

    The result must not leave this package's callers: it is a secret. NO_ADDRESS for what is not rtsp(s).
    """
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        right = parts.scheme in {"rtsp", "rtsps"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        right = False
    if not right:
        raise LookError(LookFailureKind.NO_ADDRESS, f"{shown(url)} is not an rtsp(s) address")
    if credential is not None:
        login = f"{quote(credential.user, safe='')}:{quote(credential.password, safe='')}"
        host = f"{login}@{host}"
    return parts._replace(netloc=host).geturl()


def naming_failures(
    attempt: Callable[[], T], url: str, credential: Credential | None, *, looking: Looking, clock: Clock
) -> T:
    """Return what `attempt` returns; what FFmpeg raises becomes a LookError without its text.

    FFmpeg's texts repeat the address with the login. So the failure is raised outside of the handler:
    not even its chained context holds the secret.
    """
    started = clock.monotonic()
    try:
        return attempt()
    except (av.error.FFmpegError, OSError, EOFError) as error:
        failure = _named(error, shown(url), credential)
        waited_in_vain = isinstance(error, av.error.InvalidDataError) and (
            clock.monotonic() - started >= 0.9 * looking.open_s  # how FFmpeg tells a silent RTSP server
        )
    if waited_in_vain:
        failure = LookError(LookFailureKind.TIMEOUT, f"{shown(url)} did not answer in time")
    raise failure


_KINDS: tuple[tuple[type[BaseException], LookFailureKind, str], ...] = (
    (av.error.HTTPForbiddenError, LookFailureKind.LOGIN_REFUSED, "forbids the stream to this user"),
    (av.error.HTTPNotFoundError, LookFailureKind.BAD_ANSWER, "has no such stream (404)"),
    (av.error.HTTPServerError, LookFailureKind.BAD_ANSWER, "answered with a server error (5xx)"),
    (av.error.HTTPClientError, LookFailureKind.BAD_ANSWER, "refused the request (4xx)"),
    (av.error.ExitError, LookFailureKind.TIMEOUT, "did not answer in time"),
    (TimeoutError, LookFailureKind.TIMEOUT, "did not answer in time"),
    (EOFError, LookFailureKind.NO_FRAME, "closed the stream before a picture came"),
    (av.error.InvalidDataError, LookFailureKind.BAD_ANSWER, "sends what is neither RTSP nor video"),
    (OSError, LookFailureKind.UNREACHABLE, "cannot be connected to, or broke the connection"),
    (BaseException, LookFailureKind.BAD_ANSWER, "cannot be read"),
)


def _named(error: BaseException, where: str, credential: Credential | None) -> LookError:
    if isinstance(error, av.error.HTTPUnauthorizedError):
        if credential is None:
            return LookError(
                LookFailureKind.NO_CREDENTIAL, f"{where} wants a login and none is configured for the camera"
            )
        return LoginRefused(f"{where} refused the login of user {credential.user!r}", attempts=1)
    kind, words = next((kind, words) for cls, kind, words in _KINDS if isinstance(error, cls))
    if kind is LookFailureKind.LOGIN_REFUSED:
        return LoginRefused(f"{where} {words}", attempts=int(credential is not None))
    return LookError(kind, f"{where} {words}")
