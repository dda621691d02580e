"""The ONVIF WSDLs of onvif-zeep, each parsed once per process and bound to any number of cameras.

Stock `ONVIFCamera` parses them per camera (about 10 MB and 0.3 s of CPU each), makes a pull-point
subscription on the camera, sets up logging and takes `http_proxy` out of the environment. So its client
is never imported: only its WSDL folder is used, by zeep, with a transport of our own. What is shared
(the parsed documents) is read-only after parsing; what is bound (a proxy) belongs to one conversation.

onvif-zeep holds no WSDL of Media2 (ver20/media); those few requests are built by hand in `media2`.
"""

from __future__ import annotations

import importlib.metadata
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from core.errors import LookError
from core.look import LookFailureKind

if TYPE_CHECKING:
    from zeep.wsdl import Document

    from ingest.onvif.soap import Element

Service = Literal["device", "media", "ptz", "imaging", "events"]

NAMESPACES: dict[Service, str] = {
    "device": "http://www.onvif.org/ver10/device/wsdl",
    "media": "http://www.onvif.org/ver10/media/wsdl",
    "ptz": "http://www.onvif.org/ver20/ptz/wsdl",
    "imaging": "http://www.onvif.org/ver20/imaging/wsdl",
    "events": "http://www.onvif.org/ver10/events/wsdl",
}
MEDIA2 = "http://www.onvif.org/ver20/media/wsdl"

_FILES: dict[Service, tuple[str, str]] = {  # (file, binding)
    "device": ("devicemgmt.wsdl", "DeviceBinding"),
    "media": ("media.wsdl", "MediaBinding"),
    "ptz": ("ptz.wsdl", "PTZBinding"),
    "imaging": ("imaging.wsdl", "ImagingBinding"),
    "events": ("events.wsdl", "EventBinding"),
}

_lock = threading.Lock()
_documents: dict[Service, Document] = {}  # filled under _lock, then only read


class Post(Protocol):
    """What zeep calls to send a request; whatever it returns is returned to the caller of the proxy."""

    def post_xml(self, address: str, envelope: Element, headers: dict[str, str]) -> Any:
        """Send `envelope` to `address`."""
        ...


def folder() -> Path:
    """Return the WSDL folder of the installed onvif-zeep, found without importing it.

    Raises:
        LookError: INTERNAL when the package or its files are absent.
    """
    try:
        found = Path(str(importlib.metadata.distribution("onvif-zeep").locate_file("wsdl")))
    except importlib.metadata.PackageNotFoundError:
        raise LookError(LookFailureKind.INTERNAL, "the package onvif-zeep is not installed") from None
    if not (found / "devicemgmt.wsdl").is_file():
        raise LookError(LookFailureKind.INTERNAL, f"onvif-zeep is installed without its WSDLs ({found})")
    return found


def document(service: Service) -> Document:
    """Return the parsed WSDL of a service; parses it on first use, in whichever thread comes first."""
    with _lock:
        if service not in _documents:
            from zeep import Settings
            from zeep.wsdl import Document

            _documents[service] = Document(
                str(folder() / _FILES[service][0]),
                _LocalFiles(),  # type: ignore[arg-type]  # zeep asks a transport for load() only
                settings=Settings(strict=False, forbid_external=True),
            )
        return _documents[service]


def bind(service: Service, address: str, post: Post) -> Any:
    """Return a proxy of one service at one address: `proxy.GetProfiles()` sends through `post`.

    The proxy gives back what `post` returned, unread: zeep's lax reading turns a field that it cannot
    read into None with a traceback in the log, and its strict reading dies of FrameRateLimit "30.0".
    """
    from zeep import Client, Settings

    lax = Settings(strict=False, raw_response=True)
    client = Client(document(service), transport=post, settings=lax)  # type: ignore[no-untyped-call]  # zeep is partly typed
    return client.create_service(  # type: ignore[no-untyped-call]  # same
        f"{{{NAMESPACES[service]}}}{_FILES[service][1]}", address
    )


class _LocalFiles:
    """Loads WSDLs and schemas from disk and from nowhere else (some devices' WSDLs point to the web)."""

    def load(self, location: str) -> bytes:
        return Path(location).read_bytes()
