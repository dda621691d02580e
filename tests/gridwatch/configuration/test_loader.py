"""The museum of bad configs, and the good one beside it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from gridwatch.configuration.loader import Trial, inspect, load
from gridwatch.configuration.problem import BadConfiguration

MUSEUM = Path(__file__).parent / "museum"
EXHIBITS = yaml.safe_load((MUSEUM / "index.yaml").read_text(encoding="utf-8"))


def test_every_file_of_the_museum_is_shown() -> None:
    """An exhibit that no index line names would prove nothing."""
    shown = {exhibit["file"] for exhibit in EXHIBITS} | {"index.yaml"}
    assert {path.name for path in MUSEUM.iterdir()} == shown


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: exhibit["file"])
def test_each_mistake_is_told_with_file_line_key_and_cure(good: Path, exhibit: dict[str, Any]) -> None:
    """One mistake gives one error, at its line, with what to do."""
    place = good / exhibit["place"]
    place.parent.mkdir(exist_ok=True)
    shutil.copy(MUSEUM / exhibit["file"], place)
    if place.name == "secrets.yaml":
        place.chmod(0o600)
    configuration, problems = inspect(good, {})
    errors = [problem for problem in problems if problem.level == "error"]
    assert configuration is None
    assert len(errors) == 1, [str(error) for error in errors]
    (error,) = errors
    assert (error.file, error.line, error.key) == (exhibit["place"], exhibit["line"], exhibit["key"])
    assert exhibit.get("what", "") in error.what
    assert exhibit.get("cure", "") in error.cure
    assert exhibit.get("never", "\0") not in str(error)


def test_all_mistakes_are_told_at_once(good: Path) -> None:
    """Nobody wants to mend a file, run again, and meet the next mistake."""
    shutil.copy(MUSEUM / "camera_typo.yaml", good / "cameras" / "a.yaml")
    shutil.copy(MUSEUM / "row_value.csv", good / "cameras" / "b.csv")
    shutil.copy(MUSEUM / "profile_k_over_n.yaml", good / "profiles" / "c.yaml")
    shutil.copy(MUSEUM / "settings_typo.yaml", good / "gridwatch.yaml")
    with pytest.raises(BadConfiguration) as caught:
        load(good, {})
    assert {p.file for p in caught.value.problems if p.level == "error"} >= {
        "cameras/a.yaml",
        "cameras/b.csv",
        "profiles/c.yaml",
        "gridwatch.yaml",
    }


def test_a_good_folder_loads_and_selects_profiles(good: Path) -> None:
    """Scene, owner and priority choose; the camera's own word wins."""
    (good / "cameras" / "more.csv").write_text(
        "id,name,owner,scene,lon,lat,datum,host,profile\n"
        "p-1,广场,police,plaza,120.25,30.45,WGS84,127.0.0.1,\n"
        "p-2,广场二,police,plaza,120.25,30.45,GCJ02,127.0.0.1,street\n",
        encoding="utf-8",
    )
    configuration = load(good, {})
    assert configuration.profile_of["good-1"].name == "street"
    assert configuration.profile_of["p-1"].name == "plaza"
    assert configuration.profile_of["p-2"].name == "street"
    assert configuration.secrets.value("api-token") == "test-token"


def test_the_environment_wins_over_the_secrets_file(good: Path) -> None:
    """A container sets its secrets in the environment."""
    configuration = load(good, {"GRIDWATCH_SECRET_API_TOKEN": "from-environment"})
    assert configuration.secrets.value("api-token") == "from-environment"


def test_a_readable_secrets_file_is_a_warning(good: Path) -> None:
    """Everybody on the machine could read the logins."""
    (good / "secrets.yaml").chmod(0o644)
    configuration, problems = inspect(good, {})
    assert configuration is not None
    assert [problem.level for problem in problems] == ["warning"]


def test_the_shipped_configuration_is_good() -> None:
    """What a newcomer starts from has no mistake."""
    shipped = Path(__file__).resolve().parents[3] / "configs"
    _, problems = inspect(shipped, {"GRIDWATCH_SECRET_API_TOKEN": "test-token"})
    assert [str(problem) for problem in problems] == []


def test_a_district_of_7396_rows_loads(good: Path) -> None:
    """The normal case, with every camera in one CSV."""
    rows = [f"d-{i},点位{i},police,street,120.2,30.4,WGS84,127.0.0.1" for i in range(7396)]
    text = "\n".join(["id,name,owner,scene,lon,lat,datum,host", *rows])
    (good / "cameras" / "district.csv").write_text(text, encoding="gb18030")
    assert len(load(good, {}).cameras) == 7397


def test_a_trial_is_read_in_place_of_what_is_there(good: Path, tmp_path: Path) -> None:
    """Under the same names, so that problems can be compared; the folder itself is not touched."""
    street = yaml.safe_load((good / "profiles" / "street.yaml").read_text(encoding="utf-8"))
    other = tmp_path / "other.yaml"
    other.write_text(yaml.safe_dump(street | {"version": 99}, allow_unicode=True), encoding="utf-8")
    configuration, _ = inspect(good, {}, trial=Trial(profiles={"street.yaml": other}))
    assert configuration is not None
    assert configuration.profiles["street"].version == 99
    other.write_text("name: street\nrules: []\n", encoding="utf-8")
    _, problems = inspect(good, {}, trial=Trial(profiles={"street.yaml": other}))
    assert ("profiles/street.yaml", 2, "rules") in [(one.file, one.line, one.key) for one in problems]
    _, problems = inspect(good, {}, trial=Trial(model=tmp_path / "none"))
    assert [one.key for one in problems if one.level == "error"] == ["model.folder"]
    assert load(good, {}).profiles["street"].version == street["version"]
