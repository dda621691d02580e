"""The command line by its module's name."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT


def test_the_module_is_the_command() -> None:
    """`python -m gridwatch` does what `gridwatch` does."""
    done = subprocess.run(
        [sys.executable, "-m", "gridwatch", "audit", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "verify" in done.stdout
