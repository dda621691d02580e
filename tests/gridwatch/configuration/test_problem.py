from __future__ import annotations

from gridwatch.configuration.problem import Problem, did_you_mean, dotted


def test_a_problem_reads_as_one_line() -> None:
    """File, line, key, what and cure, in the form editors can jump to."""
    problem = Problem(file="a.yaml", line=3, key="x.y", what="is missing", cure="Add it.")
    assert str(problem) == "a.yaml:3: x.y: is missing. Add it."


def test_key_paths_read_as_people_write_them() -> None:
    """Indices in brackets, keys with dots."""
    assert dotted(("cameras", 3, "access", "host")) == "cameras[3].access.host"


def test_a_near_word_is_offered_and_a_far_one_is_not() -> None:
    """A wild guess is worse than none."""
    assert did_you_mean("hight", ["height", "width"], "-") == "Did you mean height?"
    assert did_you_mean("zzz", ["height"], "-") == "-"
