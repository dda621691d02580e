from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from detectors.model import read_model
from gridwatch.promotion.audit import FILE, append, entries
from gridwatch.promotion.moves import PREVIOUS, beside, bring_in
from gridwatch.promotion.settle import BROKEN_OFF, check_undo, settle
from gridwatch.promotion.swap import NotPromoted, file_sha256

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


def test_a_model_is_known_by_either_of_its_weights(tmp_path: Path) -> None:
    """Promoted under one precision, asked about under another: it was not changed since."""
    model = read_model(DEFAULT)
    for sha256 in filter(None, (model.sha256, model.spec.int8 and model.spec.int8.sha256)):
        check_undo({"sha256": sha256, "name": model.title, "replaces": ""}, DEFAULT)
    with pytest.raises(NotPromoted, match="was changed since"):
        check_undo({"sha256": "0" * 64, "name": model.title, "replaces": ""}, DEFAULT)


def test_without_an_act_there_is_nothing_to_settle(tmp_path: Path) -> None:
    """A new configs folder."""
    assert settle(tmp_path / FILE, tmp_path) is None
