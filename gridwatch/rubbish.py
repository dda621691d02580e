"""Python's collection of rubbish, kept short in a process that holds a million objects which live.

A full collection goes through every object and stops every thread meanwhile: some half a second in a service that
has read a district's cases, every ten to twenty seconds, to find a few hundred objects. Here what has outlived one is
set aside (`gc.freeze`), so that the next goes through what came since. Rubbish whose references go in a circle and
that was set aside while it was still in use is found by the one collection every hour that goes through everything;
all other rubbish goes at once, as always, by its count of references.

It is also collected less often. Python looks for young rubbish whenever 700 more objects live than before: some six
times a second at a hundred looks a second, through the same looks under way each time.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

EVERYTHING_EVERY_S = 3600.0
_FULL = 2  # the oldest generation
_YOUNG = 20_000
"""Objects more than before, after which young ones are gone through; 1,000 looks hold so many at once."""


@contextmanager
def short_collections(
    *, seconds: Callable[[], float] = time.monotonic, everything_every_s: float = EVERYTHING_EVERY_S
) -> Iterator[None]:
    """Collect seldom, and set aside what outlives a full collection; `seconds` is a clock that never goes back.

    It stays set aside afterwards: a process that ends need not go through it again, which takes two seconds.
    """
    thawed_at = seconds()

    def collected(phase: str, info: Mapping[str, Any]) -> None:
        nonlocal thawed_at
        if info["generation"] != _FULL:
            return
        if phase == "stop":
            gc.freeze()
        elif seconds() - thawed_at >= everything_every_s:
            gc.unfreeze()
            thawed_at = seconds()

    often = gc.get_threshold()
    gc.set_threshold(_YOUNG, *often[1:])
    gc.callbacks.append(collected)
    try:
        yield
    finally:
        gc.callbacks.remove(collected)
        gc.set_threshold(*often)
