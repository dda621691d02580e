"""What one camera costs in memory and CPU: stock `ONVIFCamera` against one parsed WSDL for all.

Each side runs in a process of its own, against one simulated device in a third, so that what the device costs
is not counted. Both sides ask every camera the same: device information, profiles, snapshot and stream address.
Clients are kept, as a service that looks at its cameras again and again would keep them.

    python benchmarks/onvif_shared_wsdl.py [--cameras 20] [--json out.json]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
USER, PASSWORD = "admin", "simulated"  # of the simulated device


def rss_mb() -> float:
    """Return the resident memory of this process in MB (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


def measure(one: Any, cameras: int) -> dict[str, float]:
    """Run `one` per camera and keep what it returns; the first camera, which loads the code, is not counted."""
    kept = [one()]
    memory, cpu, wall = rss_mb(), time.process_time(), time.perf_counter()
    kept += [one() for _ in range(cameras)]
    return {
        "mb_per_camera": (rss_mb() - memory) / cameras,
        "cpu_s_per_camera": (time.process_time() - cpu) / cameras,
        "wall_s_per_camera": (time.perf_counter() - wall) / cameras,
        "kept": len(kept),
    }


def shared(port: int, cameras: int) -> dict[str, float]:
    """Measure Gridwatch's own way."""
    from core.clock import SystemClock
    from core.config.settings.looking import Looking
    from core.secrets import Credential
    from ingest.onvif import find_addresses
    from tests.builders import camera

    device = camera(access={"host": "127.0.0.1", "onvif_port": port})
    login = Credential(user=USER, password=PASSWORD)
    return measure(lambda: find_addresses(device, login, looking=Looking(), clock=SystemClock()), cameras)


def stock(port: int, cameras: int) -> dict[str, float]:
    """Measure onvif-zeep as its README has it, one client per camera."""
    from onvif import ONVIFCamera
    from zeep.transports import Transport

    def one() -> Any:
        client = ONVIFCamera(
            "127.0.0.1", port, USER, PASSWORD, no_cache=True, transport=Transport(operation_timeout=5)
        )
        client.devicemgmt.GetDeviceInformation()
        media = client.create_media_service()
        token = media.GetProfiles()[0].token
        media.GetSnapshotUri({"ProfileToken": token})
        setup = {"Stream": "RTP-Unicast", "Transport": {"Protocol": "RTSP"}}
        media.GetStreamUri({"StreamSetup": setup, "ProfileToken": token})
        return client

    return measure(one, cameras)


def serve() -> None:
    """Be the device until the input ends; print the port first."""
    from core.secrets import Credential
    from tests.fakes.onvif_device import FakeDevice, response

    # A token, because stock onvif-zeep knows no digest; not in Zulu form, which it does not send.
    with FakeDevice(accepts=frozenset({"token"}), zulu_only=False) as device:
        device.credential = Credential(user=USER, password=PASSWORD)
        xaddr = f"<tt:XAddr>http://127.0.0.1:{device.port}/onvif/{{}}_service</tt:XAddr>"
        device.answers["GetCapabilities"] = response(
            "GetCapabilities",
            f"<tds:Capabilities><tt:Device>{xaddr.format('device')}</tt:Device>"
            f"<tt:Media>{xaddr.format('media')}</tt:Media></tds:Capabilities>",
        )
        sys.stdout.write(f"{device.port}\n")
        sys.stdout.flush()
        sys.stdin.read()


def in_a_process(side: str, port: int, cameras: int) -> dict[str, Any]:
    """Run one side and read its figures."""
    command = [sys.executable, __file__, "--side", side, "--port", str(port), "--cameras", str(cameras)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def main() -> None:
    """Measure both sides in turn and print them with their ratio."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--cameras", type=int, default=20)
    options.add_argument("--json", type=Path)
    options.add_argument("--side", choices=["shared", "stock", "serve"], help=argparse.SUPPRESS)
    options.add_argument("--port", type=int, default=0, help=argparse.SUPPRESS)
    given = options.parse_args()
    sys.path.insert(0, str(ROOT))
    if given.side == "serve":
        serve()
        return
    if given.side:
        side = {"shared": shared, "stock": stock}[given.side]
        print(json.dumps(side(given.port, given.cameras)))
        return
    with subprocess.Popen(
        [sys.executable, __file__, "--side", "serve"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as device:
        assert device.stdout is not None  # noqa: S101 - asked for above
        port = int(device.stdout.readline())
        figures = {side: in_a_process(side, port, given.cameras) for side in ("stock", "shared")}
        device.communicate("")
    keys = ("mb_per_camera", "cpu_s_per_camera", "wall_s_per_camera")
    print(f"{'per camera':<18}{'stock':>12}{'shared':>12}{'ratio':>10}")
    for key in keys:
        before, after = figures["stock"][key], figures["shared"][key]
        ratio = before / after if after > 1e-4 else float("inf")
        print(f"{key.removesuffix('_per_camera'):<18}{before:>12.4f}{after:>12.4f}{ratio:>10.0f}")
    if given.json:
        given.json.write_text(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
