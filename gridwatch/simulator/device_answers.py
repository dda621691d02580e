"""The answers of a simulated ONVIF device service. Pure: facts in, XML out."""

from __future__ import annotations

from collections.abc import Mapping

from gridwatch.simulator.device import Quirk
from gridwatch.simulator.onvif_call import Answer, Asked
from gridwatch.simulator.soap import DEVICE, MEDIA, MEDIA2, PTZ, SoapFault, element


def _date_and_time(asked: Asked) -> str:
    if asked.device.has(Quirk.NO_DATE_AND_TIME):
        raise SoapFault("Receiver", "ter:ActionNotSupported", "GetSystemDateAndTime is not implemented")
    now = asked.camera_now
    stamp = element(
        "tt:Time",
        element("tt:Hour", text=now.hour),
        element("tt:Minute", text=now.minute),
        element("tt:Second", text=now.second),
    ) + element(
        "tt:Date",
        element("tt:Year", text=now.year),
        element("tt:Month", text=now.month),
        element("tt:Day", text=now.day),
    )
    return element(
        "tds:GetSystemDateAndTimeResponse",
        element(
            "tds:SystemDateAndTime",
            element("tt:DateTimeType", text="NTP"),
            element("tt:DaylightSavings", text="false"),
            element("tt:TimeZone", element("tt:TZ", text="CST-8:00:00")),
            element("tt:UTCDateTime", stamp),
        ),
    )


def _services(asked: Asked) -> list[tuple[str, str]]:
    found = [(DEVICE, "device_service"), (MEDIA, "media")]
    if asked.device.media2:
        found.append((MEDIA2, "media2"))
    if asked.device.can_turn:
        found.append((PTZ, "ptz"))
    return found


def _get_services(asked: Asked) -> str:
    if asked.device.has(Quirk.NO_GET_SERVICES):
        raise SoapFault("Receiver", "ter:ActionNotSupported", "GetServices is not implemented")
    return element(
        "tds:GetServicesResponse",
        *(
            element(
                "tds:Service",
                element("tds:Namespace", text=namespace),
                element("tds:XAddr", text=asked.address(f"onvif/{path}")),
                element("tds:Version", element("tt:Major", text=2), element("tt:Minor", text=60)),
            )
            for namespace, path in _services(asked)
        ),
    )


def _get_capabilities(asked: Asked) -> str:
    wanted = asked.call.arguments.get("Category", "All") or "All"
    device = element("tt:Device", element("tt:XAddr", text=asked.address("onvif/device_service")))
    media = element(
        "tt:Media",
        element("tt:XAddr", text=asked.address("onvif/media")),
        element(
            "tt:StreamingCapabilities",
            element("tt:RTPMulticast", text="false"),
            element("tt:RTP_TCP", text="true"),
            element("tt:RTP_RTSP_TCP", text="true"),
        ),
    )
    ptz = element("tt:PTZ", element("tt:XAddr", text=asked.address("onvif/ptz")))
    parts = {"Device": device, "Media": media} | ({"PTZ": ptz} if asked.device.can_turn else {})
    if wanted != "All" and wanted not in parts:
        raise SoapFault("Receiver", "ter:ActionNotSupported", "no such service", "ter:NoSuchService")
    chosen = [part for name, part in parts.items() if wanted in {"All", name}]
    return element("tds:GetCapabilitiesResponse", element("tds:Capabilities", *chosen))


def _device_service_capabilities(asked: Asked) -> str:
    return element(
        "tds:GetServiceCapabilitiesResponse",
        element(
            "tds:Capabilities",
            element("tds:Network", NTP=1),
            element(
                "tds:Security",
                HttpDigest=str("digest" in asked.device.accepts).lower(),
                UsernameToken=str("token" in asked.device.accepts).lower(),
            ),
            element("tds:System", DiscoveryBye="false"),
        ),
    )


def _device_information(asked: Asked) -> str:
    device = asked.device
    return element(
        "tds:GetDeviceInformationResponse",
        element("tds:Manufacturer", text=device.manufacturer),
        element("tds:Model", text=device.model),
        element("tds:FirmwareVersion", text=device.firmware),
        element("tds:SerialNumber", text=device.id),
        element("tds:HardwareId", text="simulated"),
    )


def _scopes(asked: Asked) -> str:
    scopes = ["Profile/Streaming", "Profile/T", f"hardware/{asked.device.model}", f"name/{asked.device.id}"]
    return element(
        "tds:GetScopesResponse",
        *(
            element(
                "tds:Scopes",
                element("tt:ScopeDef", text="Fixed"),
                element("tt:ScopeItem", text=f"onvif://www.onvif.org/{scope}"),
            )
            for scope in scopes
        ),
    )


def _hostname(asked: Asked) -> str:
    return element(
        "tds:GetHostnameResponse",
        element(
            "tds:HostnameInformation",
            element("tt:FromDHCP", text="false"),
            element("tt:Name", text=asked.device.id),
        ),
    )


DEVICE_ANSWERS: Mapping[tuple[str, str], Answer] = {
    (DEVICE, "GetSystemDateAndTime"): _date_and_time,
    (DEVICE, "GetServices"): _get_services,
    (DEVICE, "GetCapabilities"): _get_capabilities,
    (DEVICE, "GetServiceCapabilities"): _device_service_capabilities,
    (DEVICE, "GetDeviceInformation"): _device_information,
    (DEVICE, "GetScopes"): _scopes,
    (DEVICE, "GetHostname"): _hostname,
}
