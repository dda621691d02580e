from __future__ import annotations

from api.overlays import PartChange, TuneAct
from gridwatch.overlays import acts as module
from gridwatch.overlays.acts import MOST, remembered, with_act
from tests.builders import at


def act(second: int, zones: int = 1) -> TuneAct:
    """One change."""
    after = {"zones": [{"id": f"z{i}"} for i in range(zones)]}
    return TuneAct(
        at=at(second), who="li", changes=(PartChange(part="zones", before=None, after=after),), told="x"
    )


def test_changes_are_remembered_newest_first() -> None:
    """With what was before and after."""
    note = with_act(with_act(None, act(1)), act(2))
    assert remembered(note) == (act(2), act(1))
    assert remembered(None) == ()


def test_a_note_is_bounded_by_number_and_length() -> None:
    """The oldest go; the last one stays, however long."""
    note = None
    for second in range(MOST + 5):
        note = with_act(note, act(second))
    assert len(remembered(note)) == MOST
    long = with_act(note, act(99, zones=module.MOST_CHARS // 10))
    assert [one.at for one in remembered(long)] == [at(99)]


def test_the_edges_of_a_picture_are_left_out() -> None:
    """Eight thousand characters that nobody reads; the calibration's other fields stay."""
    made = {"ground_points": [], "calibration": {"at": "x", "error_m": 1, "reference": "abc"}}
    one = TuneAct(
        at=at(0), who="li", changes=(PartChange(part="ground_points", before=made, after=None),), told="x"
    )
    (back,) = remembered(with_act(None, one))
    assert back.changes[0].before == {"ground_points": [], "calibration": {"at": "x", "error_m": 1}}


def test_what_cannot_be_read_is_left_out() -> None:
    """An old note is worth no failure."""
    good = with_act(None, act(1))["acts"][0]
    for strange in (None, 3, {}, {**good, "at": "yesterday"}, {**good, "changes": 3}):
        assert len(remembered({"acts": [strange, good]})) == 1
    assert remembered({"acts": 3}) == ()
