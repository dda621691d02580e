"""Where webhooks may go: an administrator's allow-list, checked at the address that is connected to.

A name is resolved when a connection is made, every address of the answer is checked, and exactly
those addresses are connected to; the Host header and the TLS name stay the receiver's. So a name
that later points elsewhere (DNS rebinding) leads nowhere. City platforms stand on private addresses,
hence a list of networks and not a ban on private ones. What never belongs to a platform by accident
(this machine, link-local, cloud metadata, multicast) is open only to a network that names it: a wide
`0.0.0.0/0` does not open it.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult

from core.config.receiver import Receiver
from core.errors import ReceiverRefused

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Lookup = Callable[[str, int], Awaitable[Sequence[str]]]  # (host, port) -> addresses

_GUARDED: tuple[Network, ...] = tuple(
    ipaddress.ip_network(block)
    for block in (
        "0.0.0.0/8",  # "this network"
        "127.0.0.0/8",  # this machine
        "169.254.0.0/16",  # link-local, where clouds keep their metadata
        "100.100.100.200/32",  # metadata of Alibaba Cloud
        "224.0.0.0/3",  # multicast, reserved and broadcast
        "::/127",  # unspecified and this machine
        "64:ff9b::/96",  # IPv4 in disguise: NAT64 ...
        "2001::/32",  # ... Teredo ...
        "2002::/16",  # ... and 6to4
        "fd00:ec2::254/128",  # metadata of Amazon's cloud
        "fe80::/10",  # link-local
        "ff00::/8",  # multicast
    )
)


def read_networks(receiver: Receiver) -> tuple[Network, ...]:
    """Return a receiver's allowed networks; its model has checked that they are some."""
    return tuple(ipaddress.ip_network(text) for text in receiver.allow)


def why_refused(address: str, allow: Sequence[Network]) -> str | None:
    """Return why an address may not be connected to, or None when it may."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return f"{address!r} is no address"
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    named = [network for network in allow if ip.version == network.version and ip in network]
    if not named:
        return f"{ip} lies in none of the allowed networks"
    guard = next((block for block in _GUARDED if ip.version == block.version and ip in block), None)
    if guard is not None and not any(_within(network, guard) for network in named):
        return f"{ip} is special ({guard}); name that network itself to allow it"
    return None


def _within(network: Network, block: Network) -> bool:
    """Return whether `network` lies in `block`; both are of one version."""
    return network.network_address in block and network.prefixlen >= block.prefixlen


class CheckedResolver(AbstractResolver):
    """Resolves the one host of one receiver, and answers only with addresses it has checked."""

    def __init__(self, receiver: Receiver, lookup: Lookup | None = None) -> None:
        self._name = receiver.name
        self._allow = read_networks(receiver)
        self._lookup = lookup or system_lookup
        self._checked: set[str] = set()  # addresses of this one receiver

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002 - aiohttp's signature
    ) -> list[ResolveResult]:
        """Return the checked addresses of a host.

        Raises:
            ReceiverRefused: one of its addresses is not allowed; the others are not trusted either.
            OSError: the name has no address.
        """
        addresses = await self._lookup(host, port)
        if not addresses:
            raise OSError(None, "the name has no address")
        self.check(host, addresses)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in addresses
        ]

    def check(self, host: str, addresses: Sequence[str]) -> None:
        """Raise ReceiverRefused unless every address is allowed."""
        for address in addresses:
            if reason := why_refused(address, self._allow):
                raise ReceiverRefused(f"receiver {self._name}: {host}: {reason}; see its `allow`")

    def check_url(self, url: str) -> None:
        """Check an address written as a number: the client connects to it without asking `resolve`.

        One that was found in order stays so: it is a number, and the list of networks does not change.
        """
        if url in self._checked:
            return
        host = urlsplit(url).hostname or ""
        try:
            ipaddress.ip_address(host)
        except ValueError:
            pass  # a name; it is checked when it is resolved
        else:
            self.check(host, [host])
        self._checked.add(url)

    async def close(self) -> None:
        """Nothing is held."""


async def system_lookup(host: str, port: int) -> Sequence[str]:
    """Ask the machine's resolver."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))
