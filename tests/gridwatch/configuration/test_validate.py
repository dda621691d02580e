from __future__ import annotations

from core.config.settings.root import Settings
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


def test_a_secret_in_the_place_of_its_name_is_not_repeated() -> None:
    """Somebody pastes the key itself: the check and the log of a reload must not show it."""
    endpoint = {"url": "http://10.0.0.1", "model": "m", "allow": ["10.0.0.0/8"], "key": "sk-a/b+c" * 9}
    data = {
        "district": {"name": "a", "code": "990101"},
        "opinion": {"kind": "endpoint", "endpoint": endpoint},
        "api": {"token": 7},
    }
    _, problems = validate(Settings, data, file="f", line_of=len)
    assert [(p.key, p.what) for p in problems] == [
        ("opinion.endpoint.key", "is no name of a secret"),
        ("api.token", "is no name of a secret"),
    ]
    assert "sk-a" not in "".join(map(str, problems))
