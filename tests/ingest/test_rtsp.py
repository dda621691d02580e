"""Key frames from a real RTSP conversation, and every way in which a camera can spoil it."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import av
import pytest

from core.clock import SystemClock
from core.config.settings.looking import Looking
from core.errors import LookError
from core.frame import Image
from core.look import LookFailureKind as Kind
from core.secrets import Credential
from ingest.access import LoginRefused
from ingest.rtsp import first_picture, grab, with_login
from tests.fakes.rtsp_camera import Clip, Fault, RtspCamera

LOOKING = Looking(open_s=0.6, read_s=0.6)
LOGIN = Credential(user="ad min", password="p:w/@é%hush")
CODECS = {"H264": "short_h264_16kB.mp4", "H265": "short_h265_16kB.mp4"}


@pytest.fixture(scope="module")
def clips(shared_data: Path) -> dict[str, Clip]:
    """Two clips cut into NAL units."""
    return {codec: Clip.read(shared_data / "clips" / name) for codec, name in CODECS.items()}


async def grabbed(url: str, credential: Credential | None = None, looking: Looking = LOOKING) -> Image:
    """A key frame, which must come or fail within the deadlines."""
    async with asyncio.timeout(3):
        return await asyncio.to_thread(grab, url, credential, looking=looking, clock=SystemClock())


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("sprop", [True, False])
async def test_one_session_brings_one_picture(clips: dict[str, Clip], codec: str, sprop: bool):
    """H.264 and H.265, parameter sets in the description or only in the stream, odd characters in the login."""
    async with RtspCamera(clips[codec], credential=LOGIN, sprop=sprop) as camera:
        image = await grabbed(camera.url, LOGIN)
        assert image.shape == (240, 320, 3)
        assert image.std() > 10
        assert (camera.plays, camera.refused) == (1, 0)


@pytest.mark.parametrize("codec", CODECS)
def test_the_same_decoding_reads_a_file(shared_data: Path, codec: str):
    """Files and streams share one path."""
    with av.open(str(shared_data / "clips" / CODECS[codec])) as container:
        image = first_picture(container, "file", looking=LOOKING, clock=SystemClock())
        assert container.streams.video[0].codec_context.skip_frame == "NONKEY"  # the rest is not paid for
    assert image.shape == (240, 320, 3)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault.DEAF, Kind.TIMEOUT),
        (Fault.SILENT, Kind.TIMEOUT),
        (Fault.GONE, Kind.BAD_ANSWER),
        (Fault.BUSY, Kind.BAD_ANSWER),
        (Fault.GARBAGE, Kind.BAD_ANSWER),
        (Fault.FORBIDDEN, Kind.LOGIN_REFUSED),
        (Fault.SOUND_ONLY, Kind.NO_FRAME),
        (Fault.HANG_UP, Kind.NO_FRAME),
        (Fault.NO_KEY, Kind.NO_FRAME),
    ],
)
async def test_every_fault_has_its_name_and_hides_the_login(
    clips: dict[str, Clip],
    fault: Fault,
    kind: Kind,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
):
    """An open stream that sends nothing is a failure; the login is in no text, log or chained exception."""
    caplog.set_level(logging.DEBUG)
    async with RtspCamera(clips["H264"], fault=fault) as camera:
        with pytest.raises(LookError) as raised:
            await grabbed(camera.url, LOGIN)
    assert raised.value.kind is kind
    assert raised.value.__context__ is None
    printed = capfd.readouterr()
    assert "hush" not in str(raised.value) + caplog.text + printed.out + printed.err


async def test_a_refused_login_is_shown_once(clips: dict[str, Clip]):
    """One attempt, counted; without a credential none is shown."""
    async with RtspCamera(clips["H264"], credential=LOGIN) as camera:
        with pytest.raises(LoginRefused) as raised:
            await grabbed(camera.url, Credential(user="ad min", password="hush"))
        assert (raised.value.attempts, camera.refused) == (1, 1)
        with pytest.raises(LookError) as bare:
            await grabbed(camera.url)
        assert (bare.value.kind, camera.refused) == (Kind.NO_CREDENTIAL, 1)


async def test_too_many_pixels_are_refused_before_decoding(clips: dict[str, Clip]):
    """The size in the parameter sets is enough."""
    async with RtspCamera(clips["H264"]) as camera:
        with pytest.raises(LookError) as raised:
            await grabbed(camera.url, looking=Looking(max_pixels=10_000))
    assert raised.value.kind is Kind.TOO_LARGE


async def test_nobody_there(clips: dict[str, Clip]):
    """Refused connection, unknown name, nonsense address."""
    async with RtspCamera(clips["H264"]) as camera:
        url = camera.url
    for bad, kind in (
        (url, Kind.UNREACHABLE),
        ("rtsp://no-such-camera.invalid/x", Kind.UNREACHABLE),
        ("http://127.0.0.1/x", Kind.NO_ADDRESS),
        ("rtsp://127.0.0.1:notaport/x", Kind.NO_ADDRESS),
    ):
        with pytest.raises(LookError) as raised:
            await grabbed(bad, LOGIN)
        assert raised.value.kind is kind


def test_the_login_is_percent_encoded_and_replaces_any_other():
    """The usual failure: @ # / : in passwords."""
    login = Credential(user="a@b", password="x:/#@?%")
    assert with_login("rtsp://old:login@[fe80::1]:8554/a?b=c", login) == (
        "rtsp://a%40b:x%3A%2F%23%40%3F%25@[fe80::1]:8554/a?b=c"
    )
    assert with_login("rtsp://h/x", None) == "rtsp://h/x"
