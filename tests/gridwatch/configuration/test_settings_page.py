"""docs/settings.md is what the settings are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from pydantic import BaseModel

from core.config.settings.root import Settings
from gridwatch.configuration.settings_page import page, write_page
from tests.conftest import ROOT


def _keys(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        inner = get_args(field.annotation)
        kinds = [field.annotation, *(inner if type(None) in inner else ())]
        models = [one for one in kinds if isinstance(one, type) and issubclass(one, BaseModel)]
        if models:
            yield from _keys(models[0], f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


def test_the_page_is_up_to_date() -> None:
    """`gridwatch schema` writes it."""
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == page(), "run `gridwatch schema`"


def test_every_setting_has_a_line_that_says_what_it_does() -> None:
    """None is left out, none is without words, defaults or what it may be."""
    lines = [
        re.split(r"(?<!\\) \| ", line.strip("| ")) for line in page().splitlines() if line.startswith("| `")
    ]
    assert {line[0].strip("`") for line in lines} >= set(_keys(Settings))
    assert [line for line in lines if len(line) != 4 or not all(cell.strip() for cell in line)] == []


def test_a_line_tells_default_and_bounds(tmp_path: Path) -> None:
    """As an administrator needs them; entries of lists too."""
    write_page(tmp_path / "settings.md")
    told = (tmp_path / "settings.md").read_text(encoding="utf-8")
    assert "| `load.seats` | `1` | whole number ≥ " in told
    assert "| `storage.durable` | `false` | true, false | " in told
    assert "| `district.code` | needed | text | " in told
    assert "| `load.shifts[].seats` | needed | " in told
