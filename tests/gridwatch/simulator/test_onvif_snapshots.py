from __future__ import annotations

import os

from core.clock import SystemClock
from gridwatch.simulator.device import Device
from gridwatch.simulator.faults import Fault, FaultKind, Faults
from gridwatch.simulator.fleet import Fleet
from gridwatch.simulator.http_auth import DigestGuard
from gridwatch.simulator.onvif_snapshots import HostSnapshots, Snapshot
from ingest.onvif.digest import authorization, parse_challenge
from tests.builders_servers import LOGIN

JPEG = b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x10\x00\x10" + bytes(89)
URI = "/cam/a/snapshot.jpg"


def answered(fault: FaultKind | None = None, *, login: bool = False) -> Snapshot:
    """Ask a camera with a fault for its picture, logged in where it asks for it."""
    device = Device(id="a", login=LOGIN if login else None)
    fleet = Fleet([device], faults=Faults([Fault(camera="a", kind=fault)] if fault else []))
    guard = DigestGuard(clock=SystemClock(), secret=os.urandom(8))
    snapshots = HostSnapshots(fleet, guard, lambda _: JPEG)
    first = snapshots.answer(device, uri=URI, authorization=None)
    if first.challenge is None:
        return first
    challenge = parse_challenge([first.challenge])
    assert challenge
    shown = authorization(challenge, LOGIN, method="GET", uri=URI, count=1, cnonce="x")
    return snapshots.answer(device, uri=URI, authorization=shown)


def test_a_picture_behind_a_login() -> None:
    """Anybody's where there is none; after a digest where there is; to nobody with a spoilt password."""
    assert answered() == Snapshot(body=JPEG)
    assert answered(login=True) == Snapshot(body=JPEG)
    assert answered(FaultKind.WRONG_PASSWORD, login=True).status == 401


def test_what_goes_wrong_with_the_bytes() -> None:
    """A page, a part as if it were all, a part of what was promised, more than anybody wants, giant pixels."""
    assert answered(FaultKind.NOT_A_PICTURE).kind == "text/html"
    assert answered(FaultKind.TRUNCATED) == Snapshot(body=JPEG[:50])
    assert answered(FaultKind.CUT) == Snapshot(body=JPEG[:50], promised=100)
    assert answered(FaultKind.GIANT).promised == 64 * 1024 * 1024
    assert answered(FaultKind.GIANT_PIXELS).body[7:11] == (65000).to_bytes(2) * 2
