from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from core.errors import StoreError
from gridwatch.cli.app import app
from gridwatch.shadow.book import Book, Looked
from gridwatch.shadow.trial import Seer, Side, Trial
from tests.builders import at, profile
from tests.builders_desk import sighting


def test_the_report_is_told_written_and_paged(tmp_path: Path) -> None:
    """For a person, a machine and a meeting; the book is found by the settings."""
    book = Book(tmp_path / "shadow.db")
    live, other = Seer(name="street 1", sha256="a"), Seer(name="street 2", sha256="b")
    book.keep(
        Trial.of(live, profile(), other, profile()),
        "cam-1",
        at=at(0),
        looked=Looked(looks=9, pictures=9, seconds=0.9),
        standing={Side.LIVE: [sighting()], Side.CANDIDATE: []},
    )
    book.close()
    (tmp_path / "gridwatch.yaml").write_text(
        f'district: {{name: 示范区, code: "990101"}}\nshadow: {{file: {tmp_path / "shadow.db"}}}\n',
        encoding="utf-8",
    )
    given = ["shadow", "report", "-c", str(tmp_path)]
    files = ["--json", str(tmp_path / "out.json"), "--html", str(tmp_path / "out.html")]
    result = CliRunner().invoke(app, [*given, *files])
    assert result.exit_code == 0, result.output
    assert "test v1 on street 2, beside test v1 on street 1" in result.output
    assert "9 looks of 1 cameras" in result.output
    (trial,) = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["trials"]
    assert trial["alarms"]["only_live"] == 1
    machine = CliRunner().invoke(app, [*given, "--json", "-", "--html", str(tmp_path / "out.html")])
    assert json.loads(machine.stdout)["trials"] == [trial]
    assert "<h1>Shadow</h1>" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_without_a_book_it_says_what_to_do(tmp_path: Path) -> None:
    """Nobody has turned it on."""
    result = CliRunner().invoke(app, ["shadow", "report", "--book", str(tmp_path / "none.db")])
    assert isinstance(result.exception, StoreError)
