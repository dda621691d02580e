"""The snapshots of simulated ONVIF hosts: prepared JPEGs behind a login, and everything that goes wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from gridwatch.simulator.device import Device
from gridwatch.simulator.faults import FaultKind
from gridwatch.simulator.fleet import Fleet
from gridwatch.simulator.http_auth import DigestGuard, Verdict
from gridwatch.simulator.onvif_server import realm_of
from gridwatch.simulator.picture_faults import claim_giant

_LOGIN_PAGE = b"<!DOCTYPE html><html><head><title>Login</title></head><body>Please log in.</body></html>"

Pictures = Callable[[str], bytes]
"""Camera id to the JPEG that it shows."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """An HTTP answer to GET. With `promised` longer than the body the connection ends in the middle."""

    status: int = 200
    body: bytes = field(default=b"", repr=False)
    kind: str = "image/jpeg"
    promised: int | None = None  # bytes that the head speaks of; None: those of the body
    challenge: str | None = None


class HostSnapshots:
    """Answers requests for a camera's picture. A login is asked for by HTTP digest, whatever SOAP takes."""

    def __init__(self, fleet: Fleet, guard: DigestGuard, pictures: Pictures) -> None:
        self._fleet = fleet
        self._guard = guard
        self._pictures = pictures

    def answer(self, device: Device, *, uri: str, authorization: str | None) -> Snapshot:
        """Answer GET `uri` of a camera."""
        if (challenge := self._refuse(device, uri, authorization)) is not None:
            return Snapshot(status=401, body=b"login required", kind="text/plain", challenge=challenge)
        faults = {fault.kind: fault for fault in self._fleet.active(device.id)}
        if FaultKind.NOT_A_PICTURE in faults:
            return Snapshot(body=_LOGIN_PAGE, kind="text/html")
        jpeg = self._pictures(device.id)
        if giant := faults.get(FaultKind.GIANT):
            return Snapshot(body=jpeg, promised=int(giant.value))
        if cut := faults.get(FaultKind.CUT):
            return Snapshot(body=jpeg[: int(len(jpeg) * cut.value)], promised=len(jpeg))
        if FaultKind.GIANT_PIXELS in faults:
            jpeg = claim_giant(jpeg)
        if truncated := faults.get(FaultKind.TRUNCATED):
            jpeg = jpeg[: int(len(jpeg) * truncated.value)]
        return Snapshot(body=jpeg)

    def _refuse(self, device: Device, uri: str, authorization: str | None) -> str | None:
        """Return a challenge, or None when the request may pass."""
        if device.login is None:
            return None
        realm = realm_of(device)
        verdict = self._guard.check(authorization, method="GET", uri=uri, realm=realm, login=device.login)
        refused_by_script = self._fleet.fault(device.id, FaultKind.WRONG_PASSWORD) is not None
        if verdict is Verdict.OK and not refused_by_script:
            return None
        return self._guard.challenge(realm, stale=verdict is Verdict.STALE)
