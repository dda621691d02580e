from __future__ import annotations

import json
from pathlib import Path

import pytest

from gridwatch.cli.show import complain, err, out, table, words, write_json


def test_without_a_terminal_a_table_is_tab_separated(capsys: pytest.CaptureFixture[str]) -> None:
    """`cut` and a spreadsheet read it."""
    table("t", ("id", "name"), [("a", "东门"), ("b", 3)])
    assert capsys.readouterr().out == "id\tname\na\t东门\nb\t3\n"


def test_json_goes_to_a_file_or_to_standard_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Folders are made; `-` is standard output."""
    write_json(tmp_path / "new" / "o.json", {"a": "东"})
    write_json(Path("-"), {"a": 1})
    assert json.loads((tmp_path / "new" / "o.json").read_text(encoding="utf-8")) == {"a": "东"}
    assert json.loads(capsys.readouterr().out) == {"a": 1}


def test_words_leave_standard_output_to_json() -> None:
    """`--json - | jq` reads nothing else; with a file, or without JSON, words go where people look."""
    assert words(Path("-")) is err
    assert words(Path("o.json")) is words(None) is out


def test_an_error_with_brackets_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """`cameras[3]` is no markup."""
    complain("cameras[3].id: bad\nsecond line")
    assert capsys.readouterr().err == "error: cameras[3].id: bad\nerror: second line\n"
