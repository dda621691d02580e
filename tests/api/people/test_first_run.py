from __future__ import annotations

from api.people.first_run import FirstRun
from tests.builders import at


def test_the_code_is_taken_in_any_writing() -> None:
    """It is typed from a screen."""
    first = FirstRun()
    assert first.check(first.code.lower().replace("-", " "), at(0)) == (True, 0.0)
    assert FirstRun().code != FirstRun().code


def test_wrong_codes_wait() -> None:
    """The right one too, meanwhile."""
    first = FirstRun()
    waits = [first.check("wrong", at(0))[1] for _ in range(11)]
    assert waits == [0.0] * 10 + [30.0]
    assert first.check(first.code, at(1)) == (False, 29.0)
    assert first.check(first.code, at(31)) == (True, 0.0)
