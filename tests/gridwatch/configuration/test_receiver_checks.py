"""What a receiver's file must agree with; the museum in test_loader.py shows most of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from gridwatch.configuration.loader import inspect, load
from gridwatch.configuration.problem import Problem

EXAMPLES = sorted((Path(__file__).resolve().parents[3] / "configs" / "receivers" / "examples").glob("*.yaml"))
BASE = {"url": "http://127.0.0.1:9/", "secret": "callback", "allow": ["127.0.0.0/8"]}
CODES = "47678.5-2026-to-30428.2-2013"


def _problems(good: Path, **changes: object) -> list[Problem]:
    (good / "receivers" / "city.yaml").write_text(yaml.safe_dump(BASE | changes), encoding="utf-8")
    return inspect(good, {})[1]


def test_examples_lie_where_they_are_not_read(good: Path) -> None:
    """They are to be copied, not to be sent to."""
    shutil.copytree(EXAMPLES[0].parent, good / "receivers" / "examples")
    assert load(good, {}).receivers == {}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_each_example_is_good_once_its_secret_is_set(good: Path, example: Path) -> None:
    """Copied under a name of one's own; only the links want the address of this Gridwatch."""
    values = yaml.safe_load(example.read_text(encoding="utf-8"))
    shutil.copy(example, good / "receivers" / "city.yaml")
    configuration, problems = inspect(
        good, {f"GRIDWATCH_SECRET_{values['secret'].upper().replace('-', '_')}": "k"}
    )
    assert configuration is not None, [str(problem) for problem in problems]
    assert configuration.receivers["city"].body is not None
    assert {problem.level for problem in problems} <= {"warning"}
    assert all("evidence_url" in problem.what for problem in problems)


def test_a_crosswalk_that_lacks_a_code_is_told_with_the_codes(good: Path) -> None:
    """Unless the receiver wants only what it holds."""
    path = good / "matters" / "crosswalks" / f"{CODES}.yaml"
    values = yaml.safe_load(path.read_text(encoding="utf-8"))
    values["rows"] = [row for row in values["rows"] if row["code"] != "06010"]
    path.write_text(yaml.safe_dump(values, allow_unicode=True), encoding="utf-8")
    (problem,) = _problems(good, codes=CODES)
    assert (problem.key, problem.file) == ("codes", "receivers/city.yaml")
    assert "no row for 06010" in problem.what
    assert _problems(good, codes=CODES, matters=["construction_waste"]) == []


def test_a_crosswalk_from_another_table_is_told(good: Path) -> None:
    """It would translate nothing."""
    (good / "gridwatch.yaml").write_text(
        'district: {name: 示范区, code: "990101"}\nmatter_table: GB/T 30428.2-2013\n', encoding="utf-8"
    )
    told = [problem for problem in _problems(good, codes=CODES) if problem.key == "codes"]
    assert "incidents are coded by GB/T 30428.2-2013" in told[0].what


def test_a_body_that_is_no_form_has_no_fields_to_sign(good: Path) -> None:
    """The signature would cover nothing of it."""
    signature = {"kind": "hmac_query", "app_id": "g", "body": "fields"}
    (problem,) = _problems(good, signature=signature)
    assert problem.key == "signature.body"


def test_links_that_nobody_gives_are_a_warning(good: Path) -> None:
    """The field would be empty in every message."""
    (problem,) = _problems(good, body={"fields": {"p": {"pictures": "link"}}})
    assert (problem.level, problem.key) == ("warning", "body.fields.p.pictures")


def test_a_filter_that_lets_nothing_through_is_told(good: Path) -> None:
    """A prefix of another district, as copied from an example: without a word nothing would ever be sent."""
    (problem,) = _problems(good, grids=["990101", "330109001"])
    assert (problem.key, problem.level) == ("grids[1]", "warning")
    assert "330109001: nothing there would ever be told" in problem.what
    assert "begin with 990101" in problem.cure
