from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.clock import ManualClock
from core.config.camera import Camera
from core.config.settings.root import Settings
from gridwatch.probing.journal import JournalError
from gridwatch.probing.round import Round, Wish, run_round
from ingest.onvif.probe import ProbeResult
from tests.builders import camera
from tests.builders_probing import result

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
SETTINGS = Settings.model_validate({"district": {"name": "区", "name_en": "D", "code": "990101"}})


class District:
    """Cameras c0..c5 that are asked; `broken` are, and at `stop` the administrator presses Ctrl-C."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = ManualClock(START)
        self.cameras = [self.camera(i) for i in range(6)]
        self.broken: set[str] = set()
        self.stop: int | None = None
        self.asked: list[str] = []

    def camera(self, number: int, **access: Any) -> Camera:
        """Return one of them, on a host of its own."""
        owner = "police" if number < 3 else "urban"
        return camera(id=f"c{number}", owner=owner, access={"host": f"10.0.0.{number}"} | access)

    def __call__(self, **wish: Any) -> Round:
        """Run a round with one thread."""
        self.asked = []
        wish = {"configs": self.folder / "configs", "cameras": self.cameras} | wish
        return run_round(
            Wish(**wish),
            settings=SETTINGS,
            journal=self.folder / "probe.jsonl",
            threads=1,
            ask=self._ask,
            clock=self.clock,
            told=self._told,
        )

    def _ask(self, one: Camera) -> ProbeResult:
        self.asked.append(one.id)
        return result(one.id, *(["slow"] if one.id in self.broken else []))

    def _told(self, done: int, cameras: int) -> None:
        assert 0 < done <= cameras
        if done == self.stop:
            raise KeyboardInterrupt


@pytest.fixture
def district(tmp_path: Path) -> District:
    """Six cameras in order."""
    return District(tmp_path)


def ids(came: Round) -> list[str]:
    """The cameras that have answered."""
    return [entry.result.camera_id for entry in came.entries]


def test_an_interrupted_round_goes_on(district: District) -> None:
    """Four are asked the first time, two the second; the whole is told, in the order of the configuration."""
    district.stop = 4
    first = district()
    assert (first.whole, ids(first)) == (False, ["c0", "c1", "c2", "c3"])
    district.stop = None
    second = district()
    assert district.asked == ["c4", "c5"]
    assert (second.whole, second.kept) == (True, 4)
    assert ids(second) == [f"c{i}" for i in range(6)]


def test_a_round_that_ended_is_not_told_again(district: District) -> None:
    """The next probe asks everybody: an answer of yesterday is not the truth of today."""
    district()
    district()
    assert len(district.asked) == 6
    assert (district.folder / "probe.jsonl.previous").exists()


def test_the_broken_are_asked_again(district: District) -> None:
    """After the cure: those that could not be looked at, and those that came since; interrupted, it goes on."""
    district.broken = {"c1", "c2", "c4"}
    assert not all(entry.result.ok for entry in district().entries)
    district.broken, district.stop = {"c4"}, 4
    district.cameras.append(district.camera(6))
    assert ids(district(broken=True)) == ["c0", "c1", "c3", "c5"]
    assert district.asked[0] == "c1"
    district.stop = None
    came = district()
    assert district.asked == ["c2", "c4", "c6"]
    assert [entry.result.camera_id for entry in came.entries if not entry.result.ok] == ["c4"]


def test_fresh_asks_everybody(district: District) -> None:
    """Also in the middle of a round."""
    district.stop = 3
    district()
    district.stop = None
    assert district(fresh=True).kept == 0
    assert len(district.asked) == 6


def test_named_cameras_are_always_asked_and_end_no_round(district: District) -> None:
    """Whoever mended one camera asks that one; the round in progress goes on afterwards and knows it."""
    district.broken, district.stop = {"c0"}, 3
    district()
    district.broken, district.stop = set(), None
    assert ids(district(cameras=[district.cameras[0]], named=True)) == ["c0"]
    assert district.asked == ["c0"]
    came = district()
    assert district.asked == ["c3", "c4", "c5"]
    assert all(entry.result.ok for entry in came.entries)


def test_an_answer_does_not_count_for_ever(district: District) -> None:
    """Nor for a camera that is reached in another way now."""
    district.stop = 4
    district()
    district.stop = None
    district.clock.advance(3600)
    district.cameras[0] = district.camera(0, onvif_port=8000)
    district(within=timedelta(hours=2))
    assert district.asked == ["c0", "c4", "c5"]
    district.stop = 4
    district()
    district.stop = None
    district.clock.advance(3 * 3600)
    district(within=timedelta(hours=2))
    assert len(district.asked) == 6


def test_one_owner_does_not_end_the_round_of_all(district: District) -> None:
    """Its cameras count, and those of the others are still to be asked; a round of one owner can be widened."""
    police = {"owner": "police", "cameras": district.cameras[:3]}
    district.stop = 2
    district()
    district.stop = None
    assert district(**police).whole
    assert district.asked == ["c2"]
    district()
    assert district.asked == ["c3", "c4", "c5"]

    district.stop = 1
    district(**police, fresh=True)
    district.stop = 2
    district()
    district.stop = None
    district(**police)
    district()
    assert district.asked == ["c3", "c4", "c5"]


def test_another_folder_is_another_district(district: District) -> None:
    """Camera ids of two districts may be the same; the answers are not."""
    district.stop = 2
    district()
    district.stop = None
    other = district.folder / "other"
    for wish in ({}, {"broken": True}, {"named": True}):
        with pytest.raises(JournalError, match="give another --journal, or --fresh"):
            district(configs=other, **wish)
    assert district(configs=other, fresh=True).whole


def test_damage_is_told(district: District) -> None:
    """The camera of a torn line is asked again."""
    district.stop = 3
    district()
    district.stop = None
    journal = district.folder / "probe.jsonl"
    journal.write_bytes(journal.read_bytes()[:-30])
    came = district()
    assert (came.damaged, came.kept) == (1, 2)
    assert district.asked == ["c2", "c3", "c4", "c5"]


def test_an_answer_without_a_picture_does_not_stand_for_one_with(district: District) -> None:
    """Whoever interrupts and then wants pictures gets them of all; the other way round they count."""
    district.stop = 4
    district()
    district.stop = 5
    assert district(pictures=True).kept == 0
    district.stop = None
    district()
    assert district.asked == ["c5"]
