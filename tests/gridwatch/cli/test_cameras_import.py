from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from gridwatch.cli.app import app
from gridwatch.configuration.loader import load
from tests import builders_onboarding
from tests.builders_onboarding import PASSWORD, nasty, row, rows, text

RUN = CliRunner()


@pytest.fixture
def configs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped configuration without a camera."""
    monkeypatch.delenv("GRIDWATCH_SECRETS", raising=False)
    return builders_onboarding.configs(tmp_path)


def _run(configs: Path, content: str, *more: str) -> Result:
    ledger = configs.parent / "district.csv"
    ledger.write_bytes(content.encode("gb18030"))
    return RUN.invoke(app, ["cameras", "import", str(ledger), "-c", str(configs), *more])


def test_a_good_ledger_is_taken(configs: Path) -> None:
    """What was read, what was not, what was written: in a few lines."""
    result = _run(configs, text(rows(6)), "--datum", "gcj02")
    assert result.exit_code == 0, result.output
    assert "6 rows, GB18030, comma" in result.output
    assert "点位名称 = name" in result.output
    assert "备注: is no known column and is not read" in result.output
    assert "cameras/police.csv: 1 added, 0 changed, 0 removed, 0 as before" in result.output
    assert "6 cameras taken" in result.output
    assert PASSWORD not in result.output
    assert len(load(configs, {}).cameras) == 6


def test_a_bad_ledger_is_refused_with_every_reason(configs: Path, tmp_path: Path) -> None:
    """Bounded on the terminal, whole in the report; nothing is written."""
    cells, _ = nasty(300, 0.3)
    report = tmp_path / "r.csv"
    result = _run(configs, text(cells), "--datum", "gcj02", "--report", str(report))
    assert result.exit_code == 1
    assert "rows are bad; nothing was written. `--skip-bad` takes the good rows." in result.output
    assert len(result.output.splitlines()) < 90
    assert "more like it: lines" in result.output
    assert len(report.read_text(encoding="utf-8-sig").splitlines()) > 90
    assert list((configs / "cameras").iterdir()) == []
    assert PASSWORD not in result.output


def test_a_dry_run_writes_nothing(configs: Path) -> None:
    """And says what it would; also no rejected rows."""
    result = _run(configs, text([*rows(3), row(3, 端口="x")]), "--datum", "gcj02", "--skip-bad", "--dry-run")
    assert result.exit_code == 0
    assert "nothing was written (--dry-run); 3 rows are good" in result.output
    assert list((configs / "cameras").iterdir()) == []
    assert not list(configs.parent.glob("*.rejected.csv"))


def test_good_rows_are_taken_and_bad_ones_sent_back(configs: Path) -> None:
    """Beside the ledger, for its keeper."""
    result = _run(configs, text([*rows(3), row(3, 端口="x")]), "--datum", "gcj02", "--skip-bad")
    assert result.exit_code == 0
    assert "1 rows to be corrected" in result.output
    assert "八十" not in (configs.parent / "district.rejected.csv").read_text(encoding="utf-8-sig")
    assert len(load(configs, {}).cameras) == 3


def test_a_machine_reads_it_as_json(configs: Path) -> None:
    """Alone on standard output."""
    result = RUN.invoke(app, ["cameras", "import", "none.csv", "-c", str(configs), "--json", "-"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["faults"][0]["kind"] == "unreadable"
    ledger = configs.parent / "d.csv"
    ledger.write_text(text(rows(2)), encoding="utf-8")
    result = RUN.invoke(
        app, ["cameras", "import", str(ledger), "-c", str(configs), "--datum", "gcj02", "--json", "-"]
    )
    told = json.loads(result.stdout)
    assert (told["written"], told["good"], told["rejected"]) == (True, 2, None)


def test_what_is_said_on_the_command_line_is_used_or_told(configs: Path) -> None:
    """Columns, what all share, words of owners; a slip is a sentence."""
    cells = [row(0, 所属单位="云溪公安", 备注="杆1")]
    options = ("--datum", "gcj02", "--map", "备注=host_key", "--value", "owner:云溪公安=police", "--set", "tilt_deg=20",
               "--set", "hfov_deg=70")  # fmt: skip
    assert _run(configs, text([row(0, 所属单位="云溪公安")]), *options).exit_code == 0
    (one,) = load(configs, {}).cameras.values()
    assert (one.owner, one.pose is not None and one.pose.tilt_deg) == ("police", 20)
    assert _run(configs, text(cells), "--map", "备注").exit_code == 2
    assert _run(configs, text(cells), "--value", "name:x=y").exit_code == 2
    assert "--set names pasword" in _run(configs, text(cells), "--set", "pasword=x").output
