from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.geo import Datum
from gridwatch.configuration.loader import load
from gridwatch.configuration.problem import BadConfiguration
from gridwatch.onboarding.faults import BadLedger, by_kind
from gridwatch.onboarding.importing import Import, Wishes, prepare, write
from gridwatch.onboarding.swap import Changed
from tests.builders_onboarding import NASTY, PASSWORD, Cells, nasty, row, rows, text

GCJ = Wishes(datum=Datum.GCJ02)


def _prepare(configs: Path, cells: list[Cells], wishes: Wishes = GCJ, **more: Any) -> Import:
    path = configs.parent / "district.csv"
    path.write_text(text(cells, **more), encoding="utf-8")
    return prepare(path, configs, wishes, {})


def _state(configs: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(configs.rglob("*")) if path.is_file()}


def test_a_good_ledger_becomes_the_configuration(configs: Path) -> None:
    """One file a source owner, read by the loader, with logins in the secrets."""
    done = _prepare(configs, rows(12))
    assert (done.ready, done.good, done.new_logins) == (True, 12, 6)
    assert set(by_kind(done.faults)) == {"unknown_column", "pose_partial"}
    write(done, configs, {})
    read = load(configs, {})
    assert len(read.cameras) == 12
    one = read.cameras["99010100001320000000"]
    assert (one.owner, one.access.host, one.access.credential) == ("police", "10.20.0.1", "police")
    login = read.secrets.credential("police")
    assert login is not None
    assert (login.user, login.password) == ("admin", PASSWORD)
    assert not any(PASSWORD in text.decode() for path, text in _state(configs / "cameras").items())


def test_importing_again_changes_nothing(configs: Path) -> None:
    """Not a byte; and one changed cell is one changed camera."""
    write(_prepare(configs, rows(6)), configs, {})
    held = _state(configs)
    write(_prepare(configs, rows(6)), configs, {})
    assert _state(configs) == held
    done = _prepare(configs, [row(0, 点位名称="新名"), *rows(6)[1:]])
    assert [file.changed for file in done.files if file.differs] == [{"99010100001320000000": ("name",)}]


@pytest.mark.parametrize("kind", NASTY)
def test_every_nastiness_is_told_for_its_row(configs: Path, kind: str) -> None:
    """And nothing is written of the good rows either."""
    cells = rows(8)
    NASTY[kind](cells, 2, 5)
    held = _state(configs)
    done = _prepare(configs, cells)
    told = {fault.line for fault in done.faults if fault.kind == kind}
    assert told <= {4, 7}
    assert told
    assert (done.ready, done.bad <= {4, 7}) == (False, True)
    with pytest.raises(BadLedger):
        write(done, configs, {})
    assert _state(configs) == held


def test_everything_is_told_at_once(configs: Path) -> None:
    """A ledger with every fault: all kinds, each where it was made, and no password."""
    cells, spoilt = nasty(400, 0.1, seed=3)
    done = _prepare(configs, cells)
    for kind, places in spoilt.items():
        lines = {place + 2 for place in places}
        told = {fault.line for fault in done.faults if fault.kind == kind}
        assert told & lines, kind
    assert not any(PASSWORD in fault.told("x") + fault.what("zh") for fault in done.faults)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6))
def test_good_rows_are_taken_and_the_rest_is_not(configs: Path, seed: int) -> None:
    """Whatever is mixed: what is written is the good rows and no others, and the loader reads it."""
    cells, _ = nasty(60, 0.3, seed=seed)
    done = _prepare(configs, cells, replace(GCJ, skip_bad=True))
    assert done.ready
    added = {one for file in done.files for one in (*file.added, *file.changed)}
    good = {cells[line - 2]["国标编码"] for line in {row.line for row in done.ledger.rows} - done.bad}
    assert added <= good
    assert len(good) == done.good == len(done.ledger.rows) - len(done.bad)
    write(done, configs, {})
    assert good <= set(load(configs, {}).cameras)


def test_the_datum_must_be_said(configs: Path) -> None:
    """Nothing is taken; it is told once, with what each datum would make of it."""
    done = _prepare(configs, rows(5), Wishes(skip_bad=True))
    (fault,) = [fault for fault in done.faults if fault.level == "error"]
    assert (fault.kind, done.ready, done.whole) == ("datum_unsaid", False, True)
    assert "100% as GCJ02" in fault.cure()


def test_columns_that_are_missing_are_told_once(configs: Path) -> None:
    """Not again with every row."""
    path = configs.parent / "poor.csv"
    path.write_text("杆号,ip,lon,lat\n1,10.1.1.1,120.25,30.45\n2,10.1.1.2,120.25,30.451\n", encoding="utf-8")
    told = [fault for fault in prepare(path, configs, Wishes(), {}).faults if fault.level == "error"]
    assert [fault.facts.get("field") for fault in told] == ["name", "owner", "scene", "id", None]
    assert told[-1].kind == "datum_unsaid"


def test_what_only_the_whole_shows_is_told_with_its_line(configs: Path) -> None:
    """A login that is nowhere, a scene that no profile is for: the loader says so, the ledger's line is told."""
    for profile in (configs / "profiles").iterdir():
        if profile.stem == "street":
            profile.write_text(
                profile.read_text(encoding="utf-8") + "select: {scenes: [street]}\n", encoding="utf-8"
            )
    cells = [*rows(2), row(2, 类型="roof")]
    done = _prepare(configs, cells)
    assert [(fault.kind, fault.line) for fault in done.faults if fault.level == "error"] == [("bad_value", 4)]
    done = _prepare(configs, cells, replace(GCJ, skip_bad=True))
    assert (done.ready, done.good) == (True, 2)


def test_cameras_that_are_missing_stay_until_it_is_said(configs: Path) -> None:
    """And are never removed on the word of a ledger with bad rows."""
    write(_prepare(configs, rows(12)), configs, {})
    done = _prepare(configs, rows(6))
    assert sum(fault.kind == "kept_missing" for fault in done.faults) == 6
    assert sum(len(file.removed) for file in done.files) == 0
    removing = replace(GCJ, remove_missing=True)
    assert sum(len(file.removed) for file in _prepare(configs, rows(6), removing).files) == 6
    done = _prepare(configs, [*rows(5), row(5, IP地址="x/y")], replace(removing, skip_bad=True))
    assert (done.ready, "no_removal" in by_kind(done.faults)) == (False, True)


def test_a_folder_that_is_bad_already_is_mended_first(configs: Path) -> None:
    """Rewriting its files would lose what could not be read; other old mistakes are told and do not block."""
    path = configs / "cameras" / "bad.csv"
    path.write_text("id,name\n", encoding="utf-8")
    with pytest.raises(BadConfiguration):
        _prepare(configs, rows(1))
    path.unlink()
    with (configs / "gridwatch.yaml").open("a", encoding="utf-8") as settings:
        settings.write("api: {admin_token: nowhere}\n")
    done = _prepare(configs, rows(1))
    assert (done.ready, "was_bad" in by_kind(done.faults)) == (True, True)


def test_two_imports_at_once_do_not_lose_one_another(configs: Path) -> None:
    """The second sees that the first was there."""
    first, second = _prepare(configs, rows(6)), _prepare(configs, [row(0, 点位名称="另")])
    write(first, configs, {})
    with pytest.raises(Changed):
        write(second, configs, {})


def test_an_import_that_was_killed_goes_on(configs: Path) -> None:
    """Between two files: what is there is read, and the same import does the rest."""
    killed = _prepare(configs, rows(12))
    write(replace(killed, files=killed.files[:2]), configs, {})
    (configs / "cameras" / "police.csv.new").write_text("half a f", encoding="utf-8")
    assert len(load(configs, {}).cameras) == 4
    write(_prepare(configs, rows(12)), configs, {})
    assert len(load(configs, {}).cameras) == 12
    assert not list((configs / "cameras").glob("*.new"))


def test_progress_is_told(configs: Path) -> None:
    """Rows while they are checked, then that the whole is being read."""
    path = configs.parent / "d.csv"
    path.write_text(text(rows(401)), encoding="utf-8")
    told: list[tuple[str, int, int]] = []
    prepare(path, configs, GCJ, {}, lambda *step: told.append(step))
    assert told == [
        ("checking rows", 0, 401), ("checking rows", 200, 401), ("checking rows", 400, 401),
        ("reading it as the service would", 0, 0),
    ]  # fmt: skip
