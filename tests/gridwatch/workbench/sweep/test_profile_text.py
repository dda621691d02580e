from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from core.errors import ConfigError
from gridwatch.workbench.sweep.profile_text import changed, diff

ROOT = Path(__file__).resolve().parents[4]
TEXT = """\
# 街道: what streets are checked for
name: street
version: 3   # grows
period_s: 60
rules:
  - id: waste   # heaps
    kind: dwell
    matter: construction_waste
    classes: [waste]
    min_confidence: 0.45  # 夜间 0.4 was too low
    k: 3
    # the last comment of the rule
  - {id: crowd, kind: crowd, matter: crowding, classes: [person], count: 20}
"""


def test_values_change_and_comments_stay() -> None:
    """One line a value, the version goes up, and a reviewer sees nothing else."""
    after = changed(TEXT, (("waste.min_confidence", 0.5), ("waste.k", 4)))
    told = diff(TEXT, after, "street.yaml")
    assert [
        line for line in told.splitlines() if line.startswith(("-", "+")) and "street.yaml" not in line
    ] == [
        "-version: 3   # grows",
        "+version: 4   # grows",
        "-    min_confidence: 0.45  # 夜间 0.4 was too low",
        "-    k: 3",
        "+    min_confidence: 0.5  # 夜间 0.4 was too low",
        "+    k: 4",
    ]


def test_a_setting_that_had_its_default_is_added() -> None:
    """Behind the last key of a block, inside the braces of a flow."""
    after = changed(TEXT, (("waste.over_s", 900), ("crowd.k", 4), ("waste.tiles.across", 3)))
    waste, crowd = yaml.safe_load(after)["rules"]
    assert (waste["over_s"], waste["tiles"], crowd["k"]) == (900, {"across": 3}, 4)
    assert "    over_s: 900\n" in after
    assert "count: 20, k: 4}" in after
    assert after.count("#") == TEXT.count("#")


def test_what_holds_keys_of_its_own_is_replaced_whole_or_inside() -> None:
    """A block of tiles: one key of it, all of it, nothing of it."""
    text = TEXT.replace(
        "    k: 3\n", "    tiles:\n      across: 2  # both ways\n      overlap: 0.2\n    k: 3\n"
    )
    assert "      across: 4  # both ways\n" in changed(text, (("waste.tiles.across", 4),))
    for value in (None, {"across": 2, "overlap": 0.3}):
        (rule, _) = yaml.safe_load(changed(text, (("waste.tiles", value),)))["rules"]
        assert (rule["tiles"], rule["k"]) == (value, 3)


def test_a_diff_has_the_lines_that_patch_has() -> None:
    """A form feed or a separator of Unicode in a comment ends none."""
    before = "# one\u2028two\x0c\nk: 1\n"
    told = diff(before, before.replace("k: 1", "k: 2"), "a.yaml")
    assert " # one\u2028two\x0c\n-k: 1\n+k: 2\n" in told


def test_no_change_is_no_change() -> None:
    """The version stays where the best profile is the present one."""
    assert changed(TEXT, (("waste.k", 3),)) == TEXT
    assert diff(TEXT, TEXT, "street.yaml") == ""


@pytest.mark.parametrize(
    "path", sorted((ROOT / "configs" / "profiles").glob("*.yaml")), ids=lambda path: path.stem
)
def test_shipped_profiles_can_be_changed(path: Path) -> None:
    """Whatever style they are written in, with and without an end of the last line."""
    text = path.read_text(encoding="utf-8")
    for rule in yaml.safe_load(text)["rules"]:
        for given in (text, text.rstrip("\n"), text.replace("\n", "\r\n")):
            place = f"{rule['id']}.min_box"
            after = yaml.safe_load(changed(given, ((place, 0.001), ("period_s", 45))))
            assert next(one for one in after["rules"] if one["id"] == rule["id"])["min_box"] == 0.001
            assert after["period_s"] == 45


def test_what_cannot_be_changed_in_place_is_told() -> None:
    """A rule that takes its values from another one by an alias would change that one too."""
    text = TEXT.replace("classes: [waste]", "classes: &c [waste]").replace("classes: [person]", "classes: *c")
    assert yaml.safe_load(changed(text, (("waste.k", 4),)))["rules"][1]["classes"] == ["waste"]
    with pytest.raises(ConfigError, match="edit it by hand"):
        changed(text, (("waste.classes", ["bin"]),))
