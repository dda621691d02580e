"""Fields that several settings have: a switch, an address, networks."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

from core.config.base import has_port_in_range


def _switched(mode: object) -> object:
    return {True: "on", False: "off"}[mode] if isinstance(mode, bool) else mode


def _http_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.password:
        raise ValueError("give an http(s) address without a user or password")
    if not has_port_in_range(url):
        raise ValueError("the port is none")
    return url


def _networks(allow: tuple[str, ...]) -> tuple[str, ...]:
    for network in allow:
        try:
            ip_network(network)
        except ValueError as error:
            raise ValueError(f"{error}; write it as 10.1.2.0/24 or 10.1.2.3/32") from None
    return allow


SWITCH = BeforeValidator(_switched)
"""Takes `on` and `off` as they were meant: YAML 1.1 reads them as true and false."""
HttpAddress = Annotated[str, AfterValidator(_http_address)]
"""Without a login: that is for the secrets file."""
HttpAddressOrNone = Annotated[str, AfterValidator(lambda url: _http_address(url) if url else url)]
"""Empty where there is none."""
Networks = Annotated[tuple[str, ...], Field(min_length=1), AfterValidator(_networks)]
"""At least one, as CIDR."""
