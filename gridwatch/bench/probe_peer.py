"""`python -m gridwatch.bench.probe_peer`: what onvif-zeep's own client costs, one `ONVIFCamera` per camera.

Reads one JSON line, {"cameras": [[host, port], ...]}, and the login from GRIDWATCH_SIM_LOGIN as user:password; asks
each camera what a probe asks, keeps the clients as a service would, and prints one line. The first camera, which loads
the code, is not counted.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

from core.secrets import Credential
from gridwatch.bench.accounts import Account
from gridwatch.simulator.login import login_from


def main() -> None:
    """Ask and print the figures."""
    hosts = json.loads(sys.stdin.readline())["cameras"]
    login = login_from(os.environ)
    first = hosts.pop(0)
    kept = [_ask(first[0], first[1], login)]
    before, began = Account.now(), time.perf_counter()
    kept += [_ask(host, port, login) for host, port in hosts]
    after, count = Account.now(), len(kept) - 1
    figures = {
        "cameras": count,
        "cpu_ms_per_camera": 1000 * (after.cpu_s - before.cpu_s) / count,
        "rss_mb_per_camera": (after.rss_mb - before.rss_mb) / count,
        "seconds_per_camera": (time.perf_counter() - began) / count,
    }
    sys.stdout.write(json.dumps(figures) + "\n")


def _ask(host: str, port: int, login: Credential) -> Any:
    """Make a client as onvif-zeep's README has it, and ask what a probe asks; return the client."""
    from onvif import ONVIFCamera
    from zeep.transports import Transport

    transport: Any = Transport(timeout=5, operation_timeout=5)  # type: ignore[no-untyped-call]  # zeep is partly typed
    client = ONVIFCamera(host, port, login.user, login.password, no_cache=True, transport=transport)
    client.devicemgmt.GetSystemDateAndTime()
    client.devicemgmt.GetServices({"IncludeCapability": False})
    media = client.create_media_service()
    profiles = media.GetProfiles()
    client.devicemgmt.GetDeviceInformation()
    media.GetSnapshotUri({"ProfileToken": profiles[0].token})
    setup = {"Stream": "RTP-Unicast", "Transport": {"Protocol": "RTSP"}}
    for profile in profiles[:2]:
        media.GetStreamUri({"StreamSetup": setup, "ProfileToken": profile.token})
    return client


if __name__ == "__main__":
    main()
