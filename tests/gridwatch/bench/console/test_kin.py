"""What the programs below this one have used."""

from __future__ import annotations

import subprocess
import sys

from gridwatch.bench.console.kin import cpu_of_kin


def test_children_are_counted_by_their_name() -> None:
    """While they live, and nobody else's."""
    spin = "import time\nwhile time.process_time() < 0.2: pass\nprint(flush=True)\ninput()"
    with subprocess.Popen(
        [sys.executable, "-c", spin], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert cpu_of_kin("python") >= 0.1
        assert cpu_of_kin("no such name") == 0.0
        child.communicate(b"\n")
