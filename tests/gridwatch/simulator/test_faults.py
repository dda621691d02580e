from __future__ import annotations

import pytest

from core.errors import ConfigError
from gridwatch.simulator.faults import DEFAULT_FIGURE, Fault, FaultKind, Faults, read_faults


def test_active_from_start_to_end() -> None:
    """The start belongs to the fault, the end does not."""
    script = Faults([Fault(camera="a", kind=FaultKind.BLACK, start_s=5, end_s=8)])
    assert [len(script.active("a", t)) for t in (4.9, 5, 7.9, 8)] == [0, 1, 1, 0]
    assert script.active("b", 6) == ()


def test_without_times_it_is_always_there() -> None:
    """A fault without start and end never stops."""
    script = Faults([Fault(camera="a", kind=FaultKind.BLACK)])
    assert (
        script.find("a", -1e9, FaultKind.BLACK) is script.find("a", 1e9, FaultKind.BLACK) is script.script[0]
    )
    assert script.find("a", 0, FaultKind.SLOW) is None


def test_patterns_and_several_faults() -> None:
    """A pattern names many cameras, and one camera may have several faults."""
    slow = Fault(camera="nvr-1-*", kind=FaultKind.SLOW)
    black = Fault(camera="nvr-1-ch2", kind=FaultKind.BLACK)
    script = Faults([slow, black])
    assert set(script.active("nvr-1-ch2", 0)) == {slow, black}
    assert script.active("nvr-1-ch3", 0) == (slow,)
    assert script.active("nvr-2-ch2", 0) == ()
    assert len(script) == 2


def test_every_figure_has_a_default() -> None:
    """A kind with a figure works without one."""
    assert Fault(camera="a", kind=FaultKind.SLOW).value == DEFAULT_FIGURE[FaultKind.SLOW]
    assert Fault(camera="a", kind=FaultKind.SLOW, figure=0.0).value == 0.0
    assert Fault(camera="a", kind=FaultKind.BLACK).value == 0.0


def test_read_from_rows() -> None:
    """Rows of a YAML list become a script."""
    script = read_faults(
        [
            {"camera": "a", "kind": "slow", "figure": 2},
            {"camera": "b", "kind": "frozen", "start_s": 3, "end_s": 9},
        ]
    )
    assert script.active("a", 0)[0].value == 2.0
    assert script.active("b", 4)[0].kind is FaultKind.FROZEN


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"camera": "a", "kind": "explodes"}, "fault 1: 'explodes'.*kinds: "),
        ({"kind": "black"}, "fault 1: key 'camera' is missing"),
        ({"camera": "a", "kind": "black", "begin": 3}, "unknown key 'begin'"),
        ({"camera": "a", "kind": "black", "start_s": 9, "end_s": 3}, "is not after start_s"),
        ({"camera": "a", "kind": "slow", "figure": "inf"}, "must be a finite number"),
        ({"camera": "a", "kind": "slow", "start_s": "soon"}, "fault 1: could not convert"),
    ],
)
def test_a_bad_row_is_named(row: dict[str, object], words: str) -> None:
    """The message says which row, what is wrong and what is allowed."""
    with pytest.raises(ConfigError, match=words):
        read_faults([row])
