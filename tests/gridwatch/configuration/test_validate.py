from __future__ import annotations

from core.config.settings import Settings
from gridwatch.configuration.validate import validate


def test_a_misspelt_key_below_names_its_neighbour() -> None:
    """The guess is made among the keys of that very block."""
    _, problems = validate(
        Settings,
        {"district": {"name": "a", "code": "990101"}, "looking": {"open_sec": 3}},
        file="f",
        line_of=len,
    )
    (problem,) = problems
    assert (problem.key, problem.line) == ("looking.open_sec", 2)
    assert problem.cure == "Did you mean open_s?"


def test_an_empty_file_misses_what_is_required() -> None:
    """No content is like no keys."""
    _, problems = validate(Settings, None, file="f", line_of=lambda _: None)
    assert [(p.key, p.what) for p in problems] == [("district", "is missing")]
