"""Finds pictures that show the same thing, so that no part of a data set leaks into another.

The hash is the usual 64-bit perceptual one (sign of the low frequencies of a 32x32 grey DCT against their median,
as described by Zauner, 2010); a picture also matches its mirror image, which augmented sets are full of.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

NEAR = 6
"""Bits of 64 that two hashes of the same picture may differ in (re-encoding, slight crop)."""


def source_name(file_name: str) -> str:
    """Return the source picture of an export: what stands before `.rf.`, or the bare name."""
    return file_name.partition(".rf.")[0] if ".rf." in file_name else file_name.rsplit(".", 1)[0]


def hashes(image: NDArray[np.uint8]) -> tuple[int, int]:
    """Return the 64-bit hashes of a (h, w, 3) picture and of its mirror image."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, (32, 32), interpolation=cv2.INTER_AREA).astype(np.float32)
    return _hash(small), _hash(small[:, ::-1])


def _hash(small: NDArray[np.float32]) -> int:
    low = cv2.dct(np.ascontiguousarray(small))[:8, :8].flatten()
    bits = low > np.median(low[1:])
    return int("".join("1" if bit else "0" for bit in bits), 2)


def near(
    left: Sequence[tuple[int, int]], right: Sequence[tuple[int, int]], bits: int = NEAR
) -> NDArray[np.bool_]:
    """Return an (n, m) table: picture i of `left` is a near-duplicate of picture j of `right` or of its mirror."""
    ours = np.array([plain for plain, _ in left], dtype=np.uint64).reshape(-1, 1)
    table = np.zeros((len(left), len(right)), dtype=np.bool_)
    for side in (0, 1):
        theirs = np.array([pair[side] for pair in right], dtype=np.uint64).reshape(1, -1)
        table |= np.bitwise_count(ours ^ theirs) <= bits
    return table


def groups(found: Sequence[tuple[int, int]], bits: int = NEAR) -> list[int]:
    """Return for every picture the number of the first picture that it shares a chain of near-duplicates with."""
    leader = list(range(len(found)))
    table = near(found, found, bits)
    for i, j in zip(*np.nonzero(np.triu(table, 1)), strict=True):
        old, new = leader[int(j)], leader[int(i)]
        low, high = min(old, new), max(old, new)
        leader = [low if one == high else one for one in leader]
    return leader
