"""One ONVIF call together with the facts that its answer is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from gridwatch.simulator.device import Bearing, Device, Quirk
from gridwatch.simulator.soap import Call, element, entity

NAT_INSIDE_HOST = "192.168.1.64"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One call with what is needed to answer it."""

    call: Call
    device: Device
    http: str  # "host:port" by which the client reached us
    rtsp: str  # "host:port" of the stream server; empty when there is none
    camera_now: datetime  # by the camera's clock
    head: Bearing | None = None  # where its PTZ head is; None: at home
    moving: bool = False

    def address(self, path: str, scheme: str = "http") -> str:
        """Return an address of this camera as it tells it to clients."""
        host = self.rtsp if scheme == "rtsp" else self.http
        if self.device.has(Quirk.NAT_INSIDE):
            host = NAT_INSIDE_HOST + ":" + host.rpartition(":")[2]
        return f"{scheme}://{host}/cam/{self.device.id}/{path}"


Answer = Callable[[Asked], str]
"""Makes the child of the SOAP body; raises SoapFault."""


def ptz_configuration(name: str) -> str:
    """Return the one PTZ configuration under the element `name`."""
    return entity(
        name,
        "ptz_configuration",
        element("tt:Name", text="ptz"),
        element("tt:UseCount", text=2),
        element("tt:NodeToken", text="ptz_node"),
    )
