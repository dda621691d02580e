"""What commands share that read the store."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from core.config.settings.root import Settings
from core.errors import StoreError
from gridwatch.cli.reading import When, store_of

RUN = CliRunner()


def asked(*arguments: str) -> tuple[int, str]:
    """What a command with such an option answers."""
    app = typer.Typer()

    @app.command()
    def tell(at: When = None) -> None:
        typer.echo("none" if at is None else at.astimezone(UTC).isoformat())

    result = RUN.invoke(app, list(arguments))
    return result.exit_code, result.output


def test_a_time_is_told_with_its_zone() -> None:
    """With or without seconds; one without a zone could be eight hours off and is refused."""
    assert asked() == (0, "none\n")
    assert asked("--at", "2026-11-02T08:00+08:00") == (0, "2026-11-02T00:00:00+00:00\n")
    assert asked("--at", "2026-11-02T08:00:30Z") == (0, "2026-11-02T08:00:30+00:00\n")
    assert asked("--at", "2026-11-02T08:00")[0] == 2


def test_the_store_is_closed_at_the_end_of_the_block(tmp_path: Path) -> None:
    """What was written in it is there for the next."""
    settings = Settings.model_validate(
        {
            "district": {"name": "示范区", "code": "990101"},
            "storage": {"url": f"sqlite:///{tmp_path / 'g.db'}"},
        }
    )
    with store_of(settings) as store, store.write() as writer:
        writer.add_event(datetime(2026, 11, 2, tzinfo=UTC), "camera", "cam-1", {})
    with pytest.raises(StoreError, match="closed"), store.read():
        pass
    with store_of(settings) as again, again.read() as reader:
        assert reader.last_event_seq() == 1
