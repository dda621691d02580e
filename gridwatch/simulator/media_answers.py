"""The answers of simulated ONVIF media services, Media and Media2. Pure: facts in, XML out."""

from __future__ import annotations

from collections.abc import Mapping

from gridwatch.simulator.device import Quirk
from gridwatch.simulator.onvif_call import Answer, Asked, ptz_configuration
from gridwatch.simulator.soap import MEDIA, MEDIA2, SoapFault, element, entity

_STREAMS = {"profile_main": "main", "profile_sub": "sub"}
_ENCODERS = {"profile_main": "encoder_main", "profile_sub": "encoder_sub"}


def stream_of(asked: Asked) -> str:
    """Return "main" or "sub" for the profile token that was asked for.

    Raises:
        SoapFault: ter:NoProfile.
    """
    token = asked.call.arguments.get("ProfileToken", "")
    if token not in _STREAMS:
        raise SoapFault("Sender", "ter:InvalidArgVal", f"no profile {token!r}", "ter:NoProfile")
    return _STREAMS[token]


def _rate(asked: Asked) -> str:
    return f"{asked.device.fps}.0" if asked.device.has(Quirk.FLOAT_FRAME_RATE) else str(asked.device.fps)


def _size(asked: Asked, token: str) -> str:
    width, height = asked.device.stream_sizes[_STREAMS[token]]
    return element("tt:Resolution", element("tt:Width", text=width), element("tt:Height", text=height))


def _source_configuration(asked: Asked, name: str) -> str:
    width, height = asked.device.size
    return entity(
        name,
        "source_configuration",
        element("tt:Name", text="source"),
        element("tt:UseCount", text=2),
        element("tt:SourceToken", text="source_1"),
        element("tt:Bounds", x=0, y=0, width=width, height=height),
    )


def _ptz_configuration(asked: Asked, name: str) -> str:
    if not asked.device.can_turn:
        return ""
    return ptz_configuration(name)


def _profile(asked: Asked, token: str, name: str) -> str:
    encoder = element(
        "tt:VideoEncoderConfiguration",
        element("tt:Name", text=_STREAMS[token]),
        element("tt:UseCount", text=1),
        element("tt:Encoding", text="H264"),
        _size(asked, token),
        element("tt:Quality", text=5),
        element(
            "tt:RateControl",
            element("tt:FrameRateLimit", text=_rate(asked)),
            element("tt:EncodingInterval", text=1),
            element("tt:BitrateLimit", text=4096),
        ),
        element(
            "tt:H264",
            element("tt:GovLength", text=asked.device.fps * 2),
            element("tt:H264Profile", text="Baseline"),
        ),
        element(
            "tt:Multicast",
            element("tt:Address", element("tt:Type", text="IPv4"), element("tt:IPv4Address", text="0.0.0.0")),  # noqa: S104 - an answer's text, nothing is bound
            element("tt:Port", text=0),
            element("tt:TTL", text=0),
            element("tt:AutoStart", text="false"),
        ),
        element("tt:SessionTimeout", text="PT60S"),
        token=_ENCODERS[token],
    )
    return element(
        name,
        element("tt:Name", text=_STREAMS[token]),
        _source_configuration(asked, "tt:VideoSourceConfiguration"),
        encoder,
        _ptz_configuration(asked, "tt:PTZConfiguration"),
        token=token,
        fixed="true",
    )


def _profiles(asked: Asked) -> str:
    return element("trt:GetProfilesResponse", *(_profile(asked, token, "trt:Profiles") for token in _STREAMS))


def _one_profile(asked: Asked) -> str:
    stream_of(asked)
    token = asked.call.arguments["ProfileToken"]
    return element("trt:GetProfileResponse", _profile(asked, token, "trt:Profile"))


def _profile2(asked: Asked, token: str) -> str:
    encoder = element(
        "tr2:VideoEncoder",
        element("tt:Name", text=_STREAMS[token]),
        element("tt:UseCount", text=1),
        element("tt:Encoding", text="H264"),
        _size(asked, token),
        element(
            "tt:RateControl",
            element("tt:FrameRateLimit", text=asked.device.fps),
            element("tt:BitrateLimit", text=4096),
            ConstantBitRate="false",
        ),
        element("tt:Quality", text=5),
        token=_ENCODERS[token],
        GovLength=asked.device.fps * 2,
        Profile="Baseline",
    )
    configurations = element(
        "tr2:Configurations",
        _source_configuration(asked, "tr2:VideoSource"),
        encoder,
        _ptz_configuration(asked, "tr2:PTZ"),
    )
    # Media2: without a Type the client gets names and tokens only.
    return element(
        "tr2:Profiles",
        element("tr2:Name", text=_STREAMS[token]),
        configurations if asked.call.arguments.get("Type") else "",
        token=token,
        fixed="true",
    )


def _profiles2(asked: Asked) -> str:
    return element("tr2:GetProfilesResponse", *(_profile2(asked, token) for token in _STREAMS))


def _snapshot_address(asked: Asked) -> str:
    stream_of(asked)
    return "" if asked.device.has(Quirk.NO_SNAPSHOT_URI) else asked.address("snapshot.jpg")


def _stream_address(asked: Asked) -> str:
    stream = stream_of(asked)
    if not asked.rtsp:
        raise SoapFault("Receiver", "ter:ActionNotSupported", "this camera has no streams")
    return asked.address(stream, "rtsp")


def _media_uri(name: str, uri: str) -> str:
    return element(
        name,
        element(
            "trt:MediaUri",
            element("tt:Uri", text=uri),
            element("tt:InvalidAfterConnect", text="false"),
            element("tt:InvalidAfterReboot", text="false"),
            element("tt:Timeout", text="PT0S"),
        ),
    )


def _video_sources(asked: Asked) -> str:
    width, height = asked.device.size
    size = element("tt:Resolution", element("tt:Width", text=width), element("tt:Height", text=height))
    rate = element("tt:Framerate", text=asked.device.fps)
    return element("trt:GetVideoSourcesResponse", entity("trt:VideoSources", "source_1", rate, size))


MEDIA_ANSWERS: Mapping[tuple[str, str], Answer] = {
    (MEDIA, "GetProfiles"): _profiles,
    (MEDIA, "GetProfile"): _one_profile,
    (MEDIA, "GetVideoSources"): _video_sources,
    (MEDIA, "GetSnapshotUri"): lambda asked: _media_uri(
        "trt:GetSnapshotUriResponse", _snapshot_address(asked)
    ),
    (MEDIA, "GetStreamUri"): lambda asked: _media_uri("trt:GetStreamUriResponse", _stream_address(asked)),
    (MEDIA2, "GetProfiles"): _profiles2,
    (MEDIA2, "GetSnapshotUri"): lambda asked: element(
        "tr2:GetSnapshotUriResponse", element("tr2:Uri", text=_snapshot_address(asked))
    ),
    (MEDIA2, "GetStreamUri"): lambda asked: element(
        "tr2:GetStreamUriResponse", element("tr2:Uri", text=_stream_address(asked))
    ),
}
