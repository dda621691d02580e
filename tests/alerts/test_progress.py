"""The city's line of seven stages, by script."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.progress import LINE, Note, Progress, Reached, progress_of
from core.case import Case, Stage
from core.incident import Incident, Status, Step
from tests.builders import at
from tests.builders_store import incident, step


def _history(*names: str) -> list[Step]:
    return [step(n + 1, name, seconds=60 * (n + 1)) for n, name in enumerate(names)]


def _line(progress: Progress) -> str:
    marks = {Reached.DONE: "x", Reached.NOW: "o", Reached.AHEAD: "."}
    return "".join(marks[point.reached] for point in progress.points)


def _of(status: Status, *names: str, **changes) -> Progress:
    return progress_of(replace(incident(), status=status, **changes), _history(*names))


@pytest.mark.parametrize(
    ("status", "names", "line"),
    [
        (Status.OPEN, ("seen", "opened"), "o......"),
        (Status.ACKNOWLEDGED, ("seen", "opened", "acknowledged"), "o......"),
        (Status.REPORTED, ("seen", "opened", "reported"), "xo....."),
        (Status.HANDLING, ("seen", "opened", "reported", "dispatched"), "xxo...."),
        (Status.HANDLING, ("seen", "opened", "reported", "dispatched", "handling"), "xxxo..."),
        (Status.VERIFYING, ("seen", "opened", "reported", "dispatched", "handled"), "xxxxxo."),
        (Status.CLOSED, ("seen", "opened", "reported", "dispatched", "handled", "closed"), "xxxxxx."),
        (Status.CLOSED, ("seen", "opened", "cleared", "closed"), "xxxxxx."),
        (Status.REOPENED, ("seen", "opened", "reported", "dispatched", "handled", "reopened"), "xo....."),
        (Status.REJECTED, ("seen", "opened", "rejected"), "o......"),
    ],
)
def test_where_the_platform_is_silent_the_incident_tells(status, names, line):
    """Each status has its place on the line."""
    assert _line(_of(status, *names)) == line


@pytest.mark.parametrize("stage", LINE)
def test_the_platform_leads(stage):
    """What the city says of its case is what is shown."""
    told = _of(Status.REPORTED, "seen", "opened", "reported", case=Case(stage=stage))
    place = 1 if stage is Stage.COLLECTED else LINE.index(stage)
    assert _line(told).startswith("x" * place)
    assert _line(told).endswith("." * (6 - place))


def test_times_are_those_of_the_present_round():
    """Collecting and filing are done once; a stage that the new round has not reached has no time."""
    names = ("seen", "opened", "reported", "dispatched", "handling", "handled", "reopened", "dispatched")
    told = _of(Status.HANDLING, *names, reopened=1)
    times = [point.at for point in told.points]
    assert times == [at(0), at(180), at(480), None, None, None, None]
    assert (told.round, told.notes) == (2, (Note.AGAIN,))


@pytest.mark.parametrize(
    ("stage", "note"),
    [
        (Stage.RETURNED, Note.RETURNED),
        (Stage.SUSPENDED, Note.SUSPENDED),
        (Stage.CANCELLED, Note.CANCELLED),
        (Stage.CHECKING, Note.CHECKING),
    ],
)
def test_what_lies_beside_the_line_is_a_note(stage, note):
    """And the line stays where it had come to."""
    told = _of(Status.HANDLING, "seen", "opened", "reported", "dispatched", case=Case(stage=stage))
    assert told.notes == (note,)
    if stage is not Stage.CHECKING:
        assert _line(told) == "xxo...."


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("stage", list(Stage))
def test_every_pair_has_a_line(status, stage):
    """Whatever the platform says of whatever we know: seven points, done before now, now before ahead."""
    one: Incident = replace(incident(), status=status, case=Case(stage=stage))
    line = _line(progress_of(one, _history("seen", "opened")))
    assert len(line) == 7
    assert line == "".join(sorted(line, key="xo.".index))


def test_a_file_that_was_closed_unchecked_is_being_checked():
    """The platform's word closes its file; for the public the case is closed when a look has shown it."""
    file_closed = step(4, "case_closed", seconds=240, stage=Stage.CLOSED)
    steps = [*_history("seen", "opened", "reported"), file_closed]
    case = Case(stage=Stage.CLOSED)
    told = progress_of(replace(incident(), status=Status.VERIFYING, case=case), steps)
    assert (_line(told), told.notes) == ("xxxxxo.", (Note.CHECKING,))
    steps.append(step(5, "closed", seconds=300, stage=Stage.CLOSED))
    told = progress_of(replace(incident(), status=Status.CLOSED, case=case), steps)
    assert (_line(told), told.points[5].at) == ("xxxxxx.", at(300))


def test_what_the_city_says_in_a_step_is_a_time():
    """Also where the step's name tells no stage."""
    steps = [*_history("seen", "opened"), step(3, "resumed", seconds=180, stage=Stage.HANDLING)]
    told = progress_of(replace(incident(), status=Status.HANDLING, case=Case(stage=Stage.HANDLING)), steps)
    assert told.points[3].at == at(180)
