"""Runs, scores, comparisons and promotions over real folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.clock import ManualClock
from core.config.settings.root import Settings
from core.errors import NotFound
from gridwatch.engineer.desk import EngineerDesk
from tests.builders import START
from tests.builders_engineer import workbench
from tests.builders_promotion import configs

__all__ = ["configs"]
ASKED = ("street.yaml", "live", "new", "day.jsonl")


@pytest.fixture
def desk(tmp_path: Path, configs: Path) -> EngineerDesk:
    """A workbench with two runs and a candidate."""
    return EngineerDesk(workbench(tmp_path / "bench", configs), configs, ManualClock(START))


def test_runs_are_told_and_a_broken_one_says_so(desk: EngineerDesk, tmp_path: Path):
    """Counts of each; what cannot be read hides nothing of the others."""
    (tmp_path / "bench" / "runs" / "live" / "run.json").write_text("{", "utf-8")
    told = {one["name"]: one for one in desk.runs()}
    assert "is not JSON" in told["live"]["wrong"]
    assert (told["new"]["alarms"], told["new"]["profiles"]) == (7, {"street": 4})
    assert desk.run("new")["alarms_told"][0]["matter"] == "construction_waste"


def test_a_score_has_its_worst_in_pictures(desk: EngineerDesk):
    """Misses and false alarms, the picture that the run kept with them."""
    told = desk.score("live", "day.jsonl")
    assert told["scorecard"]["recall"] == pytest.approx(5 / 8)
    assert [one["title"].split(" ")[0] for one in told["misses"]] == ["e6", "e7", "e8"]
    assert told["false_alarms"][0]["lines"][-1] == "why: seen 3 of 4 times"
    assert told["false_alarms"][0]["lines_zh"][-1] == "依据:seen 3 of 4 times"  # of a run written before


def test_two_runs_side_by_side(desk: EngineerDesk):
    """What the workbench says of them."""
    told = desk.compare("live", "new", "day.jsonl")
    assert told["only_b"] == ["e6", "e7"]
    assert told["recall"]["change"] == pytest.approx(0.25)


def test_pictures_are_of_the_run_and_nothing_else(desk: EngineerDesk, tmp_path: Path):
    """No way out of the folder, by dots, slashes or links."""
    assert desk.picture("live", "pictures/a0.jpg").startswith(b"\xff\xd8")
    (tmp_path / "secret.jpg").write_bytes(b"x")
    (tmp_path / "bench" / "runs" / "live" / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    for file in ("../new/run.json", "/etc/passwd", "link.jpg", "run.json", "none.jpg"):
        with pytest.raises(NotFound):
            desk.picture("live", file)


def test_sweeps_clips_and_candidates(desk: EngineerDesk):
    """Each as it lies there."""
    assert desk.sweeps() == ["swept"]
    assert len(desk.sweep("swept")["trials"]) == 2
    assert {one["name"]: one["kind"] for one in desk.clips()} == {"corner.mp4": "clip", "patrol": "looks"}
    assert [one["name"] for one in desk.candidates()] == ["street.yaml"]
    assert desk.shadow() == []
    with pytest.raises(NotFound):
        desk.shadow_picture("t", "live", "s")


def test_a_better_candidate_goes_live_and_comes_back(desk: EngineerDesk, configs: Path):
    """By the gate, written down with who and why, and undone by one act."""
    assert desk.judge(*ASKED)["against"] == []
    done = desk.promote(*ASKED, who="li", reason="finds more", force=False)
    assert (done["done"], done["name"]) == (True, "street v4")
    assert "version: 4" in (configs / "profiles" / "street.yaml").read_text("utf-8")
    (entry,) = desk.promotions()
    assert (entry["who"], entry["reason"]) == ("li", "finds more")
    told = desk.undo(who="li", reason="too early", force=False)
    assert told[0]["what"] == "undo"
    assert "version: 3" in (configs / "profiles" / "street.yaml").read_text("utf-8")


def test_a_worse_one_stays_out_unless_somebody_says_why(desk: EngineerDesk, configs: Path):
    """The gate tells by how much; force needs a reason, and both are kept."""
    worse = ("street.yaml", "live", "worse", "day.jsonl")
    refused = desk.promote(*worse, who="li", reason="", force=True)
    assert not refused["done"]
    assert any("recall" in one for one in refused["against"])
    assert any("召回率" in one for one in refused["against_zh"])
    assert "version: 3" in (configs / "profiles" / "street.yaml").read_text("utf-8")
    assert desk.promote(*worse, who="li", reason="for a day", force=True)["done"]
    assert desk.promotions()[0]["forced"] is True


def test_a_folder_that_is_not_named_is_off(configs: Path):
    """Every list says which setting is missing."""
    desk = EngineerDesk(
        Settings.model_validate({"district": {"name": "x", "code": "990101"}}), configs, ManualClock(START)
    )
    with pytest.raises(NotFound, match=r"workbench\.runs"):
        desk.runs()
