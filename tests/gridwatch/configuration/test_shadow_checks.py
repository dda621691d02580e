"""What a shadow needs beyond its own keys, in a folder that is good otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridwatch.configuration.loader import inspect
from gridwatch.configuration.problem import Problem


def told(good: Path, shadow: str) -> list[Problem]:
    """What is wrong with these settings of a shadow."""
    settings = good / "gridwatch.yaml"
    text = settings.read_text(encoding="utf-8").partition("shadow:")[0]
    settings.write_text(f"{text}shadow: {shadow}\n", encoding="utf-8")
    _, problems = inspect(good, {})
    return problems


@pytest.fixture
def candidates(good: Path) -> Path:
    """A folder with one profile: what is live, under another version."""
    folder = good.parent / "candidates"
    folder.mkdir()
    text = (good / "profiles" / "street.yaml").read_text(encoding="utf-8")
    version = next(line for line in text.splitlines() if line.startswith("version:"))
    (folder / "street.yaml").write_text(text.replace(version, "version: 99"), encoding="utf-8")
    return folder


def test_a_candidate_profile_is_checked_with_the_model_it_would_run_with(
    good: Path, candidates: Path
) -> None:
    """A mistake in it is found by `check`, with its line, not after a week of shadow without alarms."""
    assert told(good, "{profiles: candidates}") == []
    path = candidates / "street.yaml"
    text = path.read_text(encoding="utf-8").replace("classes: [waste", "classes: [elephant")
    path.write_text(text, encoding="utf-8")
    line = next(i for i, row in enumerate(text.splitlines(), 1) if "elephant" in row)
    (problem,) = told(good, "{profiles: candidates}")
    assert (problem.file, problem.line, problem.what) == (
        "candidates/street.yaml",
        line,
        "the model does not see elephant",
    )
    path.unlink()
    assert [one.what for one in told(good, "{profiles: candidates}")] == ["holds no profile"]


@pytest.mark.parametrize(
    ("shadow", "level", "key", "what"),
    [
        ("{profiles: nowhere}", "error", "shadow.profiles", "is no folder"),
        ("{profiles: candidates/street.yaml}", "error", "shadow.profiles", "is no folder"),
        ("{profiles: candidates, file: configs}", "error", "shadow.file", "is a folder"),
        ('{profiles: candidates, file: ""}', "error", "shadow.file", "is a folder"),
        ("{profiles: candidates, file: ./var/gridwatch.db}", "error", "shadow.file", "is the file of the incidents"),
        ("{profiles: configs/profiles}", "warning", "shadow.profiles", "is what is live already"),
        ("{share: 0.5}", "warning", "shadow", "names no candidate"),
    ],
)  # fmt: skip
def test_what_would_come_to_nothing_or_to_harm_is_told(
    good: Path,
    candidates: Path,
    monkeypatch: pytest.MonkeyPatch,
    shadow: str,
    level: str,
    key: str,
    what: str,
) -> None:
    """One problem each, at its key."""
    monkeypatch.chdir(candidates.parent)  # a relative file lies in the working folder
    (problem,) = told(good, shadow)
    assert (problem.level, problem.key, problem.line) == (level, key, 2)
    assert what in problem.what


def test_the_live_model_as_its_own_candidate_is_told(good: Path, candidates: Path) -> None:
    """Nothing is compared; with another profile there is something."""
    folder = next(
        path for path in sorted((good.parent / "models").iterdir()) if (path / "model.yaml").exists()
    )
    settings = good / "gridwatch.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text + f"model: {{folder: models/{folder.name}}}\n", encoding="utf-8")
    (problem,) = told(good, f"{{model: models/{folder.name}}}")
    assert (problem.level, problem.key) == ("warning", "shadow.model")
    assert told(good, f"{{model: models/{folder.name}, profiles: {candidates.name}}}") == []
