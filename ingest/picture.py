"""Bytes to a picture, told by the bytes themselves; what is wrong with them has a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from core.errors import LookError
from core.frame import Image
from core.look import LookFailureKind

Format = Literal["jpeg", "png"]

SNIFF_BYTES = 8
"""So many bytes tell what they are."""

_JPEG = b"\xff\xd8\xff"
_PNG = b"\x89PNG\r\n\x1a\n"
_FILL = re.compile(rb"\xff+")
_EOI = b"\xff\xd9"
_SOS = 0xDA
# Start of frame, all variants that carry a size: C0..CF without DHT (C4), JPG (C8) and DAC (CC).
_SOF = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length
_REDUCED = {2: cv2.IMREAD_REDUCED_COLOR_2, 4: cv2.IMREAD_REDUCED_COLOR_4, 8: cv2.IMREAD_REDUCED_COLOR_8}


@dataclass(frozen=True, kw_only=True, slots=True)
class Header:
    """What the first bytes of a picture say."""

    format: Format
    width: int  # pixels
    height: int  # pixels
    scan: int  # JPEG: offset of the first scan, behind any embedded thumbnail; PNG: 0


def sniff(data: bytes) -> Format | None:
    """Return the format by the first bytes, whatever a server calls it; None for anything else."""
    if data.startswith(_JPEG):
        return "jpeg"
    return "png" if data.startswith(_PNG) else None


def describe(data: bytes) -> str:
    """Say what bytes that are no picture look like."""
    start = data[:512].lstrip().lower()
    if not data:
        return "an empty body"
    if start.startswith((b"<!doctype", b"<html", b"<head", b"<?xml", b"<")):
        return "a web page or XML"
    if start.startswith(b"--"):
        return "a multipart stream (MJPEG), not one picture"
    if start.startswith((b"{", b"[")):
        return "JSON"
    if start.startswith(b"\x1f\x8b"):
        return "compressed data"
    return "an unknown format"


def read_header(data: bytes) -> Header:
    """Read size and layout without decoding.

    Raises:
        LookError: NOT_A_PICTURE for another format, TRUNCATED when it ends within its header.
    """
    match sniff(data):
        case "jpeg":
            return _jpeg_header(data)
        case "png":
            if len(data) < 24:
                raise LookError(LookFailureKind.TRUNCATED, f"a PNG of {len(data)} bytes")
            width, height = (int.from_bytes(data[i : i + 4]) for i in (16, 20))
            return Header(format="png", width=width, height=height, scan=0)
        case _:
            raise LookError(LookFailureKind.NOT_A_PICTURE, f"the camera sent {describe(data)}")


def decode(data: bytes, *, max_pixels: int, max_side: int | None = None) -> Image:
    """Decode a JPEG or PNG to (h, w, 3) uint8 BGR. Blocks; releases the interpreter lock while decoding.

    With `max_side` a JPEG is decoded at 1/2, 1/4 or 1/8 (in the DCT, which is where the time goes) as long as
    its longer side stays at least that many pixels.

    Raises:
        LookError: NOT_A_PICTURE, TRUNCATED, or TOO_LARGE (more than `max_pixels`, told before decoding).
    """
    header = read_header(data)
    if header.width * header.height > max_pixels:
        raise LookError(
            LookFailureKind.TOO_LARGE,
            f"{header.width} x {header.height} pixels, allowed are {max_pixels} in all",
        )
    # Entropy-coded data never holds an end marker, so one behind the scan is the end, padded or not.
    if header.format == "jpeg" and data.rfind(_EOI, header.scan) < 0:
        raise LookError(
            LookFailureKind.TRUNCATED, f"the JPEG of {len(data)} bytes ends before its end marker"
        )
    flags = _reduction(header, max_side)
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    except cv2.error as error:
        raise LookError(LookFailureKind.NOT_A_PICTURE, f"the decoder refused it: {error.err}") from error
    if image is None:
        raise LookError(
            LookFailureKind.TRUNCATED, f"the {header.format} of {len(data)} bytes cannot be decoded"
        )
    return np.asarray(image, np.uint8)


def _reduction(header: Header, max_side: int | None) -> int:
    if max_side is not None and header.format == "jpeg":
        for factor in (8, 4, 2):
            if max(header.width, header.height) // factor >= max_side:
                return _REDUCED[factor]
    return cv2.IMREAD_COLOR


def _behind_fill(data: bytes, at: int) -> int:
    """Return where the bytes of 0xFF that begin at `at` end: in one step, they may be all that was sent."""
    filled = _FILL.match(data, at)
    return at if filled is None else filled.end()


def _jpeg_header(data: bytes) -> Header:
    at, size = 2, (0, 0)
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise LookError(LookFailureKind.NOT_A_PICTURE, f"the JPEG is malformed at byte {at}")
        marker = data[at + 1]
        if marker == 0xFF:  # fill bytes before a marker are allowed, as many as it likes
            at = _behind_fill(data, at) - 1
            continue
        if marker in _STANDALONE:
            at += 2
            continue
        if marker in _SOF and at + 9 <= len(data):
            size = int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
        if marker == _SOS:
            if not size[0] or not size[1]:
                raise LookError(LookFailureKind.NOT_A_PICTURE, "the JPEG does not say its size")
            return Header(format="jpeg", width=size[0], height=size[1], scan=at)
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    raise LookError(LookFailureKind.TRUNCATED, f"the JPEG ends within its header, after {len(data)} bytes")
