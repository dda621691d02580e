from __future__ import annotations

from pathlib import Path

import pytest

from core.config.camera import Camera
from gridwatch.configuration.camera_files import CameraAt
from gridwatch.onboarding.fleet import Fleet
from gridwatch.onboarding.trial import tried
from tests.builders import camera


@pytest.fixture
def narrow(configs: Path) -> Path:
    """A configuration whose profiles are for named scenes only."""
    street = configs / "profiles" / "street.yaml"
    street.write_text(street.read_text(encoding="utf-8") + "select: {scenes: [street]}\n", encoding="utf-8")
    return configs


def _fleet(*cameras: Camera) -> Fleet:
    lines = {one.id: line for line, one in enumerate(cameras, 2)}
    return Fleet(cameras={one.id: one for one in cameras}, line_of=lines, faults=())


def test_what_only_the_whole_shows_is_told_by_the_ledgers_line(narrow: Path) -> None:
    """A scene that no profile is for is no mistake of the row alone."""
    fleet = _fleet(camera("a"), camera("b", scene="roof"))
    files, faults = tried(narrow, [], fleet, frozenset(), set(), (), {}, skip_bad=False)
    assert [(fault.kind, fault.line) for fault in faults] == [("bad_value", 3)]
    assert "no profile is for" in faults[0].what()
    assert files[0].added == ("a", "b")


def test_bad_rows_are_left_out_and_the_rest_is_tried_again(narrow: Path) -> None:
    """Until the loader is content: what is written has been read as it is."""
    fleet = _fleet(
        camera("a"), camera("b", scene="roof"), camera("c", access={"host": "h", "credential": "no"})
    )
    files, faults = tried(narrow, [], fleet, frozenset(), set(), (), {}, skip_bad=True)
    assert {fault.line for fault in faults} == {3, 4}
    assert files[0].added == ("a",)


def test_mistakes_that_were_there_before_do_not_block(narrow: Path) -> None:
    """They are told; mending them is another matter than importing."""
    with (narrow / "gridwatch.yaml").open("a", encoding="utf-8") as settings:
        settings.write("api: {admin_token: nowhere}\n")
    _, (fault,) = tried(narrow, [], _fleet(camera("a")), frozenset(), set(), (), {}, skip_bad=False)
    assert (fault.kind, fault.level) == ("was_bad", "warning")


def test_a_mistake_of_no_row_is_told_of_the_whole(narrow: Path) -> None:
    """A camera that stays is none of the ledger's rows."""
    stays = CameraAt(camera=camera("b", scene="roof"), file="cameras/x.csv", line=2)
    _, (fault,) = tried(narrow, [stays], _fleet(camera("a")), frozenset(), set(), (), {}, skip_bad=True)
    assert (fault.kind, fault.line) == ("would_break", None)
