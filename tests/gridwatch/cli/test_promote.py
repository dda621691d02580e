from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from core.errors import GridwatchError
from gridwatch.cli.app import app
from gridwatch.promotion.audit import FILE, entries
from gridwatch.promotion.swap import NotPromoted
from tests.builders_promotion import candidate_model, candidate_profile, configs, scorecard

__all__ = ["configs"]


def promote(configs: Path, *arguments: object) -> Result:
    """Run the command."""
    given = [str(argument) for argument in arguments]
    return CliRunner().invoke(app, ["promote", *given, "-c", str(configs), "--who", "li"])


def cards(configs: Path, **changes: object) -> list[Path]:
    """A live scorecard and a candidate's."""
    return [scorecard(configs.parent / "live.json"), scorecard(configs.parent / "new.json", **changes)]


def test_a_better_candidate_goes_live_and_is_written_down(configs: Path) -> None:
    """Who, when, what by hash, and on which figures."""
    candidate = candidate_profile(configs, version=4)
    result = promote(configs, candidate, "--scorecard", *cards(configs, f1=0.97))
    assert result.exit_code == 0, result.output
    (entry,) = entries(configs / FILE)
    assert (entry["who"], entry["name"], entry["replaces"]) == ("li", "street v4", "street v3")
    assert entry["scorecards"]["candidate"]["f1"] == 0.97
    assert not entry["forced"]
    assert re.fullmatch("[0-9a-f]{64}", entry["sha256"])
    assert "version: 4" in (configs / "profiles" / "street.yaml").read_text(encoding="utf-8")


def test_a_worse_one_is_refused_with_how_much_and_nothing_changes(configs: Path) -> None:
    """Exit status 1: a pipeline stops here."""
    candidate = candidate_profile(configs, version=4)
    result = promote(configs, candidate, "--scorecard", *cards(configs, recall=0.9))
    assert result.exit_code == 1
    assert "recall is worse by 0.0500" in result.output
    assert "version: 3" in (configs / "profiles" / "street.yaml").read_text(encoding="utf-8")
    assert entries(configs / FILE) == []


def test_a_figure_that_is_null_is_a_refusal_too(configs: Path) -> None:
    """Nothing measured is not as good as before; who knows better forces it, and that is kept."""
    given = [candidate_profile(configs, version=4), "--scorecard", *cards(configs, recall=None)]
    result = promote(configs, *given)
    assert result.exit_code == 1
    assert "recall is not known in the candidate's scorecard" in result.output.replace("\n", " ")
    assert promote(configs, *given, "--force", "--reason", "a night without events").exit_code == 0
    (entry,) = entries(configs / FILE)
    assert entry["scorecards"]["candidate"]["recall"] is None
    assert "recall is not known" in entry["against"][0]


def test_forced_it_goes_with_a_reason_that_is_kept(configs: Path) -> None:
    """Somebody will ask why; without a reason it does not go."""
    candidate = candidate_profile(configs, version=4)
    given = [candidate, "--scorecard", *cards(configs, recall=0.9), "--force"]
    assert promote(configs, *given).exit_code == 2
    assert promote(configs, *given, "--reason", "the street was rebuilt").exit_code == 0
    (entry,) = entries(configs / FILE)
    assert entry["forced"]
    assert entry["reason"] == "the street was rebuilt"
    assert "recall is worse" in entry["against"][0]


def test_a_wider_margin_is_stated_on_the_command_line(configs: Path) -> None:
    """The gate is the administrator's."""
    candidate = candidate_profile(configs, version=4)
    given = [candidate, "--scorecard", *cards(configs, recall=0.9), "--margin-recall", "0.06"]
    assert promote(configs, *given).exit_code == 0


def test_undo_puts_the_old_one_back_and_again_the_new_one(configs: Path) -> None:
    """Both acts are kept."""
    candidate = candidate_profile(configs, version=4)
    promote(configs, candidate, "--scorecard", *cards(configs))
    street = configs / "profiles" / "street.yaml"
    for version in (3, 4):
        assert promote(configs, "--undo").exit_code == 0
        assert f"version: {version}" in street.read_text(encoding="utf-8")
    assert [entry["what"] for entry in entries(configs / FILE)] == ["promote", "undo", "undo"]


def test_undo_takes_a_new_profile_away(configs: Path) -> None:
    """Nothing was live under that name before."""
    promote(configs, candidate_profile(configs, name="market", version=1), "--scorecard", *cards(configs))
    assert (configs / "profiles" / "market.yaml").exists()
    result = promote(configs, "--undo")
    assert "no profile of that name is live now" in result.output
    assert not (configs / "profiles" / "market.yaml").exists()


def test_a_new_profile_that_was_taken_away_comes_back(configs: Path) -> None:
    """Undone twice; a third time it is gone again."""
    market = configs / "profiles" / "market.yaml"
    promote(configs, candidate_profile(configs, name="market", version=1), "--scorecard", *cards(configs))
    for there in (False, True, False):
        assert promote(configs, "--undo").exit_code == 0
        assert market.exists() is there


def test_a_promotion_that_was_killed_before_it_began_is_written_down_by_the_next(
    configs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The entry stands and nothing else: `--undo` takes back the act before it, not one that never was."""
    from gridwatch.promotion import swap

    class Killed(BaseException):
        pass

    def killed(_: object) -> None:
        raise Killed

    promote(configs, candidate_profile(configs, version=4), "--scorecard", *cards(configs))
    with monkeypatch.context() as patched:
        patched.setattr(swap, "carry_out", killed)
        with pytest.raises(Killed):
            promote(configs, candidate_profile(configs, version=5), "--scorecard", *cards(configs))
    assert promote(configs, "--undo").exit_code == 0
    assert "version: 3" in (configs / "profiles" / "street.yaml").read_text(encoding="utf-8")
    assert [entry["what"] for entry in entries(configs / FILE)] == ["promote", "promote", "failed", "undo"]


def test_undo_does_not_write_over_what_somebody_changed_unless_forced(configs: Path) -> None:
    """An edit by hand is not what was promoted; forced, it is kept beside."""
    promote(configs, candidate_profile(configs, version=4), "--scorecard", *cards(configs))
    street = configs / "profiles" / "street.yaml"
    street.write_text(street.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
    refused = promote(configs, "--undo")
    assert isinstance(refused.exception, NotPromoted)
    assert "was changed since" in str(refused.exception)
    assert promote(configs, "--undo", "--force", "--reason", "it is night").exit_code == 0
    assert "version: 3" in street.read_text(encoding="utf-8")
    assert "# by hand" in street.with_name("street.yaml.previous").read_text(encoding="utf-8")
    last = entries(configs / FILE)[-1]
    assert (last["forced"], last["reason"]) == (True, "it is night")


def test_two_at_once_are_one_after_the_other(configs: Path) -> None:
    """The second is refused while the first works, and changes nothing."""
    from gridwatch.promotion.swap import alone

    with alone(configs):
        result = promote(configs, candidate_profile(configs, version=4), "--scorecard", *cards(configs))
    assert isinstance(result.exception, NotPromoted)
    assert not (configs / FILE).exists()


def test_a_model_says_that_the_service_must_be_restarted(configs: Path) -> None:
    """It is read at the start."""
    result = promote(configs, candidate_model(configs), "--scorecard", *cards(configs))
    assert result.exit_code == 0, result.output
    assert "restart it" in result.output
    assert "Restart" in promote(configs, "--undo").output
    spec = (configs.parent / "models" / "live" / "model.yaml").read_text(encoding="utf-8")
    assert "version: '1'" in spec


def test_what_could_not_be_done_is_written_down_too(configs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk: the audit says so, and undo does not take back what never was."""
    from gridwatch.promotion import swap

    def full(_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(swap, "carry_out", full)
        result = promote(configs, candidate_profile(configs, version=4), "--scorecard", *cards(configs))
        assert isinstance(result.exception, OSError)
    assert [entry["what"] for entry in entries(configs / FILE)] == ["promote", "failed"]
    undone = promote(configs, "--undo")
    assert isinstance(undone.exception, NotPromoted)


def test_a_broken_audit_stops_everything(configs: Path) -> None:
    """Nothing goes live that cannot be written down."""
    (configs / FILE).write_text("{}\n", encoding="utf-8")
    result = promote(configs, candidate_profile(configs, version=4), "--scorecard", *cards(configs))
    assert isinstance(result.exception, GridwatchError)
    assert "version: 3" in (configs / "profiles" / "street.yaml").read_text(encoding="utf-8")
    assert promote(configs).exit_code != 0


def test_the_scorecard_of_another_run_does_not_let_it_by(configs: Path) -> None:
    """A candidate's card that is of the live version: somebody took the wrong file."""
    candidate = candidate_profile(configs, version=4)
    wrong = {"of": {"model_sha256": "", "profiles": {"street": 3}}}
    result = promote(configs, candidate, "--scorecard", *cards(configs, **wrong))
    assert result.exit_code == 1
    assert "candidate's scorecard is not of street v4" in result.output.replace("\n", " ")
