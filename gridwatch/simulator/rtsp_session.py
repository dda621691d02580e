"""One RTSP conversation with one client: what is answered, and when pictures may flow. No sockets."""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import dataclass

from gridwatch.simulator.device import Device
from gridwatch.simulator.faults import FaultKind
from gridwatch.simulator.fleet import Fleet
from gridwatch.simulator.h264 import parameter_sets
from gridwatch.simulator.http_auth import DigestGuard, Verdict
from gridwatch.simulator.onvif_server import realm_of
from gridwatch.simulator.rtp import CLOCK_HZ, PAYLOAD_TYPE
from gridwatch.simulator.rtsp_message import Reply, Request

TIMEOUT_S = 60  # a session without any sign of life ends; ONVIF Streaming's default
_METHODS = "OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, SET_PARAMETER, TEARDOWN"


def sdp_of(device: Device, stream: str) -> str:
    """Return the session description of one stream (RFC 4566, RFC 6184 section 8.2)."""
    sets = parameter_sets(device.stream_sizes[stream], device.fps)
    known = f"packetization-mode=1;profile-level-id={sets.profile_level_id};sprop-parameter-sets={sets.sprop}"
    return "\r\n".join(
        [
            "v=0",
            "o=- 1 1 IN IP4 127.0.0.1",
            f"s={device.id} {stream}",
            "c=IN IP4 0.0.0.0",
            "t=0 0",
            "a=control:*",
            "a=range:npt=now-",
            f"m=video 0 RTP/AVP {PAYLOAD_TYPE}",
            f"a=rtpmap:{PAYLOAD_TYPE} H264/{CLOCK_HZ}",
            f"a=fmtp:{PAYLOAD_TYPE} {known}",
            f"a=framerate:{device.fps}",
            "a=control:track1",
            "",
        ]
    )


@dataclass(kw_only=True, slots=True)
class Playing:
    """The stream that a session has set up. Mutable: `flowing` turns true at PLAY."""

    device: Device
    stream: str
    channel: int
    id: str
    ssrc: int
    first: int  # first RTP sequence number
    flowing: bool = False


class RtspSession:
    """Answers one client. `held` counts the sessions of every camera and is shared by all clients."""

    def __init__(self, fleet: Fleet, guard: DigestGuard, held: Counter[str]) -> None:
        self._fleet = fleet
        self._guard = guard
        self._held = held
        self.playing: Playing | None = None
        self.ended = False

    def close(self) -> None:
        """Give the camera's session back; twice is once."""
        if self.playing is not None:
            camera = self.playing.device.id
            self._held[camera] -= 1
            if self._held[camera] <= 0:
                del self._held[camera]
            self.playing = None
        self.ended = True

    def answer(self, request: Request) -> Reply:
        """Answer one request."""
        if request.method == "OPTIONS":
            return Reply(headers={"Public": _METHODS})
        camera, stream = request.target
        device = self._fleet.device(camera)
        if device is None or stream not in device.stream_sizes:
            return Reply(status=404)
        if (challenge := self._refuse(device, request)) is not None:
            return Reply(status=401, headers={"WWW-Authenticate": challenge})
        return self._answer(device, stream, request)

    def _answer(self, device: Device, stream: str, request: Request) -> Reply:
        match request.method:
            case "DESCRIBE":
                base = request.uri.rstrip("/") + "/"
                headers = {"Content-Type": "application/sdp", "Content-Base": base}
                return Reply(headers=headers, body=sdp_of(device, stream))
            case "SETUP":
                return self._set_up(device, stream, request)
            case "PLAY" | "GET_PARAMETER" | "SET_PARAMETER" | "TEARDOWN":
                return self._in_session(request)
            case _:
                return Reply(status=405, headers={"Allow": _METHODS})

    def _set_up(self, device: Device, stream: str, request: Request) -> Reply:
        if self.playing is not None:
            return Reply(status=455)
        if (channel := request.channel) is None:
            return Reply(status=461)  # UDP: clients then come again with TCP
        if self._held[device.id] >= device.stream_sessions:
            return Reply(status=453)
        self._held[device.id] += 1
        self.playing = playing = Playing(
            device=device,
            stream=stream,
            channel=channel,
            id=secrets.token_hex(8),
            ssrc=secrets.randbits(32),
            first=secrets.randbits(16),
        )
        transport = f"RTP/AVP/TCP;unicast;interleaved={channel}-{channel + 1};ssrc={playing.ssrc:08X}"
        return Reply(headers={"Session": f"{playing.id};timeout={TIMEOUT_S}", "Transport": transport})

    def _in_session(self, request: Request) -> Reply:
        playing = self.playing
        if playing is None or request.headers.get("session", "").partition(";")[0] != playing.id:
            return Reply(status=454)
        headers = {"Session": playing.id}
        if request.method == "PLAY":
            playing.flowing = True
            track = f"{request.uri.rstrip('/')}/track1"
            headers |= {"Range": "npt=now-", "RTP-Info": f"url={track};seq={playing.first};rtptime=0"}
        elif request.method == "TEARDOWN":
            self.close()
        return Reply(headers=headers)

    def _refuse(self, device: Device, request: Request) -> str | None:
        """Return a challenge, or None when the request may pass."""
        if device.login is None:
            return None
        realm = realm_of(device)
        verdict = self._guard.check(
            request.headers.get("authorization"),
            method=request.method,
            uri=request.uri,
            realm=realm,
            login=device.login,
        )
        if verdict is Verdict.OK and self._fleet.fault(device.id, FaultKind.WRONG_PASSWORD) is None:
            return None
        return self._guard.challenge(realm, stale=verdict is Verdict.STALE)
