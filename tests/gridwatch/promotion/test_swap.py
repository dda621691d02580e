from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from core.config.settings.detecting import ModelChoice
from core.errors import ModelError
from detectors.model import read_model
from detectors.network import as_run
from gridwatch.configuration.loader import inspect, load
from gridwatch.promotion.swap import (
    UNUSABLE,
    NotPromoted,
    alone,
    carry_out,
    check,
    file_sha256,
    identity_of,
    mend,
    plan,
    undo,
)
from tests.builders_promotion import candidate_model, candidate_profile, configs
from tests.fakes.colour_model import write_colour_model

__all__ = ["configs"]
DEFAULT = Path(__file__).parents[3] / "models" / "default"


def version(folder: Path) -> int:
    """The live version of the street profile."""
    return load(folder, {}).profiles["street"].version


def version_of(path: Path) -> int:
    """The version that a profile's file says."""
    return int(yaml.safe_load(path.read_text(encoding="utf-8"))["version"])


def test_a_profile_takes_the_place_of_its_name_and_goes_back(configs: Path) -> None:
    """The old one is kept beside it, where it is not read."""
    before = version(configs)
    swap = plan(candidate_profile(configs, version=before + 1), configs)
    assert (swap.kind, swap.live.name) == ("profile", "street.yaml")
    assert (swap.name, swap.replaces) == (f"street v{before + 1}", f"street v{before}")
    check(swap, configs)
    carry_out(swap)
    assert version(configs) == before + 1
    undo(swap.live, first=False)
    assert version(configs) == before
    undo(swap.live, first=False)
    assert version(configs) == before + 1


def test_a_profile_of_a_new_name_is_added_and_taken_away(configs: Path) -> None:
    """Undone, it is kept where it is not read."""
    swap = plan(candidate_profile(configs, name="market", version=1), configs)
    assert swap.replaces == ""
    carry_out(swap)
    assert "market" in load(configs, {}).profiles
    undo(swap.live, first=True)
    assert "market" not in load(configs, {}).profiles
    undo(swap.live, first=False)
    assert "market" in load(configs, {}).profiles


def test_a_model_takes_the_folder_of_the_live_one_and_goes_back(configs: Path) -> None:
    """By two renames; the settings stay as they are."""
    old = load(configs, {}).model_folder()
    swap = plan(candidate_model(configs), configs)
    assert (swap.kind, swap.replaces, swap.name) == ("model", "colour 1", "colour 2")
    check(swap, configs)
    carry_out(swap)
    assert "version: '2'" in (old / "model.yaml").read_text(encoding="utf-8")
    assert "version: '1'" in (old.with_name("live.previous") / "model.yaml").read_text(encoding="utf-8")
    undo(old, first=False)
    assert "version: '1'" in (old / "model.yaml").read_text(encoding="utf-8")


def test_a_model_is_named_by_the_weights_that_the_settings_run(configs: Path) -> None:
    """And by how they run it: a scorecard of a replay says both."""
    model = read_model(DEFAULT)
    file = configs / "gridwatch.yaml"
    usual = file.read_text(encoding="utf-8")
    for precision in ("int8", "f32"):
        file.write_text(
            usual.replace("models/live", f"models/live, precision: {precision}"), encoding="utf-8"
        )
        runs = as_run(model, ModelChoice(precision=precision))
        swap = plan(DEFAULT, configs)
        assert swap.sha256 == runs.sha256
        assert "512x512, at most 300 boxes, from 0.3, waste 0.7" in swap.told_by
        assert swap.live_told_by.startswith("320x192")
    assert runs.sha256 == model.sha256
    file.write_text(
        usual.replace("models/live", "models/live, size: [64, 64], max_boxes: 10"), encoding="utf-8"
    )
    assert plan(DEFAULT, configs).told_by.startswith("64x64, at most 10 boxes")
    profile = plan(candidate_profile(configs, version=version(configs) + 1), configs)
    assert profile.told_by == profile.live_told_by
    assert profile.told_by.startswith("64x64, at most 10 boxes")


def test_a_model_that_is_whole_is_known_by_its_file(tmp_path: Path) -> None:
    """Nothing by nothing; a folder whose weights are not what it says is like no other."""
    assert identity_of(tmp_path / "absent") == ""
    assert identity_of(tmp_path) == UNUSABLE
    folder = write_colour_model(tmp_path / "model")
    assert identity_of(folder) == file_sha256(folder / "model.yaml")
    with (folder / "colour.onnx").open("ab") as weights:
        weights.write(b"x")
    assert identity_of(folder) == UNUSABLE


def test_a_candidate_beside_a_linked_live_model_is_not_taken_for_what_is_left(configs: Path) -> None:
    """A promotion works with names beside the link, so a candidate must not have one of them."""
    live = load(configs, {}).model_folder()
    store = configs.parent / "store"
    live.rename(store)
    live.symlink_to(store)
    candidate = candidate_model(configs).rename(live.with_name("live.new"))
    with pytest.raises(NotPromoted, match="rename it"):
        plan(candidate, configs)
    assert (candidate / "model.yaml").exists()


def test_other_thresholds_of_the_same_weights_are_another_model(configs: Path) -> None:
    """What decides which boxes are told is what is promoted; an exact copy is live already."""
    live = load(configs, {}).model_folder()
    copy = configs.parent / "copy"
    shutil.copytree(live, copy)
    with pytest.raises(NotPromoted, match="live already"):
        plan(copy, configs)
    with (copy / "model.yaml").open("a", encoding="utf-8") as file:
        file.write("thresholds: {confidence: 0.6}\n")
    swap = plan(copy, configs)
    assert swap.sha256 == swap.live_sha256
    assert swap.told_by != swap.live_told_by


def test_a_model_that_cannot_be_copied_costs_nothing(configs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk in the middle: what is live stays, and so does what `undo` would put back."""
    live = load(configs, {}).model_folder()
    carry_out(plan(candidate_model(configs), configs))
    swap = plan(live.with_name("live.previous"), configs)

    def full(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("shutil.copytree", full)
    with pytest.raises(NotPromoted, match="stays as it is: no space"):
        carry_out(swap)
    assert "version: '2'" in (live / "model.yaml").read_text(encoding="utf-8")
    assert "version: '1'" in (live.with_name("live.previous") / "model.yaml").read_text(encoding="utf-8")


def test_of_a_folder_that_cannot_be_copied_one_reason_is_told(
    configs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk says the same of every file."""
    swap = plan(candidate_model(configs), configs)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(NotPromoted) as caught:
        carry_out(swap)
    assert str(caught.value).count("No space left on device") == 1


@pytest.mark.parametrize("ready", [True, False])
def test_a_model_swap_that_was_broken_off_is_mended(configs: Path, ready: bool) -> None:
    """Killed between the renames there is no live folder: the new one takes its place, or else the old one."""
    live = load(configs, {}).model_folder()
    live.rename(live.with_name("live.previous"))
    if ready:
        candidate_model(configs).rename(live.with_name("live.new"))
    assert mend(live)
    assert f"version: '{2 if ready else 1}'" in (live / "model.yaml").read_text(encoding="utf-8")
    assert not mend(live)


def test_a_candidate_that_would_break_the_configuration_is_refused(configs: Path) -> None:
    """Found before anything is changed: a class that the model does not see, a model that lacks one."""
    before = version(configs)
    wrong = plan(candidate_profile(configs, version=before + 1, classes=["elephant"]), configs)
    with pytest.raises(NotPromoted, match="does not see elephant"):
        check(wrong, configs)
    blind = plan(candidate_model(configs, classes=["person", "rubbish"]), configs)
    with pytest.raises(NotPromoted, match="does not see waste"):
        check(blind, configs)
    assert version(configs) == before


@pytest.mark.parametrize("what", ["profile", "model"])
def test_mistakes_that_are_there_already_are_nobodys_fault(configs: Path, what: str) -> None:
    """Not even one that names a path or stands at another line: the candidate made none of them."""
    settings = configs / "gridwatch.yaml"
    text = "# who this is\n" + settings.read_text(encoding="utf-8")
    settings.write_text(
        text + "shadow:\n  model: models/none\n  profiles: nowhere\nmatter_table: other\n", encoding="utf-8"
    )
    street = configs / "profiles" / "street.yaml"
    street.write_text(street.read_text(encoding="utf-8") + "colour: red\n", encoding="utf-8")
    _, problems = inspect(configs, {})
    assert len(problems) >= 4
    if what == "model":
        check(plan(candidate_model(configs), configs), configs)
        return
    street.write_text(
        "\n\n" + street.read_text(encoding="utf-8").replace("colour: red\n", ""), encoding="utf-8"
    )
    check(plan(candidate_profile(configs, version=version_of(street) + 1), configs), configs)


def test_reading_a_trial_changes_no_file(configs: Path) -> None:
    """The live folder is read as it would be, not copied and not touched."""
    before = {path: path.stat().st_mtime_ns for path in sorted(configs.parent.rglob("*"))}
    candidate = candidate_model(configs)
    swap = plan(candidate, configs)
    check(swap, configs)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_what_cannot_be_promoted_says_why(configs: Path, tmp_path: Path) -> None:
    """The same again, a version that does not grow, no candidate at all."""
    before = version(configs)
    with pytest.raises(NotPromoted, match=r"says what .* says already"):
        plan(configs / "profiles" / "street.yaml", configs)
    with pytest.raises(NotPromoted, match=f"set `version: {before + 1}`"):
        plan(candidate_profile(configs, version=before, period_s=7), configs)
    with pytest.raises(NotPromoted, match="neither a profile's file nor a model's folder"):
        plan(tmp_path / "nothing", configs)
    with pytest.raises(NotPromoted, match=r"holds no model\.yaml"):
        plan(configs, configs)
    with pytest.raises(NotPromoted, match="live already"):
        plan(load(configs, {}).model_folder(), configs)
    (tmp_path / "bad.yaml").write_text("name: street\nrules: []\n", encoding="utf-8")
    with pytest.raises(NotPromoted, match=r"bad\.yaml:2"):
        plan(tmp_path / "bad.yaml", configs)
    broken = candidate_model(configs)
    (broken / "colour.onnx").write_bytes(b"")
    with pytest.raises(ModelError):
        plan(broken, configs)
    with pytest.raises(NotPromoted, match="cannot be put back"):
        undo(configs / "profiles" / "street.yaml", first=False)


@pytest.mark.parametrize("suffix", [".new", ".part", ".kept", ".gone"])
def test_a_candidate_under_a_name_that_is_worked_with_is_refused_and_kept(configs: Path, suffix: str) -> None:
    """It would be removed before it is copied."""
    live = load(configs, {}).model_folder()
    candidate = candidate_model(configs).rename(live.with_name(live.name + suffix))
    with pytest.raises(NotPromoted, match="rename it"):
        plan(candidate, configs)
    assert (candidate / "model.yaml").exists()


def test_one_promotion_at_a_time(configs: Path) -> None:
    """Two at once would each keep what the other has just made live; the lock is gone with its holder."""
    with alone(configs), pytest.raises(NotPromoted, match="another promotion works on"), alone(configs):
        pass
    with alone(configs):
        pass
    with pytest.raises(NotPromoted, match="is no configs folder"), alone(configs / "nowhere"):
        pass


def test_another_file_of_that_name_is_not_overwritten(configs: Path) -> None:
    """market.yaml that holds another profile."""
    street = configs / "profiles" / "street.yaml"
    data = yaml.safe_load(street.read_text(encoding="utf-8")) | {"name": "plain"}
    (configs / "profiles" / "market.yaml").write_text(
        yaml.safe_dump(data, allow_unicode=True), encoding="utf-8"
    )
    with pytest.raises(NotPromoted, match="holds another profile"):
        plan(candidate_profile(configs, name="market", version=9), configs)
