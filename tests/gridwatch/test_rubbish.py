"""Full collections go through what came since the last one, and now and then through everything."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from gridwatch.rubbish import short_collections


@pytest.fixture(autouse=True)
def _nothing_stays_aside() -> Iterator[None]:
    yield
    gc.unfreeze()


class _Thing:
    """Something that can refer to itself."""

    def __init__(self) -> None:
        self.me = self


def _circle() -> tuple[_Thing, weakref.ref[_Thing]]:
    thing = _Thing()
    return thing, weakref.ref(thing)


def test_what_outlived_a_collection_is_gone_through_no_more() -> None:
    """A full collection sets the living aside; what came later is collected as ever."""
    before, callbacks, often = len(gc.get_objects()), len(gc.callbacks), gc.get_threshold()
    with short_collections():
        assert gc.get_threshold()[0] > 10 * often[0]
        gc.collect()
        assert len(gc.get_objects()) < before / 10
        assert gc.get_freeze_count() > before / 2
        thing, still = _circle()
        del thing
        gc.collect()
        assert still() is None
    assert (len(gc.callbacks), gc.get_threshold()) == (callbacks, often)


def test_a_circle_that_was_set_aside_alive_is_found_within_the_hour() -> None:
    """What became rubbish after it was set aside waits for the collection that goes through everything."""
    now = 0.0
    with short_collections(seconds=lambda: now, everything_every_s=60):
        thing, still = _circle()
        gc.collect()
        del thing
        now = 59.0
        gc.collect()
        assert still() is not None
        now = 60.0
        gc.collect()
        assert still() is None
        assert gc.get_freeze_count() > 0  # and the living are set aside again
