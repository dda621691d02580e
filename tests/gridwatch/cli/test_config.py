from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from core.errors import ConfigError
from gridwatch.cli.app import app
from gridwatch.configuration.schema import schemas

RUN = CliRunner()
CONFIGS = str(Path(__file__).resolve().parents[3] / "configs")


def test_check_says_what_is_there_and_ends_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped configuration is good."""
    monkeypatch.setenv("GRIDWATCH_SECRET_API_TOKEN", "a-token-for-tests")
    result = RUN.invoke(app, ["check", "-c", CONFIGS, "--strict"])
    assert result.exit_code == 0, result.output
    assert "3 cameras" in result.output
    assert "good" in result.output


def test_check_ends_badly_and_lists_everything_for_a_machine(tmp_path: Path) -> None:
    """Exit status 1; JSON with file, line, key, cure."""
    (tmp_path / "gridwatch.yaml").write_text("district: {name: x}\nbudget: 1\n", encoding="utf-8")
    result = RUN.invoke(app, ["check", "-c", str(tmp_path), "--json", "-"])
    told = json.loads(result.output)
    assert result.exit_code == 1
    assert not told["ok"]
    assert {(p["file"], p["line"], p["key"]) for p in told["problems"]} >= {
        ("gridwatch.yaml", 1, "district.code"),
        ("gridwatch.yaml", 2, "budget"),
    }


def test_a_new_secret_is_kept_for_the_owner_alone_and_not_printed(tmp_path: Path) -> None:
    """A second of the same name needs --replace; the others stay."""
    (tmp_path / "secrets.yaml").write_text("values: {other: kept}\n", encoding="utf-8")
    result = RUN.invoke(app, ["secrets", "new", "grid-platform", "--webhook", "-c", str(tmp_path)])
    path = tmp_path / "secrets.yaml"
    values = yaml.safe_load(path.read_text(encoding="utf-8"))["values"]
    assert values["other"] == "kept"
    assert values["grid-platform"].startswith("whsec_")
    assert values["grid-platform"] not in result.output
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert RUN.invoke(app, ["secrets", "new", "grid-platform", "-c", str(tmp_path)]).exit_code == 1
    again = RUN.invoke(app, ["secrets", "new", "grid-platform", "--replace", "-c", str(tmp_path)])
    assert again.exit_code == 0


def test_schemas_are_written_for_editors(tmp_path: Path) -> None:
    """One a kind of file."""
    RUN.invoke(app, ["schema", "--out", str(tmp_path)])
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.schema.json" for name in schemas()}


@pytest.mark.parametrize("text", ["values: [1]\n", 'values: "\n', "no-shape-at-all\n"])
def test_a_secrets_file_that_cannot_be_read_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    """What an administrator wrote there must not be lost, and not be told."""
    path = tmp_path / "secrets.yaml"
    path.write_text(text, encoding="utf-8")
    result = RUN.invoke(app, ["secrets", "new", "a", "-c", str(tmp_path)])
    assert isinstance(result.exception, ConfigError)
    assert "no-shape" not in str(result.exception)
    assert path.read_text(encoding="utf-8") == text


def test_a_heading_without_values_takes_the_first(tmp_path: Path) -> None:
    """Somebody has taken the last one out."""
    path = tmp_path / "secrets.yaml"
    path.write_text("values:\n", encoding="utf-8")
    assert RUN.invoke(app, ["secrets", "new", "a", "-c", str(tmp_path)]).exit_code == 0
    assert RUN.invoke(app, ["secrets", "new", "not a name", "-c", str(tmp_path)]).exit_code == 2
    assert list(yaml.safe_load(path.read_text(encoding="utf-8"))["values"]) == ["a"]


def test_a_signing_key_is_put_before_the_old_one(tmp_path: Path) -> None:
    """Both are in force during a rotation; a third drops the oldest, --replace leaves one."""
    path = tmp_path / "secrets.yaml"

    def keys(*options: str) -> list[str]:
        result = RUN.invoke(app, ["secrets", "new", "callback", "-c", str(tmp_path), *options])
        assert result.exit_code == 0, result.output
        return str(yaml.safe_load(path.read_text())["values"]["callback"]).split()

    (first,) = keys("--webhook")
    second, kept = keys("--beside")
    assert kept == first
    third, kept = keys("--beside")
    assert (kept, third.startswith("whsec_")) == (second, True)
    assert len(keys("--webhook", "--replace")) == 1
