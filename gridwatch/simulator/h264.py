"""Pictures to H.264 with x264 inside PyAV, as a camera's encoder does it: baseline, no delay."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import av
import numpy as np

from core.frame import Image

IDR, SPS, PPS = 5, 7, 8
_SENT = frozenset({1, IDR, SPS, PPS})  # access unit delimiters and x264's own remarks stay here


def split_nals(stream: bytes) -> list[bytes]:
    """Split an Annex B byte stream at its start codes; the units come without them (H.264 annex B.1.1)."""
    units = []
    at = stream.find(b"\x00\x00\x01")
    while at >= 0:
        begin = at + 3
        at = stream.find(b"\x00\x00\x01", begin)
        unit = stream[begin : at if at >= 0 else len(stream)].rstrip(b"\x00")
        if unit:
            units.append(unit)
    return units


def nal_type(unit: bytes) -> int:
    """Return the `nal_unit_type` of a unit."""
    return unit[0] & 0x1F


class Encoder:
    """Encodes one stream. The first picture, and one every `key_every` after it, is a keyframe.

    Not for two threads at a time. `size` is (width, height), both even.
    """

    def __init__(self, size: tuple[int, int], fps: int, *, key_every: int | None = None) -> None:
        if size[0] % 2 or size[1] % 2:
            raise ValueError(f"H.264 wants even numbers of pixels, got {size[0]}x{size[1]}")
        codec = av.CodecContext.create("libx264", "w")
        assert isinstance(codec, av.VideoCodecContext)  # noqa: S101 - for mypy; libx264 is a video codec
        codec.width, codec.height = size
        codec.pix_fmt = "yuv420p"
        codec.time_base = Fraction(1, fps)
        codec.framerate = Fraction(fps)
        codec.thread_count = 1
        interval = key_every or 2 * fps
        codec.options = {
            "preset": "ultrafast",
            "tune": "zerolatency",
            "profile": "baseline",
            "crf": "26",
            "x264-params": f"keyint={interval}:min-keyint={interval}:scenecut=0:repeat-headers=1:sliced-threads=0",
        }
        self._codec = codec
        self._count = 0

    def encode(self, image: Image) -> list[bytes]:
        """Return the NAL units of one picture, (height, width, 3) uint8 BGR; a keyframe brings SPS and PPS."""
        frame = av.VideoFrame.from_ndarray(image, format="bgr24")
        frame.pts = self._count
        self._count += 1
        stream = b"".join(bytes(packet) for packet in self._codec.encode(frame))
        return [unit for unit in split_nals(stream) if nal_type(unit) in _SENT]


@dataclass(frozen=True, kw_only=True, slots=True)
class ParameterSets:
    """What a decoder must know before the first picture."""

    sps: bytes
    pps: bytes

    @property
    def sprop(self) -> str:
        """The `sprop-parameter-sets` of RFC 6184."""
        return ",".join(base64.b64encode(unit).decode() for unit in (self.sps, self.pps))

    @property
    def profile_level_id(self) -> str:
        """Profile, constraints and level in hex."""
        return self.sps[1:4].hex().upper()


@lru_cache(maxsize=64)
def parameter_sets(size: tuple[int, int], fps: int) -> ParameterSets:
    """Return the parameter sets that every Encoder of this size and rate makes."""
    units = Encoder(size, fps).encode(np.zeros((size[1], size[0], 3), np.uint8))
    return ParameterSets(
        sps=next(unit for unit in units if nal_type(unit) == SPS),
        pps=next(unit for unit in units if nal_type(unit) == PPS),
    )
