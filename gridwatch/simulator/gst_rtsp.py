"""Recorded clips behind Debian's GStreamer RTSP server: a real RTSP stack, with digest login, on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from core.errors import GridwatchError
from core.secrets import Credential
from gridwatch.simulator.clip_streams import Codec, prepare

# Debian's own Python: the GStreamer bindings are built for it and cannot be installed into a venv.
PYTHON = Path("/usr/bin/python3")
_PROGRAM = Path(__file__).with_name("gst_rtsp_main.py")
_START_S = 20.0
PACKAGES = (
    "gir1.2-gst-rtsp-server-1.0 python3-gi gstreamer1.0-plugins-base gstreamer1.0-plugins-good "
    "gstreamer1.0-plugins-bad"
)


def available() -> str | None:
    """Return None when the GStreamer server can run here, or what is absent. Takes some 0.2 s."""
    if not PYTHON.is_file():
        return f"{PYTHON} (Debian packages {PACKAGES})"
    try:
        # -I keeps this package's folder, which has a module named `platform`, out of the program's path.
        done = subprocess.run(  # noqa: S603 - a fixed program with fixed arguments
            [str(PYTHON), "-I", str(_PROGRAM), "--check"],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as wrong:
        return f"a working {PYTHON}: {wrong}"
    if done.returncode == 0:
        return None
    said = (done.stdout or done.stderr).strip().splitlines()
    return f"{said[-1] if said else 'GStreamer'} (Debian packages {PACKAGES})"


class GstRtspServer:
    """Serves clips, looped. `async with GstRtspServer(clips, login, folder) as server: server.url("plaza")`.

    Args:
        clips: stream name -> clip file; a name is one part of a path.
        login: the digest login for all streams.
        folder: where prepared streams are kept for the next start.
        codec: `h264`, or `h265`.

    Raises:
        ClipError: at the start, a clip cannot be read.
        GridwatchError: at the start, the server does not come up.
    """

    def __init__(
        self, clips: Mapping[str, Path], login: Credential, folder: Path, *, codec: Codec = "h264"
    ) -> None:
        self._clips = dict(clips)
        self._login = login
        self._folder = folder
        self._codec: Codec = codec
        self._process: asyncio.subprocess.Process | None = None
        self.port = 0

    def url(self, name: str) -> str:
        """Return the address of a stream, without credentials."""
        return f"rtsp://127.0.0.1:{self.port}/{name}"

    @property
    def pid(self) -> int | None:
        """Process id of the server while it runs."""
        return self._process.pid if self._process is not None else None

    async def start(self) -> Self:
        """Prepare the clips and start the server."""
        streams = {}
        for name, path in self._clips.items():
            index = await asyncio.to_thread(prepare, path, self._folder, codec=self._codec)
            streams[f"/{name}"] = str(index.resolve())
        self._folder.mkdir(parents=True, exist_ok=True)
        log = self._folder / "gst-rtsp.log"
        with log.open("wb") as errors:
            process = await asyncio.create_subprocess_exec(
                str(PYTHON),
                "-I",
                str(_PROGRAM),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
            )
        self._process = process
        # The password goes by standard input: arguments and environment can be read by others.
        order = {"user": self._login.user, "password": self._login.password, "streams": streams}
        try:
            self.port = await asyncio.wait_for(_port(process, order), _START_S)
        except (TimeoutError, ValueError, OSError):
            await self.close()
            said = log.read_text(errors="replace").strip()[-400:]
            raise GridwatchError(
                f"the GStreamer RTSP server did not start; it says: {said or 'nothing'}"
            ) from None
        return self

    async def close(self) -> None:
        """Stop the server."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()  # which ends it
        try:
            await asyncio.wait_for(process.wait(), 3)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


async def _port(process: asyncio.subprocess.Process, order: Mapping[str, object]) -> int:
    """Hand over the order and read the port that the server prints."""
    assert process.stdin is not None  # noqa: S101 - for mypy; both were asked for as pipes
    assert process.stdout is not None  # noqa: S101 - for mypy
    process.stdin.write(json.dumps(order).encode() + b"\n")
    await process.stdin.drain()
    return int(json.loads(await process.stdout.readline())["port"])
