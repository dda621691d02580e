"""What a process that works on many small pictures at once, each in a thread of our own, wants of its libraries."""

from __future__ import annotations

import ctypes
import sys

import cv2

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # malloc.h

LARGEST = 32 * 2**20
"""Bytes of the largest piece that comes from what is kept: one of 3840x2160 takes 25 MB. The most glibc allows."""

KEPT = 32 * 2**20
"""Free bytes at the end of a heap above which they are given back; every thread that works with pictures has a heap."""


def set_for_pictures() -> None:
    """Let each call of OpenCV work in the thread that makes it, and keep the memory of a picture for the next one.

    By default OpenCV shares even a picture of 640x360 out among threads of its own, which wait actively for more:
    judging such a picture takes 2.0 core-milliseconds then, and 0.9 without.
    """
    cv2.setNumThreads(1)
    _keep_memory()


def _keep_memory() -> None:
    """Tell glibc; other C libraries are left as they are.

    A decoded picture and what is made of it on the way take more than a megabyte, for a few milliseconds. In a program
    that does nothing else, glibc fetches that from the system and gives it back each time: 320 pages a picture of
    1280x720, each cleared at its first touch, which is a quarter of what it takes to decode and judge it. Of a running
    service's pages it was 50 a look.
    """
    if sys.platform != "linux":
        return
    try:
        tell = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return
    for what, size in ((_M_MMAP_THRESHOLD, LARGEST), (_M_TRIM_THRESHOLD, KEPT)):
        tell(what, size)
