"""The limit of open files is raised to what is allowed, and some are left for everything that is no camera."""

from __future__ import annotations

import subprocess
import sys

import pytest

from gridwatch.open_files import OTHERS, connections_kept

_CHILD = """
import resource
from gridwatch.open_files import raise_open_files
resource.setrlimit(resource.RLIMIT_NOFILE, (256, 4096))
print(raise_open_files(), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
def test_the_limit_is_raised_to_the_most_that_is_allowed() -> None:
    """A process that was started with 256 of 4,096 has all of them."""
    told = subprocess.run([sys.executable, "-c", _CHILD], check=True, stdout=subprocess.PIPE, text=True)
    assert told.stdout.split() == ["4096", "4096"]


def test_some_are_left_for_the_rest() -> None:
    """A small limit keeps no camera's connection open, rather than run out of files."""
    assert connections_kept(20_000) == 20_000 - OTHERS
    assert connections_kept(1024) == 0
