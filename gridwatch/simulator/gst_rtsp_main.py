"""The GStreamer RTSP server as a program of its own, run by Debian's Python, which has the bindings.

Started by `gst_rtsp.GstRtspServer`. Reads one line of JSON from standard input:
`{"user", "password", "streams": {"/mount": "index file"}}`, prints `{"port": n}`, and serves on loopback
until standard input ends, so that it never outlives whoever started it. With `--check` it only says
whether everything that it needs is installed.

Every client gets a pipeline of its own that begins at a keyframe, at the place where the looping clip
stands by the wall clock: a look is quick, and the next look sees a later picture.
"""

from __future__ import annotations

import json
import mmap
import sys
import time
from pathlib import Path
from typing import Any

ELEMENTS = ("appsrc", "h264parse", "h265parse", "rtph264pay", "rtph265pay")
_PAYLOADERS = {
    "h264": ("video/x-h264", "h264parse ! rtph264pay"),
    "h265": ("video/x-h265", "h265parse ! rtph265pay"),
}


class LoopingClip:
    """The units of one prepared clip, over and over, with times that never stop growing."""

    def __init__(self, index: Path) -> None:
        about = json.loads(index.read_text())
        self.codec: str = about["codec"]
        self.fps: int = about["fps"]
        self._units: list[tuple[int, int, bool]] = [tuple(unit) for unit in about["units"]]
        with (index.parent / about["data"]).open("rb") as data:
            self._data = mmap.mmap(data.fileno(), 0, access=mmap.ACCESS_READ)

    def start_at(self, seconds: float) -> int:
        """Return the number of the keyframe at or before this second of the endless clip."""
        number = int(seconds * self.fps)
        while not self._units[number % len(self._units)][2]:
            number -= 1
        return number

    def unit(self, number: int) -> bytes:
        """Return unit `number` of the endless clip, as Annex B bytes."""
        offset, length, _ = self._units[number % len(self._units)]
        return self._data[offset : offset + length]


def missing() -> str | None:
    """Return what is not installed, or None."""
    try:
        gst, _, _ = _bindings()
    except (ImportError, ValueError) as wrong:
        return f"GStreamer RTSP bindings: {wrong}"
    gst.init(None)
    absent = [name for name in ELEMENTS if gst.ElementFactory.find(name) is None]
    return f"GStreamer elements: {', '.join(absent)}" if absent else None


def _bindings() -> tuple[Any, Any, Any]:
    import gi

    gi.require_version("Gst", "1.0")
    gi.require_version("GstRtsp", "1.0")
    gi.require_version("GstRtspServer", "1.0")
    from gi.repository import Gst, GstRtsp, GstRtspServer

    return Gst, GstRtsp, GstRtspServer


class _Feed:
    """Pushes the units of a clip into one client's pipeline, whenever it is hungry."""

    def __init__(self, gst: Any, clip: LoopingClip, number: int) -> None:
        self._gst = gst
        self._clip = clip
        self._first = self._number = number

    def push(self, source: Any, _hungry_for: int) -> None:
        """Give the next unit to the pipeline."""
        second = self._gst.SECOND
        buffer = self._gst.Buffer.new_wrapped(self._clip.unit(self._number))
        buffer.pts = buffer.dts = (self._number - self._first) * second // self._clip.fps
        buffer.duration = second // self._clip.fps
        self._number += 1
        source.emit("push-buffer", buffer)


def _factory(gst: Any, server_module: Any, clip: LoopingClip, begun: float) -> Any:
    caps, pipeline = _PAYLOADERS[clip.codec]
    launch = (
        f"( appsrc name=source format=time max-bytes=2000000 "
        f"caps={caps},stream-format=byte-stream,alignment=au,framerate={clip.fps}/1 "
        f"! {pipeline} name=pay0 pt=96 config-interval=-1 )"
    )

    def configure(_: Any, media: Any) -> None:
        feed = _Feed(gst, clip, clip.start_at(time.monotonic() - begun))
        source = media.get_element().get_by_name_recurse_up("source")
        source.connect("need-data", feed.push)

    factory = server_module.RTSPMediaFactory()
    factory.set_launch(launch)
    factory.set_shared(False)
    factory.connect("media-configure", configure)
    return factory


def serve(order: dict[str, Any]) -> int:
    """Serve until standard input ends; return an exit status."""
    gst, gst_rtsp, server_module = _bindings()
    from gi.repository import GLib

    gst.init(None)
    server = server_module.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service("0")
    role = "viewer"
    auth = server_module.RTSPAuth()
    auth.set_supported_methods(gst_rtsp.RTSPAuthMethod.DIGEST)
    token = server_module.RTSPToken()
    token.set_string("media.factory.role", role)
    auth.add_digest(order["user"], order["password"], token)
    server.set_auth(auth)
    permissions = server_module.RTSPPermissions()
    for right in ("media.factory.access", "media.factory.construct"):
        permissions.add_permission_for_role(role, right, True)
    begun = time.monotonic()
    for mount, index in order["streams"].items():
        factory = _factory(gst, server_module, LoopingClip(Path(index)), begun)
        factory.set_permissions(permissions)
        server.get_mount_points().add_factory(mount, factory)
    if server.attach(None) == 0:
        sys.stderr.write("cannot bind a port on 127.0.0.1\n")
        return 1
    sys.stdout.write(json.dumps({"port": server.get_bound_port()}) + "\n")
    sys.stdout.flush()
    loop = GLib.MainLoop()
    ended = GLib.IOCondition.HUP | GLib.IOCondition.IN
    GLib.io_add_watch(sys.stdin.fileno(), GLib.PRIORITY_DEFAULT, ended, lambda *_: loop.quit())
    GLib.timeout_add_seconds(2, lambda: server.get_session_pool().cleanup() >= 0)
    loop.run()
    return 0


def main(arguments: list[str]) -> int:
    """Run the program."""
    if arguments == ["--check"]:
        absent = missing()
        sys.stdout.write((absent or "ok") + "\n")
        return 0 if absent is None else 1
    return serve(json.loads(sys.stdin.readline()))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
