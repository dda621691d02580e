from __future__ import annotations

from typer.testing import CliRunner

from gridwatch.cli.app import app


def test_an_unknown_gate_is_told() -> None:
    """A usage error that says which words there are."""
    ran = CliRunner().invoke(app, ["bench", "fleet", "--gate", "half"])
    assert ran.exit_code == 2
    assert "off, shadow or on" in ran.output
