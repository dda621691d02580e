"""Simulated cameras and little pictures for the tests of the servers."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import av
import cv2
import numpy as np

from core.clock import Clock, SystemClock
from core.frame import Image
from core.secrets import Credential
from gridwatch.simulator.device import Device
from gridwatch.simulator.faults import Fault, FaultKind, Faults
from gridwatch.simulator.fleet import Fleet

LOGIN = Credential(user="viewer", password="p@ss:w/rd#1")


def device(camera_id: str = "cam-1", **changes: Any) -> Device:
    """Build a small camera with a login."""
    values: dict[str, Any] = {"login": LOGIN, "size": (320, 180), "substream": (160, 90)}
    return Device(id=camera_id, **(values | changes))


def fleet(
    *devices: Device,
    faults: Iterable[Fault] = (),
    clock: Clock | None = None,
    script_s: Callable[[], float] | None = None,
) -> Fleet:
    """Build a fleet; one default camera when none is given."""
    return Fleet(devices or (device(),), faults=Faults(faults), clock=clock, script_s=script_s)


def fault(kind: FaultKind, camera: str = "cam-1", **changes: Any) -> Fault:
    """Build a fault of cam-1 that never ends."""
    return Fault(camera=camera, kind=kind, **changes)


def street(camera_id: str, t: float) -> Image:
    """Draw a picture with texture whose bright bar moves with the seconds."""
    rng = np.random.default_rng(len(camera_id))
    image = np.asarray(
        cv2.resize(rng.integers(40, 200, (18, 32, 3), np.uint8), (320, 180), interpolation=cv2.INTER_NEAREST),
        np.uint8,
    )
    left = int(t * 20) % 300
    image[:, left : left + 20] = 255
    return image


def decode(jpeg: bytes) -> Image:
    """Decode a JPEG, or fail."""
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    return np.asarray(image, np.uint8)


async def in_thread(work: Callable[[], Any]) -> Any:
    """Run a blocking client beside the servers of this loop, for 20 seconds at most."""
    return await asyncio.wait_for(asyncio.to_thread(work), 20)


WEBHOOK_SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
CALLBACK_SECRET = "whsec_" + base64.b64encode(bytes(range(32, 64))).decode()


def sign(secret: str, message_id: str, stamp: int, body: bytes) -> str:
    """Sign by hand as Standard Webhooks 1.0.0 says, without any library of theirs or ours."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    made = hmac.new(key, f"{message_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(made).decode()


def webhook(
    incident_id: str = "inc-1",
    *,
    version: int = 1,
    event: str = "opened",
    message_id: str | None = None,
    secret: str = WEBHOOK_SECRET,
    **changes: Any,
) -> tuple[dict[str, str], bytes]:
    """Build a signed incident message of now: `(headers, body)`."""
    name = message_id or f"evt-{incident_id}-{version}"
    envelope = {
        "specversion": "1.0",
        "id": name,
        "source": "urn:gridwatch:test",
        "type": f"gridwatch.incident.{event}.v1",
        "subject": incident_id,
        "data": {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [120.25, 30.45]},
            "properties": {"incident_id": incident_id, "version": version, "title": {"zh": "建筑垃圾"}},
        },
    }
    body = json.dumps(envelope | changes, ensure_ascii=False).encode()
    stamp = int(SystemClock().now().timestamp())
    headers = {
        "Content-Type": "application/cloudevents+json; charset=utf-8",
        "Webhook-Id": name,
        "Webhook-Timestamp": str(stamp),
        "Webhook-Signature": sign(secret, name, stamp, body),
    }
    return headers, body


def write_clip(
    path: Path,
    *,
    seconds: float = 3.0,
    fps: int = 10,
    codec: str = "libx264",
    picture: Callable[[str, float], Image] = street,
) -> Path:
    """Write a clip of the moving bar, with a keyframe every 2 s and pictures out of order where x264 likes it."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=fps)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        stream.codec_context.gop_size = 2 * fps
        stream.codec_context.thread_count = 1
        for number in range(round(seconds * fps)):
            frame = av.VideoFrame.from_ndarray(picture("clip", number / fps), format="bgr24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def bar(image: Image) -> float:
    """Return where the middle of the bright bar of `street` is, in pixels of a picture 320 wide."""
    columns = image.min(axis=(0, 2)).astype(float)
    bright = np.flatnonzero(columns > 215)
    return float(bright.mean()) * 320 / image.shape[1] if bright.size else -1.0


LOOK_OPTIONS = {"rtsp_transport": "tcp", "analyzeduration": "1", "probesize": "32"}


def grab(url: str, *, count: int = 1, login: bool = True, **options: str) -> list[tuple[Image, bool]]:
    """Read pictures as a look does; return each with whether it was a keyframe."""
    if login:
        user, password = quote(LOGIN.user, safe=""), quote(LOGIN.password, safe="")
        url = url.replace("rtsp://", f"rtsp://{user}:{password}@")
    frames: list[tuple[Image, bool]] = []
    with av.open(url, options=LOOK_OPTIONS | options, timeout=(1.0, 1.0)) as container:
        stream = container.streams.video[0]
        stream.codec_context.thread_count = 1
        for frame in container.decode(stream):
            frames.append((np.asarray(frame.to_ndarray(format="bgr24"), np.uint8), bool(frame.key_frame)))
            if len(frames) == count:
                break
    return frames
