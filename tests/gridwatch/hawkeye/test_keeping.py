import pytest

from gridwatch.hawkeye.events import Hold, Keep
from gridwatch.hawkeye.keeping import read_note, to_note


def test_there_and_back() -> None:
    """A hold outlives a restart; a camera at home leaves no note."""
    hold = Hold(who="李", until=1000.5)
    assert read_note(to_note(Keep(camera_id="dome", away=True, hold=hold))) == hold
    assert read_note(to_note(Keep(camera_id="dome", away=True, hold=None))) is None
    assert to_note(Keep(camera_id="dome", away=False, hold=None)) == {}


@pytest.mark.parametrize("hold", [None, 3, {}, {"who": 1, "until": 2}, {"who": "Li", "until": "soon"}])
def test_what_cannot_be_read_is_no_hold(hold: object) -> None:
    """The camera then goes home."""
    assert read_note({"away": True, "hold": hold}) is None
