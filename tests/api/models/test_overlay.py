from __future__ import annotations

from api.models.overlay import OverlayOut, TuneActOut, TuneIn
from api.overlays import OverlayNow, PartChange, TuneAct
from core.config.overlay import Overlay
from tests.builders import at, camera

ZONE = {"id": "kerb", "kind": "plaza", "polygon": [[0, 0], [1, 0], [1, 1]]}


def test_each_part_says_where_it_comes_from() -> None:
    """With who set it, and whether the file has moved on."""
    marks = {"zones": {"who": "li", "at": at(0).isoformat()}}
    now = OverlayNow(
        camera_id="cam-1",
        version="v",
        written=camera(zones=[ZONE]),
        file="cameras/police.csv",
        line=7,
        overlay=Overlay.model_validate({"zones": [], "marks": marks}),
        overlay_file="cameras/overlays/cam-1.yaml",
        moved_on=("zones",),
    )
    told = OverlayOut.of(now)
    zones, overrides, _ = told.parts
    assert (zones.source, zones.who, zones.at, zones.moved_on) == ("overlay", "li", at(0), True)
    assert (overrides.source, overrides.at, overrides.moved_on) == ("file", None, False)
    assert told.own is not None
    assert [zone.id for zone in told.own.zones] == ["kerb"]


def test_a_wish_says_what_was_said() -> None:
    """Left out is not null."""
    assert TuneIn.model_validate({"zones": None}).data() == {"zones": None}
    assert TuneIn.model_validate({"overrides": [{"rule": "a"}]}).data()["overrides"][0]["rule"] == "a"


def test_an_act_has_before_and_after() -> None:
    """Null where the file had it."""
    change = PartChange(part="zones", before=None, after={"zones": [ZONE]})
    told = TuneActOut.of(TuneAct(at=at(0), who="li", changes=(change,), told="x"))
    assert (told.changes[0].before, told.changes[0].after) == (None, {"zones": [ZONE]})
