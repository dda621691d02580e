from __future__ import annotations

import shutil
from pathlib import Path

from gridwatch.configuration.candidates import read_candidates

MUSEUM = Path(__file__).parent / "museum"
SHIPPED = Path(__file__).resolve().parents[3] / "configs" / "profiles"


def test_candidates_are_read_as_the_live_ones_are(tmp_path: Path) -> None:
    """By name; one that is there twice is told."""
    shutil.copy(SHIPPED / "street.yaml", tmp_path / "a.yaml")
    profiles, problems = read_candidates(tmp_path)
    assert (set(profiles), problems) == ({"street"}, [])
    shutil.copy(SHIPPED / "street.yaml", tmp_path / "b.yaml")
    _, problems = read_candidates(tmp_path)
    assert [str(problem.file) for problem in problems] == [f"{tmp_path.name}/b.yaml"]


def test_each_mistake_is_told_and_so_is_nothing_at_all(tmp_path: Path) -> None:
    """With file and line, as for the live ones."""
    _, (nothing,) = read_candidates(tmp_path)
    assert "holds no profile" in nothing.what
    shutil.copy(MUSEUM / "profile_k_over_n.yaml", tmp_path)
    shutil.copy(MUSEUM / "broken_yaml.yaml", tmp_path)
    profiles, problems = read_candidates(tmp_path)
    assert profiles == {}
    assert {problem.file.rsplit("/", 1)[1] for problem in problems} == {
        "profile_k_over_n.yaml",
        "broken_yaml.yaml",
    }
