"""The answers of a simulated ONVIF PTZ service. Pure: facts in, XML out."""

from __future__ import annotations

from collections.abc import Mapping

from gridwatch.simulator.device import Preset
from gridwatch.simulator.onvif_call import Answer, Asked, ptz_configuration
from gridwatch.simulator.soap import PTZ, SoapFault, element, entity

_SPACES = "http://www.onvif.org/ver10/tptz"
_PAN_TILT = f"{_SPACES}/PanTiltSpaces/PositionGenericSpace"
_ZOOM = f"{_SPACES}/ZoomSpaces/PositionGenericSpace"


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


def _position(name: str, preset: Preset) -> str:
    return element(
        name,
        element("tt:PanTilt", x=preset.pan, y=preset.tilt, space=_PAN_TILT),
        element("tt:Zoom", x=preset.zoom, space=_ZOOM),
    )


def _presets(asked: Asked) -> str:
    return element(
        "tptz:GetPresetsResponse",
        *(
            element(
                "tptz:Preset",
                element("tt:Name", text=preset.name),
                _position("tt:PTZPosition", preset),
                token=preset.token,
            )
            for preset in asked.device.presets
        ),
    )


def _status(asked: Asked) -> str:
    presets = asked.device.presets
    here = next((preset for preset in presets if preset.token == asked.preset), presets[0])
    state = "MOVING" if asked.moving else "IDLE"
    return element(
        "tptz:GetStatusResponse",
        element(
            "tptz:PTZStatus",
            _position("tt:Position", here),
            element("tt:MoveStatus", element("tt:PanTilt", text=state), element("tt:Zoom", text=state)),
            element("tt:UtcTime", text=asked.camera_now.strftime("%Y-%m-%dT%H:%M:%SZ")),
        ),
    )


def _range(name: str, low: float, high: float) -> str:
    return element(name, element("tt:Min", text=low), element("tt:Max", text=high))


def _spaces() -> str:
    pan_tilt = element(
        "tt:AbsolutePanTiltPositionSpace",
        element("tt:URI", text=_PAN_TILT),
        _range("tt:XRange", -1, 1),
        _range("tt:YRange", -1, 1),
    )
    zoom = element("tt:AbsoluteZoomPositionSpace", element("tt:URI", text=_ZOOM), _range("tt:XRange", 0, 1))
    return pan_tilt + zoom


def _options(_: Asked) -> str:
    return element(
        "tptz:GetConfigurationOptionsResponse",
        element(
            "tptz:PTZConfigurationOptions",
            element("tt:Spaces", _spaces()),
            element("tt:PTZTimeout", element("tt:Min", text="PT1S"), element("tt:Max", text="PT60S")),
        ),
    )


def _nodes(_: Asked) -> str:
    node = entity(
        "tptz:PTZNode",
        "ptz_node",
        element("tt:Name", text="ptz"),
        element("tt:SupportedPTZSpaces", _spaces()),
        element("tt:MaximumNumberOfPresets", text=255),
        element("tt:HomeSupported", text="false"),
    )
    return element("tptz:GetNodesResponse", node)


def _goto(asked: Asked) -> str:
    wanted_preset(asked)
    return element("tptz:GotoPresetResponse")


PTZ_ANSWERS: Mapping[tuple[str, str], Answer] = {
    (PTZ, "GetPresets"): _presets,
    (PTZ, "GotoPreset"): _goto,
    (PTZ, "GetStatus"): _status,
    (PTZ, "GetConfigurations"): lambda _: element(
        "tptz:GetConfigurationsResponse", ptz_configuration("tptz:PTZConfiguration")
    ),
    (PTZ, "GetConfigurationOptions"): _options,
    (PTZ, "GetNodes"): _nodes,
}
