from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.load.silence import BadSilence, Matchers, SilenceKind, check_shelf, check_silence
from core.config.settings.load import Load
from tests.builders_load import NOON, item, shelf, silence


@pytest.mark.parametrize(
    ("matchers", "matched"),
    [
        (Matchers(matters=("exposed_garbage", "x")), True),
        (Matchers(matters=("x",)), False),
        (Matchers(grid="330109001"), True),
        (Matchers(grid="330109002"), False),
        (Matchers(owners=("police",)), False),
        (Matchers(owners=("urban-management",), severities=("minor",)), True),
        (Matchers(owners=("urban-management",), severities=("moderate",)), False),
        (Matchers(cameras=("cam-1", "cam-9")), True),
        (Matchers(cameras=("cam-2",)), False),
    ],
)
def test_every_matcher_that_is_not_empty_must_agree(matchers, matched):
    """Matter, grid prefix, owner, severity, camera."""
    assert matchers.match(item()) is matched


def test_what_another_camera_sees_too_is_not_silenced_by_one():
    """A camera is silenced because it errs; a second one that sees the same does not err."""
    assert not Matchers(cameras=("cam-1",)).match(item(cameras=("cam-1", "cam-2")))


def test_a_silence_holds_from_its_start_to_its_end():
    """Neither before nor after, not even in the instant of its end."""
    one = silence()
    assert one.active(NOON)
    assert not one.active(one.ends_at)
    assert not one.active(one.starts_at - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"matchers": Matchers()}, "everything"),
        ({"reason": " "}, "why"),
        ({"ends_at": NOON}, "passed already"),
        ({"starts_at": NOON + timedelta(hours=2)}, "before its start"),
        ({"ends_at": NOON + timedelta(hours=400)}, "168 h at most"),
        ({"kind": SilenceKind.WEATHER}, "grid prefix"),
    ],
)
def test_a_bad_silence_is_refused_with_what_to_do(change, told):
    """No silence of everything, without a reason, without an end, or longer than allowed."""
    check_silence(silence(), Load(), NOON)
    with pytest.raises(BadSilence, match=told):
        check_silence(replace(silence(), **change), Load(), NOON)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"reason": ""}, "why"),
        ({"until": NOON - timedelta(hours=2)}, "passed"),
        ({"hours": 100}, "72 h at most"),
    ],
)
def test_a_bad_shelf_is_refused_with_what_to_do(change, told):
    """The same for one incident."""
    check_shelf(shelf(), Load())
    with pytest.raises(BadSilence, match=told):
        check_shelf(shelf(**change), Load())


def test_a_silence_begins_in_our_days():
    """Places are counted until an end: one of the year 8000 would hold one of them for ever."""
    far = replace(
        silence(), starts_at=NOON + timedelta(days=101), ends_at=NOON + timedelta(days=101, hours=1)
    )
    with pytest.raises(BadSilence, match="within 100 days"):
        check_silence(far, Load(), NOON)
    check_silence(
        replace(far, starts_at=NOON + timedelta(days=99), ends_at=NOON + timedelta(days=100)), Load(), NOON
    )
