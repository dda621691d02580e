"""The answers of a simulated ONVIF PTZ service. Pure: facts in, XML out."""

from __future__ import annotations

from collections.abc import Mapping

from gridwatch.simulator.device import Bearing, Preset, Quirk
from gridwatch.simulator.head import bearing_of, focal_range, generic, home_of, turning_of, zoom_of_focal
from gridwatch.simulator.onvif_call import Answer, Asked, ptz_configuration
from gridwatch.simulator.soap import PTZ, SoapFault, element, entity

_SPACES = "http://www.onvif.org/ver10/tptz"
GENERIC = f"{_SPACES}/PanTiltSpaces/PositionGenericSpace"
SPHERICAL = f"{_SPACES}/PanTiltSpaces/SphericalPositionSpace"
ZOOM = f"{_SPACES}/ZoomSpaces/PositionGenericSpace"
MILLIMETRES = f"{_SPACES}/ZoomSpaces/PositionSpaceMillimeter"


def wanted_preset(asked: Asked) -> Preset:
    """Return the preset that GotoPreset names.

    Raises:
        SoapFault: ter:NoToken.
    """
    token = asked.call.arguments.get("PresetToken", "")
    for preset in asked.device.presets:
        if preset.token == token:
            return preset
    raise SoapFault("Sender", "ter:InvalidArgVal", f"no preset {token!r}", "ter:NoToken")


def wanted_bearing(asked: Asked) -> Bearing | None:
    """Return where the call sends the head; None where it is no move.

    Raises:
        SoapFault: there is no such preset, space or position.
    """
    match asked.call.operation:
        case "GotoPreset":
            return bearing_of(asked.device, wanted_preset(asked))
        case "GotoHomePosition":
            return home_of(asked.device)
        case "AbsoluteMove":
            return _absolute(asked)
    return None


def _absolute(asked: Asked) -> Bearing:
    device, told, turning = asked.device, asked.call.arguments, turning_of(asked.device)
    if (
        device.has(Quirk.NO_ABSOLUTE_SPACES)
        or told.get("PanTilt@space") != SPHERICAL
        or not turning.spherical
    ):
        raise SoapFault("Sender", "ter:InvalidArgVal", "the space is not supported", "ter:SpaceNotSupported")
    pan, tilt = float(told.get("PanTilt@x", "nan")), float(told.get("PanTilt@y", "nan"))
    sign = -1 if device.has(Quirk.REVERSED_AXES) else 1
    pan, tilt = sign * pan, sign * tilt
    inside = (
        turning.pan_deg[0] <= pan <= turning.pan_deg[1] and turning.tilt_deg[0] <= tilt <= turning.tilt_deg[1]
    )
    if not inside:
        raise SoapFault("Sender", "ter:InvalidArgVal", f"{pan} {tilt} is out of range", "ter:InvalidPosition")
    zoom = float(told.get("Zoom@x", "0") or 0)
    if told.get("Zoom@space") == MILLIMETRES:
        zoom = zoom_of_focal(turning, zoom)
    return Bearing(pan=pan, tilt=tilt, zoom=min(1.0, max(0.0, zoom)))


def _position(asked: Asked, name: str, at: Bearing) -> str:
    device = asked.device
    if turning_of(device).spherical and not device.has(Quirk.GENERIC_STATUS):
        sign = -1 if device.has(Quirk.REVERSED_AXES) else 1
        pan, tilt, space = round(sign * at.pan, 4), round(sign * at.tilt, 4), SPHERICAL
    else:
        pan, tilt = generic(device, at)
        space = GENERIC
        if device.has(Quirk.GENERIC_360):
            pan, tilt = (pan + 1) * 180, (tilt + 1) * 90
    return element(
        name,
        element("tt:PanTilt", x=pan, y=tilt, space=space),
        element("tt:Zoom", x=round(at.zoom, 4), space=ZOOM),
    )


def _presets(asked: Asked) -> str:
    return element(
        "tptz:GetPresetsResponse",
        *(
            element(
                "tptz:Preset",
                element("tt:Name", text=preset.name),
                _position(asked, "tt:PTZPosition", bearing_of(asked.device, preset)),
                token=preset.token,
            )
            for preset in asked.device.presets
        ),
    )


def _status(asked: Asked) -> str:
    state = "MOVING" if asked.moving else "IDLE"
    at = asked.head or home_of(asked.device)
    moving = element("tt:MoveStatus", element("tt:PanTilt", text=state), element("tt:Zoom", text=state))
    return element(
        "tptz:GetStatusResponse",
        element(
            "tptz:PTZStatus",
            "" if asked.device.has(Quirk.NO_POSITION) else _position(asked, "tt:Position", at),
            "" if asked.device.has(Quirk.NO_MOVE_STATUS) else moving,
            element("tt:UtcTime", text=asked.camera_now.strftime("%Y-%m-%dT%H:%M:%SZ")),
        ),
    )


def _range(name: str, low: float, high: float) -> str:
    return element(name, element("tt:Min", text=low), element("tt:Max", text=high))


def _space(uri: str, pan: tuple[float, float], tilt: tuple[float, float]) -> str:
    return element(
        "tt:AbsolutePanTiltPositionSpace",
        element("tt:URI", text=uri),
        _range("tt:XRange", *pan),
        _range("tt:YRange", *tilt),
    )


def _spaces(asked: Asked) -> str:
    device, turning = asked.device, turning_of(asked.device)
    if device.has(Quirk.NO_ABSOLUTE_SPACES):
        return ""
    full = device.has(Quirk.GENERIC_360)
    told = _space(GENERIC, (0, 360) if full else (-1, 1), (0, 180) if full else (-1, 1))
    if turning.spherical:
        ends = turning.pan_deg, turning.tilt_deg
        if device.has(Quirk.REVERSED_AXES):
            ends = (-ends[0][1], -ends[0][0]), (-ends[1][1], -ends[1][0])
        told += _space(SPHERICAL, *ends)
    told += element("tt:AbsoluteZoomPositionSpace", element("tt:URI", text=ZOOM), _range("tt:XRange", 0, 1))
    focal = focal_range(turning)
    if focal is not None:
        uri = element("tt:URI", text=MILLIMETRES)
        told += element("tt:AbsoluteZoomPositionSpace", uri, _range("tt:XRange", *focal))
    return told


def _options(asked: Asked) -> str:
    return element(
        "tptz:GetConfigurationOptionsResponse",
        element(
            "tptz:PTZConfigurationOptions",
            element("tt:Spaces", _spaces(asked)),
            element("tt:PTZTimeout", element("tt:Min", text="PT1S"), element("tt:Max", text="PT60S")),
        ),
    )


def _nodes(asked: Asked) -> str:
    node = entity(
        "tptz:PTZNode",
        "ptz_node",
        element("tt:Name", text="ptz"),
        element("tt:SupportedPTZSpaces", _spaces(asked)),
        element("tt:MaximumNumberOfPresets", text=255),
        element("tt:HomeSupported", text="true" if asked.device.turning else "false"),
    )
    return element("tptz:GetNodesResponse", node)


def _moved(name: str) -> Answer:
    def answer(asked: Asked) -> str:
        wanted_bearing(asked)
        return element(f"tptz:{name}Response")

    return answer


PTZ_ANSWERS: Mapping[tuple[str, str], Answer] = {
    (PTZ, "GetPresets"): _presets,
    (PTZ, "GotoPreset"): _moved("GotoPreset"),
    (PTZ, "GotoHomePosition"): _moved("GotoHomePosition"),
    (PTZ, "AbsoluteMove"): _moved("AbsoluteMove"),
    (PTZ, "GetStatus"): _status,
    (PTZ, "GetConfigurations"): lambda _: element(
        "tptz:GetConfigurationsResponse", ptz_configuration("tptz:PTZConfiguration")
    ),
    (PTZ, "GetConfigurationOptions"): _options,
    (PTZ, "GetNodes"): _nodes,
}
