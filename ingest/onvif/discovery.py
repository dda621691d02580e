"""WS-Discovery: ask a network segment which ONVIF devices are on it.

Probes do not cross routers, so a district is imported from a table; this helps on one segment.
"""

from __future__ import annotations

import socket
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from core.clock import Clock
from core.errors import LookError
from core.look import LookFailureKind
from ingest.onvif.soap import Element, child, children, name_of, parse, text_of

MULTICAST = ("239.255.255.250", 3702)
_MAX_ANSWERS = 4096
_SCOPE = "onvif://www.onvif.org/"
_REPEAT_AT = (0.0, 0.25)  # seconds: UDP gets lost; the specification repeats once

_PROBE = """<?xml version="1.0" encoding="utf-8"?>
<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" \
xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" \
xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" \
xmlns:dn="http://www.onvif.org/ver10/network/wsdl">\
<s:Header><a:Action s:mustUnderstand="1">http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action>\
<a:MessageID>urn:uuid:{message_id}</a:MessageID>\
<a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>\
<a:To s:mustUnderstand="1">urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To></s:Header>\
<s:Body><d:Probe><d:Types>dn:NetworkVideoTransmitter</d:Types></d:Probe></s:Body></s:Envelope>"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """One device that answered."""

    endpoint: str  # the device's own unique name, mostly urn:uuid:...
    host: str  # where it is reached
    port: int
    path: str  # of the device service
    name: str = ""
    hardware: str = ""
    location: str = ""
    mac: str = ""
    xaddrs: tuple[str, ...] = ()  # as told
    scopes: tuple[str, ...] = ()  # as told

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types."""
        return asdict(self)


def discover(
    timeout_s: float,
    *,
    clock: Clock,
    interface: str | None = None,
    address: tuple[str, int] = MULTICAST,
) -> list[Found]:
    """Send a probe and collect answers for `timeout_s` seconds; sorted by host, each device once.

    `interface` is the address of the network card to ask on (default: the system's choice), `address` where
    to send to. Answers that cannot be read are passed over: anybody on the segment may send anything.

    Raises:
        LookError: UNREACHABLE when the probe cannot be sent.
    """
    probe = _PROBE.format(message_id=uuid.uuid4()).encode()
    found: dict[tuple[str, str], Found] = {}
    started = clock.monotonic()
    repeats = list(_REPEAT_AT)
    with _socket(interface) as endpoint:
        for _ in range(_MAX_ANSWERS):
            passed = clock.monotonic() - started
            if repeats and passed >= repeats[0]:
                repeats.pop(0)
                _send(endpoint, probe, address, interface)
            wake = min(timeout_s, repeats[0] if repeats else timeout_s)
            if passed >= timeout_s:
                break
            endpoint.settimeout(max(0.001, wake - passed))
            try:
                datagram, sender = endpoint.recvfrom(65_535)
            except TimeoutError:
                continue
            except ConnectionError:
                continue  # a refusal by a host that does not listen
            for one in read_matches(datagram, sender[0]):
                found.setdefault((one.endpoint, one.host), one)
    return sorted(found.values(), key=lambda one: (one.host, one.port, one.path))


def read_matches(datagram: bytes, sender: str) -> tuple[Found, ...]:
    """Read a ProbeMatches message; empty when it is not one. Pure.

    Of several addresses the one on the sender's own is taken, else the first; a device that tells only
    addresses elsewhere (a second network card, NAT) is still reached by the first it tells.
    """
    try:
        root = parse(datagram, "ProbeMatches")
    except LookError:
        return ()
    matches = child(root, "Body", "ProbeMatches") if name_of(root) == "Envelope" else None
    if matches is None:
        return ()
    read = (_match(one, sender) for one in children(matches, "ProbeMatch"))
    return tuple(one for one in read if one is not None)


def _match(match: Element, sender: str) -> Found | None:
    told = tuple(text_of(match, "XAddrs").split())
    usable = [address for address in told if _host(address)]
    if not usable:
        return None
    chosen = next((address for address in usable if _host(address) == sender), usable[0])
    parts = urlsplit(chosen)
    scopes = tuple(text_of(match, "Scopes").split())
    return Found(
        endpoint=text_of(match, "EndpointReference", "Address") or chosen,
        host=_host(chosen) or sender,
        port=parts.port or 80,
        path=parts.path or "/onvif/device_service",
        name=_scope(scopes, "name"),
        hardware=_scope(scopes, "hardware"),
        location=_scope(scopes, "location"),
        mac=_scope(scopes, "MAC") or _scope(scopes, "MacAddress"),
        xaddrs=told,
        scopes=scopes,
    )


def _host(address: str) -> str | None:
    """Return the host of an http address, or None for anything else."""
    try:
        parts = urlsplit(address)
        usable = parts.scheme == "http" and parts.port != 0  # reading the port checks it
    except ValueError:
        return None
    return parts.hostname if usable else None


def _scope(scopes: Iterable[str], kind: str) -> str:
    prefix = f"{_SCOPE}{kind}/".lower()
    return next((unquote(one[len(prefix) :]) for one in scopes if one.lower().startswith(prefix)), "")


def _socket(interface: str | None) -> socket.socket:
    endpoint = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        endpoint.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1)
        if interface is not None:
            endpoint.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(interface))
        endpoint.bind((interface or "", 0))
    except OSError as wrong:
        endpoint.close()
        raise _unsent(interface, wrong) from None
    return endpoint


def _send(endpoint: socket.socket, probe: bytes, address: tuple[str, int], interface: str | None) -> None:
    try:
        endpoint.sendto(probe, address)
    except OSError as wrong:
        raise _unsent(interface, wrong) from None


def _unsent(interface: str | None, wrong: OSError) -> LookError:
    by = f" by interface {interface}" if interface else ""
    why = (wrong.strerror or type(wrong).__name__).lower()
    return LookError(
        LookFailureKind.UNREACHABLE,
        f"the discovery probe could not be sent{by}: {why}; name the address of one of this machine's network cards",
    )
