from __future__ import annotations

import pytest

from core.errors import ConfigError
from gridwatch.workbench.sweep.grid import axes_of, point, points, size


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("waste.k=2..4", (2, 3, 4)),
        ("waste.over_s=300..900/300", (300, 600, 900)),
        ("waste.min_confidence=0.3..0.6/0.1", (0.3, 0.4, 0.5, 0.6)),
        ("waste.min_confidence=0.3, 0.45", (0.3, 0.45)),
        ("waste.k=3", (3,)),
        ("waste.k=3,3,4", (3, 4)),
        ("crowd.tiles=null,{across: 2, overlap: 0.2}", (None, {"across": 2, "overlap": 0.2})),
        ("waste.clear_n=-1..1", (-1, 0, 1)),
    ],
)
def test_values_of_a_setting(text: str, values: tuple[object, ...]) -> None:
    """Ranges with both ends, steps without rounding noise, and lists of anything that YAML knows."""
    (axis,) = axes_of([text])
    assert axis.values == values
    assert [type(value) for value in axis.values] == [type(value) for value in values]


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ([], "nothing to sweep"),
        (["waste.k"], "write <rule>.<key>=<values>"),
        (["waste.k="], "write <rule>.<key>=<values>"),
        (["waste.k=4..2"], "goes upwards"),
        (["waste.k=2..4/0"], "positive step"),
        (["waste.min_confidence=0.3..0.6"], "say the step as well"),
        (["waste.over_s=1..100000"], "at most 200"),
        (["waste.k=[2"], "no list of values"),
        (["waste.k=2,3", "waste.k=4"], "given twice"),
    ],
)
def test_what_is_no_grid_is_told(texts: list[str], told: str) -> None:
    """With what was written and what to write."""
    with pytest.raises(ConfigError, match=told):
        axes_of(texts)


def test_a_point_is_found_by_its_number() -> None:
    """A sample of a large grid need not walk through it."""
    axes = axes_of(["a.k=1..3", "a.n=4,5", "a.over_s=0..40/10"])
    assert size(axes) == 30
    assert [point(axes, number) for number in range(30)] == list(points(axes))
    assert next(points(axes)) == (("a.k", 1), ("a.n", 4), ("a.over_s", 0))


@pytest.mark.parametrize("given", ["1..2/1e-999999999", "1..1e999999999999/1"])
def test_more_values_than_decimals_count_are_refused(given: str) -> None:
    """Told as the other ranges that are too long."""
    with pytest.raises(ConfigError, match="more values than can be counted"):
        axes_of([f"waste.k={given}"])
