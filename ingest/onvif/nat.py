"""Addresses as a device tells them, turned into addresses that we can reach. Pure.

A camera behind NAT, or with two network cards, answers with the address it knows itself by. We keep
the host that we connected to. A port is kept too (RTSP is forwarded on its own), but for the one port
whose outside number we know: that of the device service.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit, urlunsplit

_PORTS = {"http": 80, "https": 443, "rtsp": 554, "rtsps": 322}


@dataclass(frozen=True, kw_only=True, slots=True)
class Outside:
    """Where we connected to, and on which port the device believes its own service to be."""

    host: str
    port: int
    inside_port: int | None = None  # port in the device service's own XAddr, once it is known

    def reach(self, told: str) -> str | None:
        """Return `told` with our host, without user and password; None when it is no address.

        A path alone is taken as lying on the device service's own host and port.
        """
        told = told.strip()
        if not told:
            return None
        try:
            parts = urlsplit(told)
            port = parts.port
        except ValueError:
            return None
        if not parts.scheme and not parts.netloc and parts.path.startswith("/"):
            return urlunsplit(SplitResult("http", _join(self.host, self.port), parts.path, parts.query, ""))
        scheme = parts.scheme.lower()
        if scheme not in _PORTS or not parts.netloc:
            return None
        inside = port or _PORTS[scheme]
        if scheme == "http" and inside == self.inside_port:
            port = self.port
        netloc = _join(self.host, None if port == _PORTS[scheme] else port)
        return urlunsplit(SplitResult(scheme, netloc, parts.path, parts.query, ""))


def port_of(address: str) -> int | None:
    """Return the port of an address, its scheme's own where none is written; None when it has none."""
    try:
        parts = urlsplit(address.strip())
        return parts.port or _PORTS.get(parts.scheme.lower())
    except ValueError:
        return None


def host_of(address: str) -> str | None:
    """Return the host of an address, or None."""
    try:
        return urlsplit(address.strip()).hostname
    except ValueError:
        return None


def _join(host: str, port: int | None) -> str:
    bracketed = f"[{host}]" if ":" in host else host
    return bracketed if port is None else f"{bracketed}:{port}"
