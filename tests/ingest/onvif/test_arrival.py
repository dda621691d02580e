"""Scripts: answers of GetStatus in, a verdict out."""

import pytest

from ingest.onvif.arrival import Arrival, Goal, Verdict, step
from ingest.onvif.ptz_read import SPHERICAL, HeadStatus, Where

GENERIC = "http://www.onvif.org/ver10/tptz/PanTiltSpaces/PositionGenericSpace"
DIRECTION = Goal(direction=(90.0, -20.0), tolerance_deg=1.0)
W, A, E, U = Verdict.WAITING, Verdict.ARRIVED, Verdict.ELSEWHERE, Verdict.UNTOLD


def at(pan, tilt=-20.0, *, moving=None, uri=SPHERICAL, zoom=None):
    """Make an answer."""
    return HeadStatus(where=Where(pan=pan, tilt=tilt, uri=uri, zoom=zoom), moving=moving)


def verdicts(goal, *answers, every=0.4):
    """Run a script; the answers come `every` so many seconds."""
    arrival, said = Arrival(began=0.0), []
    for i, answer in enumerate(answers):
        arrival, verdict = step(arrival, goal, answer, (i + 1) * every)
        said.append(verdict)
    return said


def test_a_direction_has_arrived_when_the_head_stands_there():
    """MOVING on the way; IDLE in two answers half a second apart at the place."""
    answers = [at(30, moving=True), at(70, moving=True), at(90.3, moving=False), at(90.3, moving=False)]
    assert verdicts(DIRECTION, *answers, every=0.5) == [W, W, W, A]


def test_two_answers_at_once_prove_nothing():
    """Twenty answers within a tenth of a second may be one cached answer."""
    assert A not in verdicts(DIRECTION, *[at(90, moving=False)] * 20, every=0.005)


def test_idle_before_it_begins_to_move_is_not_the_end():
    """The move is answered before it is made: IDLE at the old place at first."""
    answers = [at(0, moving=False), at(0, moving=False), at(0, moving=False), at(50, moving=True)]
    assert verdicts(DIRECTION, *answers, at(90, moving=False), at(90, moving=False), at(90, moving=False)) == [
        W, W, W, W, W, W, A,
    ]  # fmt: skip


def test_a_head_that_stops_short_is_elsewhere():
    """IDLE and standing, forty degrees away: never taken for the place."""
    said = verdicts(DIRECTION, *[at(50, moving=False)] * 7)
    assert A not in said
    assert said[-1] is E


def test_without_move_status_three_equal_answers_are_needed():
    """GetStatus without MoveStatus: the position is what tells that it stands."""
    assert verdicts(DIRECTION, at(89), at(90), at(90), at(90)) == [W, W, W, A]
    assert A not in verdicts(DIRECTION, at(88.6), at(89.2), at(89.9), at(90.5), at(91.0))


def test_the_zoom_counts_as_moving():
    """The head stands, the lens still goes: the picture is not that of the place yet."""
    assert A not in verdicts(DIRECTION, *[at(90, zoom=z / 10) for z in range(6)])


@pytest.mark.parametrize(
    "answer", [HeadStatus(where=None, moving=False), at(0.5, 0.1, moving=False, uri=GENERIC)]
)
def test_a_position_that_is_not_told_in_degrees_proves_no_direction(answer):
    """None at all, or in another space: after three answers it is given up."""
    assert verdicts(DIRECTION, *[answer] * 3) == [W, W, U]


def test_a_preset_has_arrived_when_the_head_stands():
    """In whatever space it is told, also without MoveStatus."""
    goal = Goal()
    moving = [at(x, 0, uri=GENERIC) for x in (0.1, 0.3, 0.5)]
    assert verdicts(goal, *moving, *[at(0.6, 0, uri=GENERIC)] * 3) == [W, W, W, W, W, A]


def test_a_preset_whose_position_is_told_is_compared():
    """It stands, but not where the preset is: elsewhere. In another space there is nothing to compare with."""
    goal = Goal(preset=Where(pan=0.6, tilt=0.0, uri=GENERIC))
    assert verdicts(goal, *[at(0.6, 0, uri=GENERIC, moving=False)] * 3)[-1] is A
    assert verdicts(goal, *[at(0.1, 0, uri=GENERIC, moving=False)] * 7)[-1] is E
    assert verdicts(goal, *[at(50, 0, moving=False)] * 3)[-1] is A
    degrees = Goal(preset=Where(pan=180, tilt=-20, uri=SPHERICAL))
    assert verdicts(degrees, *[at(-180, moving=False)] * 3)[-1] is A
    assert verdicts(degrees, *[at(170, moving=False)] * 7)[-1] is E


def test_a_fault_of_the_head_ends_it():
    """Told and not moving; while it moves it may still arrive."""
    told = HeadStatus(where=Where(pan=0, tilt=0, uri=SPHERICAL), moving=False, error="motor")
    assert verdicts(DIRECTION, told) == [Verdict.FAULT]
