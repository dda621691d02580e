"""One ONVIF device service for all simulated cameras: who may call, what they get, what goes wrong.

An operation is known by its namespace, whatever path of the camera it is posted to, as most devices
do it. A login is asked for the way the camera understands it: HTTP 401 with a digest challenge, or
HTTP 400 with ter:NotAuthorized where only tokens are known (ONVIF Core specification 5.9).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gridwatch.simulator.device import Accepts, Device, Quirk
from gridwatch.simulator.device_answers import DEVICE_ANSWERS
from gridwatch.simulator.faults import FaultKind
from gridwatch.simulator.fleet import Fleet
from gridwatch.simulator.head import Heads
from gridwatch.simulator.http_auth import DigestGuard, TokenGuard, Verdict
from gridwatch.simulator.media_answers import MEDIA_ANSWERS
from gridwatch.simulator.onvif_call import Asked
from gridwatch.simulator.ptz_answers import PTZ_ANSWERS, wanted_bearing
from gridwatch.simulator.soap import DEVICE, PTZ, Call, SoapFault, envelope, not_authorized, read_call

_BEFORE_LOGIN = frozenset(
    {
        (DEVICE, "GetSystemDateAndTime"),
        (DEVICE, "GetServices"),
        (DEVICE, "GetCapabilities"),
        (DEVICE, "GetServiceCapabilities"),
        (DEVICE, "GetEndpointReference"),
    }
)
# Cameras refuse digests in their web server, before SOAP: the answer is a page, not an envelope.
_REFUSED_PAGE = b"<html><head><title>Unauthorized</title></head><body><p>401 Unauthorized<hr></body></html>"
_ALL_ANSWERS = {**DEVICE_ANSWERS, **MEDIA_ANSWERS, **PTZ_ANSWERS}


def realm_of(device: Device) -> str:
    """Return the digest realm of a camera; one for each, so that a nonce of one is no good at another."""
    return f"Gridwatch {device.id}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """An HTTP answer: status, body, and a `WWW-Authenticate` value where a login is asked for."""

    status: int
    body: bytes
    challenge: str | None = None


class OnvifServer:
    """Answers SOAP calls. Keeps, per camera that was ever moved, where its PTZ head stands.

    `on_preset(camera_id, token)` is told of every GotoPreset, so that a renderer can show that view.
    """

    def __init__(
        self,
        fleet: Fleet,
        digest: DigestGuard,
        *,
        on_preset: Callable[[str, str], None] | None = None,
    ) -> None:
        self._fleet = fleet
        self._digest = digest
        self._tokens = TokenGuard()
        self._on_preset = on_preset
        self.heads = Heads(fleet)
        self._presets: dict[str, str] = {}  # camera -> token of the preset that it was sent to last

    def preset_of(self, camera_id: str) -> str | None:
        """Return the token of the preset that the camera is at or moving to; None before the first move."""
        return self._presets.get(camera_id)

    def answer(
        self, device: Device, raw: bytes, *, uri: str, authorization: str | None, http: str, rtsp: str
    ) -> Reply:
        """Answer the SOAP body `raw` posted to `uri`; `http` and `rtsp` are "host:port" to tell clients."""
        if device.has(Quirk.NO_SOAP):
            return Reply(status=404, body=b"not found")
        try:
            call = read_call(raw)
            if (refusal := self._refuse(device, call, uri, authorization)) is not None:
                return refusal
            body = envelope(self._result(device, call, http, rtsp))
        except SoapFault as fault:
            return Reply(status=fault.status, body=fault.body())
        return Reply(status=200, body=body[: len(body) // 2] if device.has(Quirk.CUT_XML) else body)

    def _result(self, device: Device, call: Call, http: str, rtsp: str) -> str:
        answer = _ALL_ANSWERS.get((call.namespace, call.operation))
        if answer is None or (call.namespace == PTZ and not device.can_turn):
            raise SoapFault("Receiver", "ter:ActionNotSupported", f"{call.operation} is not implemented")
        asked = Asked(
            call=call,
            device=device,
            http=http,
            rtsp=rtsp,
            camera_now=self._fleet.clock_of(device),
            head=self.heads.at(device) if device.can_turn else None,
            moving=device.can_turn and self.heads.moving(device),
        )
        result = answer(asked)
        if call.namespace == PTZ and (target := wanted_bearing(asked)) is not None:
            if self._fleet.fault(device.id, FaultKind.PTZ_REFUSES):
                raise SoapFault("Receiver", "ter:Action", "the head does not move")
            self.heads.send(device, target)
            self._sent(device.id, call.arguments.get("PresetToken"))
        return result

    def _sent(self, camera_id: str, token: str | None) -> None:
        self._presets.pop(camera_id, None)
        if token is not None:
            self._presets[camera_id] = token
            if self._on_preset is not None:
                self._on_preset(camera_id, token)

    def _refuse(self, device: Device, call: Call, uri: str, authorization: str | None) -> Reply | None:
        """Return the refusal of this call, or None when it may pass."""
        open_to_all = (call.namespace, call.operation) in _BEFORE_LOGIN
        if device.login is None or (open_to_all and not device.has(Quirk.LOGIN_FOR_EVERYTHING)):
            return None
        realm = realm_of(device)
        by_digest = by_token = Verdict.NONE
        if Accepts.DIGEST in device.accepts:
            by_digest = self._digest.check(
                authorization, method="POST", uri=uri, realm=realm, login=device.login
            )
        if Accepts.TOKEN in device.accepts:
            by_token = self._tokens.check(
                call.token,
                camera_id=device.id,
                login=device.login,
                camera_now=self._fleet.clock_of(device),
                window_s=device.token_window_s,
                zulu_only=device.has(Quirk.ZULU_ONLY),
            )
        if self._fleet.fault(device.id, FaultKind.WRONG_PASSWORD):
            by_digest, by_token = _spoilt(by_digest), _spoilt(by_token)
        # Core specification: where both are sent, HTTP authentication is looked at first.
        if by_digest is Verdict.OK or (by_digest is Verdict.NONE and by_token is Verdict.OK):
            return None
        words = "Wsse authorized time check failed" if by_token is Verdict.CLOCK else "Sender not authorized"
        fault = not_authorized(words)
        token_was_judged = by_digest is Verdict.NONE and by_token is not Verdict.NONE
        says_400 = device.has(Quirk.BAD_LOGIN_400) and by_digest not in {Verdict.NONE, Verdict.STALE}
        if Accepts.DIGEST not in device.accepts or token_was_judged or says_400:
            return Reply(status=400, body=fault.body())
        challenge = self._digest.challenge(realm, stale=by_digest is Verdict.STALE)
        return Reply(status=401, body=_REFUSED_PAGE, challenge=challenge)


def _spoilt(verdict: Verdict) -> Verdict:
    return Verdict.WRONG if verdict is Verdict.OK else verdict
