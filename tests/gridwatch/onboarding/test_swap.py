from __future__ import annotations

import random
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest

from alerts.store.memory import MemoryStore
from core.clock import ManualClock
from core.config.settings.looking import Budgets, Looking
from gridwatch.configuration.loader import load
from gridwatch.metrics import Metrics
from gridwatch.onboarding import swap
from gridwatch.onboarding.camera_text import CameraText, to_csv
from gridwatch.onboarding.changes import FileChange
from gridwatch.onboarding.swap import Changed, carry_out, try_out
from gridwatch.reload import Reload
from gridwatch.roster import Roster
from ingest.schedule import Schedule
from tests.builders import START, camera


def _file(configs: Path, name: str, *ids: str, text: str | None = None) -> FileChange:
    made = to_csv([camera(one, access={"host": f"h-{one}"}) for one in ids])
    if text is not None:
        made = CameraText(text=text, first_lines=(), ids=())
    return FileChange(
        path=configs / "cameras" / name, text=made, added=ids or ("?",), changed={}, removed=(), same=0
    )


def _files(configs: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((configs / "cameras").iterdir())}


def test_files_are_tried_beside_everything_else_and_nothing_is_touched(configs: Path) -> None:
    """By the loader that the service uses: profiles, model, secrets and other cameras are there."""
    held = _files(configs)
    assert try_out(configs, [_file(configs, "a.csv", "a")], (), {}) == []
    (problem,) = try_out(configs, [_file(configs, "a.csv", text="id,name\n")], (), {})[:1]
    assert (problem.file, problem.level) == ("cameras/a.csv", "error")
    assert _files(configs) == held == {}


def test_secrets_are_tried_too(configs: Path) -> None:
    """A login that is about to be written is known to the trial, and only to it."""
    named = FileChange(
        path=configs / "cameras" / "a.csv",
        text=to_csv([camera("a", access={"host": "h", "credential": "gate"})]), added=("a",), changed={}, removed=(),
        same=0,
    )  # fmt: skip
    assert [p.key for p in try_out(configs, [named], (), {}) if p.level == "error"] == ["credential"]
    assert try_out(configs, [named], ["gate"], {}) == []


def test_what_was_there_is_kept_beside(configs: Path) -> None:
    """And its rights stay."""
    path = configs / "cameras" / "a.csv"
    path.write_text("old\n", encoding="utf-8")
    path.chmod(0o640)
    carry_out(
        configs, [_file(configs, "a.csv", "a"), _file(configs, "b.csv", "b")], {"a.csv": b"old\n"}, None, {}
    )
    held = _files(configs)
    assert sorted(held) == ["a.csv", "a.csv.previous", "b.csv"]
    assert held["a.csv.previous"] == "old\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert set(load(configs).cameras) == {"a", "b"}


def test_a_file_that_somebody_else_changed_is_not_written_over(configs: Path) -> None:
    """Nothing is written, not even the others."""
    (configs / "cameras" / "b.csv").write_text("theirs\n", encoding="utf-8")
    with pytest.raises(Changed, match=r"b\.csv was changed meanwhile"):
        carry_out(configs, [_file(configs, "a.csv", "a"), _file(configs, "b.csv", "b")], {}, "x: y\n", {})
    assert _files(configs) == {"b.csv": "theirs\n"}
    assert "api-token" in (configs / "secrets.yaml").read_text()


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_what_fails_half_way_is_put_back(
    configs: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    """A full disk at any step leaves the cameras as they were."""
    for name in ("a.csv", "b.csv"):
        (configs / "cameras" / name).write_text(f"old {name}\n", encoding="utf-8")
    held = {path.name: path.read_bytes() for path in (configs / "cameras").iterdir()}
    before, steps = swap._keep, iter(range(1, 9))

    def keep(path: Path) -> None:
        if next(steps) == failing:
            raise OSError(28, "No space left on device")
        before(path)

    monkeypatch.setattr(swap, "_keep", keep)
    files = [_file(configs, name, name[0]) for name in ("a.csv", "b.csv", "c.csv")]
    with pytest.raises(OSError, match="No space"):
        carry_out(configs, files, held, None, {})
    now = _files(configs)
    assert {name: text for name, text in now.items() if not name.endswith(".previous")} == {
        "a.csv": "old a.csv\n", "b.csv": "old b.csv\n",
    }  # fmt: skip


async def test_a_running_service_takes_the_new_files_and_no_bad_ones(configs: Path) -> None:
    """By its reload, which reads the folder as the import left it."""
    carry_out(configs, [_file(configs, "a.csv", "a")], {}, None, {})
    roster = Roster(load(configs), MemoryStore(), ManualClock(START))
    told = SimpleNamespace(forget=lambda _: None, use=lambda _: None, poke=lambda: None)
    schedule = Schedule(Budgets(), Looking(), random.Random(1))
    reload = Reload(roster, schedule, told, told, told, Metrics())  # type: ignore[arg-type] # only told
    held = {"a.csv": (configs / "cameras" / "a.csv").read_bytes()}
    carry_out(configs, [_file(configs, "a.csv", "a", "a2"), _file(configs, "b.csv", "b")], held, None, {})
    assert await reload.once()
    assert set(roster.postings) == {"a", "a2", "b"}
    (configs / "cameras" / "b.csv").write_text("id,name\nx,y\n", encoding="utf-8")
    assert not await reload.once()
    assert set(roster.postings) == {"a", "a2", "b"}
