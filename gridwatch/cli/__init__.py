"""The command line: `gridwatch COMMAND`. One module a group of commands."""

from __future__ import annotations

from gridwatch.cli.app import main

__all__ = ["main"]
