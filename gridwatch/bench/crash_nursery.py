"""`python -m gridwatch.bench.crash_nursery`: starts and kills lives, quickly: it has imported everything and forks.

A fresh interpreter takes a second to import what a fork has already; 200 rounds would take as many seconds more. What
is killed is a whole process all the same. Reads JSON lines: `{"do": "start", ...}` is answered by `{"pid": ...}`,
`{"do": "kill", "pid": ...}` by how it ended: `{"killed": true}`, or false where it had ended by itself before. The
signing secret comes by environment. End of input kills them all.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from gridwatch.bench import crash_lives, deliver_parts
from gridwatch.bench.deliver_receiver import VARIABLE
from gridwatch.beside.spoken import say
from gridwatch.logs import set_up

_KINDS = {"service": crash_lives.service, "receiver": crash_lives.receiver}


def main() -> None:
    """Serve until standard input ends."""
    set_up(level="error")
    deliver_parts.matters()  # read once, before the forks
    deliver_parts.grid()
    alive: set[int] = set()
    say({"ready": True})
    try:
        for line in sys.stdin:
            asked = json.loads(line)
            match asked["do"]:
                case "start":
                    pid = os.fork()
                    if pid == 0:
                        _live(asked)
                    alive.add(pid)
                    say({"pid": pid})
                case "kill":
                    alive.discard(asked["pid"])
                    say({"killed": _kill(asked["pid"])})
                case other:
                    say({"error": f"unknown: {other}"})
    finally:
        for pid in alive:
            _kill(pid)


def _kill(pid: int) -> bool:
    """Kill a child and return whether that is what ended it: nobody else has its number before we have asked."""
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _live(asked: Mapping[str, Any]) -> NoReturn:
    code = 1
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # the input is the nursery's
        scene = crash_lives.Scene(
            folder=Path(asked["folder"]), port=asked["port"], secret=os.environ[VARIABLE]
        )
        _KINDS[asked["kind"]](scene, life=asked["life"], seed=asked["seed"], quiet=asked["quiet"])
        code = 0
    except BaseException:  # noqa: BLE001 - a fork must not go on as its parent, whatever happened
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
