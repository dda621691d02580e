from __future__ import annotations

from gridwatch.configuration.selection import matches, select
from tests.builders import camera, profile


def test_every_list_of_a_selector_must_hold_the_camera() -> None:
    """Empty lists hold everything."""
    chosen = profile(name="p", select={"owners": ["police"], "scenes": ["plaza"]}).select
    assert not matches(chosen, camera(owner="police", scene="street"))
    assert matches(chosen, camera(owner="police", scene="plaza"))


def test_priority_then_narrowness_then_name() -> None:
    """The choice never depends on the order of files."""
    wide = profile(name="a-wide")
    narrow = profile(name="b-narrow", select={"scenes": ["street"]})
    urgent = profile(name="c-urgent", priority=5)
    known = {p.name: p for p in (wide, narrow)}
    assert select(camera(), known)[0] == narrow
    assert select(camera(), known | {"c-urgent": urgent})[0] == urgent


def test_grids_select_by_prefix() -> None:
    """A street's profile holds for all its communities."""
    chosen = profile(name="p", select={"grids": ["990101001"]}).select
    assert matches(chosen, camera(grid_code="990101001002"))
    assert not matches(chosen, camera(grid_code="990101002"))
    assert not matches(chosen, camera())
