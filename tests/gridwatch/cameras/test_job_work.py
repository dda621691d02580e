from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from api.camera_book import ChangeRefused
from api.models.job_wishes import ImportIn, ProbeIn
from core.clock import SystemClock
from core.config.settings.looking import Budgets, Looking
from core.geo import Datum
from core.secrets import Secrets
from gridwatch.cameras.job_work import import_wishes, probe_wish, probed
from tests.builders import camera
from tests.builders_probing import port


def configuration(*cameras: Any) -> Any:
    """As much of one as a probe asks for."""
    return SimpleNamespace(
        folder=Path("configs"),
        cameras={one.id: one for one in cameras},
        settings=SimpleNamespace(looking=Looking(open_s=0.2, onvif_s=0.2), budgets=Budgets()),
        secrets=Secrets(credentials={}, values={}),
    )


def test_wishes_are_those_of_the_command_line() -> None:
    """Words of owners and scenes become values."""
    wishes = import_wishes(
        ImportIn(datum="GCJ02", maps={"点位": "name"}, owners={"公安": "police"}, skip_bad=True)
    )
    assert (wishes.datum, wishes.skip_bad) == (Datum.GCJ02, True)
    assert wishes.values == {("owner", "公安"): "police"}
    assert wishes.maps == {"点位": "name"}


def test_who_is_to_be_probed() -> None:
    """By name, by owner, and only by ONVIF."""
    snapshot = camera("snap", access={"onvif": False, "snapshot_url": "http://10.0.0.9/a.jpg"})
    known = configuration(port("a"), port("b"), snapshot)
    assert [one.id for one in probe_wish(known, ProbeIn()).cameras] == ["a", "b"]
    wish = probe_wish(known, ProbeIn(cameras=["b"]))
    assert ([one.id for one in wish.cameras], wish.named) == (["b"], True)
    for wrong in (ProbeIn(cameras=["none"]), ProbeIn(cameras=["snap"]), ProbeIn(fresh=True, broken=True)):
        with pytest.raises(ChangeRefused):
            probe_wish(known, wrong)


def test_a_probe_of_what_is_not_there(tmp_path: Path) -> None:
    """The real asking, of a port where nobody listens: one finding, and the journal is kept."""
    nobody = camera("a", access={"host": "127.0.0.1", "onvif_port": 9})
    known, told = configuration(nobody), []
    came = probed(
        known,
        probe_wish(known, ProbeIn()),
        2,
        tmp_path / "probe.jsonl",
        SystemClock(),
        lambda *one: told.append(one),
    )
    assert (came["complete"], came["ok"], came["broken"]) == (True, 0, 1)
    assert came["findings"][0]["cameras"] == ["a"]
    assert came["findings"][0]["cure_zh"]
    assert told[-1] == (1, 1)
    assert (tmp_path / "probe.jsonl").exists()
