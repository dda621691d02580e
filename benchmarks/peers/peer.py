"""What every peer's program has in common: how it is spoken to, and how its looks are counted.

The driver (`gridwatch/bench/peers.py`) starts a peer and reads one line: {"what": its name and version}, or {"absent":
why it cannot run here}. It then sends JSON lines and gets one line each:

    {"do": "open", "urls": {camera: address}, "fps", "every_s", "model": folder, "work": folder, "log": file}
        answered at once; the peer then opens every camera and looks at each once in `every_s` seconds
    {"do": "pace", "every_s": 1 or null}    null: hold the streams, look at none
    {"do": "report"}    {"cpu_s", "rss_mb", "looks": [[camera, second], ...] since the last report, "error"}

Seconds are those of `time.monotonic`, which all processes of one Linux machine share. The end of input ends the
peer, whatever it does. Imports nothing but the standard library: a peer may run on a Python that has nothing else in
common with ours.
"""

from __future__ import annotations

import json
import os
import resource
import select
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parents[2]
COLLECT_S = 0.2
"""How long a batch waits for a camera that has nothing, where the program collects batches by itself."""
_POLL_S = 0.02
_AGAIN_S = 1.0


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be opened."""

    urls: dict[str, str]
    fps: int
    every_s: float
    model: Path
    work: Path


class Board:
    """The pace that is asked for, and the looks that were made. Thread-safe."""

    def __init__(self, every_s: float | None) -> None:
        self.every_s = every_s
        self.error = ""
        self._looks: list[tuple[str, float]] = []
        self._lock = threading.Lock()

    def looked(self, camera: str) -> None:
        """Count a look: a picture of this camera has been through the model."""
        with self._lock:
            self._looks.append((camera, time.monotonic()))

    def taken(self) -> list[tuple[str, float]]:
        """Return the looks since the last call."""
        with self._lock:
            looks, self._looks = self._looks, []
        return looks

    def rounds(self) -> Iterator[None]:
        """Yield whenever the next look at every camera is due; a round that came too late is left out."""
        due = time.monotonic()
        while True:
            while self.every_s is None or time.monotonic() < due:
                time.sleep(_POLL_S)
            yield
            due = max(due + self.every_s if self.every_s else due, time.monotonic())


def serve(
    what: Callable[[], str],
    run: Callable[[Order, Board], None],
    *,
    needs: Sequence[str] = (),
    environment: Mapping[str, str] = {},
) -> None:
    """Speak with the driver; `run` works in the main thread, for ever.

    Args:
        what: returns name and versions; may raise ImportError.
        run: opens the cameras and looks at them.
        needs: modules without which the peer cannot run. They are searched for and not imported: that alone may take
            many seconds, and is left to `run`.
        environment: what its libraries are told before they are imported, beside that streams come over TCP.
    """
    os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = "rtsp_transport;tcp"
    os.environ.update(environment)
    threading.Thread(target=_end_with_input, daemon=True).start()
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # libraries print; the driver wants JSON
    sys.modules.setdefault("openvino_telemetry", None)  # it would report usage

    def say(line: dict[str, Any]) -> None:
        answers.write(json.dumps(line) + "\n")
        answers.flush()

    try:
        _search(needs)
        say({"what": what()})
    except Exception as absent:  # noqa: BLE001 - whatever keeps it from importing is the reason that is told
        say({"absent": f"{type(absent).__name__}: {absent}"})
        return
    asked = json.loads(sys.stdin.readline() or "null")
    if asked is None:
        return
    log = os.open(asked["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    board = Board(asked["every_s"])
    say({"ok": True})
    threading.Thread(target=_listen, args=(board, say), daemon=True).start()
    order = Order(
        urls=asked["urls"],
        fps=asked["fps"],
        every_s=asked["every_s"],
        model=Path(asked["model"]),
        work=Path(asked["work"]),
    )
    try:
        run(order, board)
        board.error = "ended by itself"
    except Exception as wrong:  # noqa: BLE001 - a peer that gives up is a finding
        traceback.print_exc()
        board.error = f"{type(wrong).__name__}: {wrong}"[:300]
    threading.Event().wait()  # it still answers what it has used


def _end_with_input() -> None:
    """End at once when the driver has closed its end or is gone, even while a library loads or a model is exported."""
    held = select.poll()
    held.register(0, 0)  # its closing is always told
    if any(event & select.POLLHUP for _, event in held.poll()):
        os._exit(0)


def _search(needs: Sequence[str]) -> None:
    if missing := [name for name in needs if find_spec(name) is None]:
        raise ImportError(f"{', '.join(missing)} cannot be imported by {sys.executable}")


def _listen(board: Board, say: Callable[[dict[str, Any]], None]) -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["do"] == "pace":
            board.every_s = asked["every_s"]
            say({"ok": True})
        else:
            used = resource.getrusage(resource.RUSAGE_SELF)
            say(
                {
                    "cpu_s": used.ru_utime + used.ru_stime,
                    "rss_mb": _resident_mb(),
                    "looks": board.taken(),
                    "error": board.error,
                }
            )
    os._exit(0)  # the end of a file or of what a person types hangs nothing up


def read_stream(url: str, wanted: Callable[[int], bool], take: Callable[[Any], None]) -> NoReturn:
    """Hold a `cv2.VideoCapture` open for ever, and open it again when it ends.

    Every picture is grabbed, which FFmpeg cannot do without decoding; `wanted`, told its number in the stream from 1,
    says whether it is converted to BGR and given to `take`.
    """
    import cv2

    while True:
        capture = cv2.VideoCapture(url, cv2.CAP_FFMPEG)  # noqa: TID251 - this is what is measured
        number = 0
        while capture.grab():
            number += 1
            if wanted(number):
                good, picture = capture.retrieve()
                if good:
                    take(picture)
        capture.release()
        time.sleep(_AGAIN_S)


def _resident_mb() -> float:
    lines = Path("/proc/self/status").read_text().split("\n")
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) * 1024 / 1e6


def detector(model: Path) -> Any:
    """Return Gridwatch's own detector on these weights, so that a peer's model costs what ours does."""
    sys.path.insert(0, str(ROOT))
    from core.config.settings.detecting import ModelChoice
    from detectors.model import read_model
    from detectors.network import open_network
    from detectors.yolo import Detector

    found = read_model(model)
    return Detector(found, open_network(found, ModelChoice()))
