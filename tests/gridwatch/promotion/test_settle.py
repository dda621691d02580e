from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from gridwatch.configuration.loader import load
from gridwatch.promotion import swap
from gridwatch.promotion.acting import judge, promote, undo
from gridwatch.promotion.audit import FILE, append, entries
from gridwatch.promotion.gate import Margins
from gridwatch.promotion.moves import PREVIOUS, beside, bring_in
from gridwatch.promotion.settle import BROKEN_OFF, check_undo, settle
from gridwatch.promotion.swap import NotPromoted, file_sha256
from tests.builders_promotion import GOOD, candidate_model, configs

__all__ = ["configs"]

DEFAULT = Path(__file__).parents[3] / "models" / "default"


class Place:
    """A live profile, a candidate, and an audit that says that it was promoted."""

    def __init__(self, root: Path) -> None:
        self.log = root / FILE
        self.root = root
        self.live, self.candidate = root / "street.yaml", root / "candidate"
        self.live.write_text("A", encoding="utf-8")
        self.candidate.write_text("B", encoding="utf-8")
        self.entry: dict[str, Any] = append(
            self.log,
            {
                "what": "promote",
                "kind": "profile",
                "live": "street.yaml",
                "name": "street v2",
                "replaces": "street v1",
                "sha256": file_sha256(self.candidate),
                "replaces_sha256": file_sha256(self.live),
            },
        )


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Written down, not yet done."""
    return Place(tmp_path)


def test_an_act_that_was_written_down_and_never_begun_is_told(place: Place) -> None:
    """Killed in between: `undo` must not put back what something else kept. Settled once."""
    for _ in range(2):
        assert settle(place.log, place.root) is None
    assert [entry["what"] for entry in entries(place.log)] == ["promote", "failed"]
    assert entries(place.log)[-1]["why"] == BROKEN_OFF


def test_an_act_that_was_done_is_the_last_one(place: Place) -> None:
    """Also one whose last rename was missing, which is made up for."""
    bring_in(place.candidate, place.live)
    assert settle(place.log, place.root) == place.entry
    beside(place.live, PREVIOUS).rename(beside(place.live, ".kept"))  # killed before the last rename
    assert settle(place.log, place.root) == place.entry
    assert beside(place.live, PREVIOUS).read_text(encoding="utf-8") == "A"
    assert len(entries(place.log)) == 1


def test_what_was_changed_since_is_not_put_back_over(place: Place) -> None:
    """A profile that somebody edited by hand, or a kept one that is not what was replaced."""
    bring_in(place.candidate, place.live)
    check_undo(place.entry, place.live)
    previous = beside(place.live, PREVIOUS)
    previous.write_text("C", encoding="utf-8")
    with pytest.raises(NotPromoted, match=r"is not the street v1 that was replaced"):
        check_undo(place.entry, place.live)
    previous.write_text("A", encoding="utf-8")
    place.live.write_text("D", encoding="utf-8")
    with pytest.raises(NotPromoted, match=r"was changed since .* left street v2 there"):
        check_undo(place.entry, place.live)
    assert settle(place.log, place.root) == place.entry


def test_a_model_is_known_whatever_runs_of_it(configs: Path) -> None:
    """Another precision changes which hash runs; the quantized twin of what is live is another model, both ways."""
    live, log = load(configs, {}).model_folder(), configs / FILE
    shutil.rmtree(live)
    shutil.copytree(DEFAULT, live)
    whole = (live / "model.yaml").read_text(encoding="utf-8")
    plain = configs.parent / "plain"
    shutil.copytree(DEFAULT, plain)
    (plain / "model.yaml").write_text(whole[: whole.index("int8:")], encoding="utf-8")
    card = configs.parent / "card.json"
    card.write_text(json.dumps(GOOD), encoding="utf-8")
    judged = judge(configs, plain, (card, card), Margins())
    promote(configs, judged, {"who": "x", "why": "y"})
    last = settle(log, configs)
    assert last is not None
    assert last["what"] == "promote"
    settings = configs / "gridwatch.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("models/live", "models/live, precision: f32"), encoding="utf-8")
    check_undo(last, live)
    undo(configs, last, {"who": "x", "why": "y"}, force=False)
    last = settle(log, configs)
    assert last is not None
    assert last["what"] == "undo"
    assert (live / "model.yaml").read_text(encoding="utf-8") == whole


def test_what_cannot_be_used_is_put_back_by_force_alone(configs: Path) -> None:
    """A kept model whose weights were broken since, after it was forced back and away again."""
    live, log, by = load(configs, {}).model_folder(), configs / FILE, {"who": "x", "why": "y"}
    card = configs.parent / "card.json"
    card.write_text(json.dumps(GOOD), encoding="utf-8")
    promote(configs, judge(configs, candidate_model(configs), (card, card), Margins()), by)
    with (beside(live, PREVIOUS) / "colour.onnx").open("ab") as weights:
        weights.write(b"x")
    with pytest.raises(NotPromoted, match="is not the colour 1"):
        undo(configs, settle(log, configs), by, force=False)
    undo(configs, settle(log, configs), by, force=True)
    with pytest.raises(NotPromoted, match="was changed since"):
        undo(configs, settle(log, configs), by, force=False)
    undo(configs, settle(log, configs), by, force=True)
    with pytest.raises(NotPromoted, match="is not the colour 1"):
        undo(configs, settle(log, configs), by, force=False)


def test_a_live_model_that_is_a_link_is_promoted_and_put_back(configs: Path) -> None:
    """The audit names the link, as the moves do: what it leads to stays as it was."""
    live, log, by = load(configs, {}).model_folder(), configs / FILE, {"who": "x", "why": "y"}
    store = configs.parent / "store"
    live.rename(store)
    live.symlink_to(store)
    card = configs.parent / "card.json"
    card.write_text(json.dumps(GOOD), encoding="utf-8")
    promote(configs, judge(configs, candidate_model(configs), (card, card), Margins()), by)
    last = settle(log, configs)
    assert last is not None
    assert last["what"] == "promote"
    undo(configs, last, by, force=False)
    assert live.resolve() == store.resolve()


def test_an_undo_of_what_cannot_be_used_that_was_never_begun_is_told(configs: Path) -> None:
    """Written down, and killed: what is live is still the broken one."""
    live, log, by = load(configs, {}).model_folder(), configs / FILE, {"who": "x", "why": "y"}
    card = configs.parent / "card.json"
    card.write_text(json.dumps(GOOD), encoding="utf-8")
    promote(configs, judge(configs, candidate_model(configs), (card, card), Margins()), by)
    with (live / "colour.onnx").open("ab") as weights:
        weights.write(b"x")
    last = settle(log, configs)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(swap, "undo", lambda *_live, **_how: None)  # as if killed in between
        undo(configs, last, by, force=True)
    assert settle(log, configs) == last
    assert entries(log)[-1]["why"] == BROKEN_OFF


def test_configs_that_are_reached_by_a_link_are_the_same_ones(configs: Path, tmp_path: Path) -> None:
    """What the audit names is found again from either side."""
    live, by = load(configs, {}).model_folder(), {"who": "x", "why": "y"}
    (tmp_path / "far" / "away").mkdir(parents=True)
    link = tmp_path / "far" / "away" / "configs"
    link.symlink_to(configs)
    card = configs.parent / "card.json"
    card.write_text(json.dumps(GOOD), encoding="utf-8")
    promote(link, judge(link, candidate_model(configs), (card, card), Margins()), by)
    last = settle(link / FILE, link)
    assert last is not None
    assert (configs / last["live"]).resolve() == (link.resolve() / last["live"]).resolve() == live.resolve()
    undo(link, last, by, force=False)
    assert "version: '1'" in (live / "model.yaml").read_text(encoding="utf-8")


def test_without_an_act_there_is_nothing_to_settle(tmp_path: Path) -> None:
    """A new configs folder."""
    assert settle(tmp_path / FILE, tmp_path) is None
