"""Where webhooks may go, checked at the address that is connected to."""

from __future__ import annotations

import ipaddress
import socket

import pytest

from alerts.receivers import CheckedResolver, system_lookup, why_refused
from core.config.receiver import Receiver
from core.errors import ReceiverRefused


def _receiver(*allow: str, url: str = "http://platform.example/") -> Receiver:
    return Receiver(name="platform", url=url, secret="s", allow=allow)


def _answers(*addresses: str):
    async def lookup(_host: str, _port: int) -> list[str]:
        return list(addresses)

    return lookup


@pytest.mark.parametrize(
    ("address", "allow", "reason"),
    [
        ("10.1.2.3", ["10.0.0.0/8"], None),
        ("10.1.2.3", ["10.1.2.3/32"], None),
        ("10.1.2.4", ["10.1.2.3/32"], "none of the allowed"),
        ("192.168.1.1", ["10.0.0.0/8"], "none of the allowed"),
        ("8.8.8.8", ["0.0.0.0/0"], None),
        ("2001:db8::1", ["2001:db8::/32"], None),
        ("2001:db8::1", ["0.0.0.0/0"], "none of the allowed"),
        ("127.0.0.1", ["127.0.0.0/8"], None),
        ("127.0.0.1", ["127.0.0.1/32"], None),
        ("127.0.0.1", ["0.0.0.0/0"], "special (127.0.0.0/8)"),
        ("::1", ["::1/128"], None),
        ("::1", ["::/0"], "special"),
        ("169.254.169.254", ["0.0.0.0/0"], "special (169.254.0.0/16)"),
        ("169.254.169.254", ["169.254.169.254/32"], None),
        ("100.100.100.200", ["100.64.0.0/10"], "special"),
        ("100.100.100.201", ["100.64.0.0/10"], None),
        ("fd00:ec2::254", ["fd00::/8"], "special"),
        ("fe80::1%eth0", ["::/0"], "special (fe80::/10)"),
        ("0.0.0.1", ["0.0.0.0/0"], "special"),
        ("224.0.0.1", ["0.0.0.0/0"], "special"),
        ("::ffff:127.0.0.1", ["::/0", "0.0.0.0/0"], "special (127.0.0.0/8)"),
        ("::ffff:10.1.2.3", ["10.0.0.0/8"], None),
        ("64:ff9b::7f00:1", ["::/0"], "special"),
        ("2002:7f00:1::", ["::/0"], "special"),
        ("nonsense", ["0.0.0.0/0"], "no address"),
    ],
)
def test_addresses(address, allow, reason):
    """An address lies in a named network; what is special only in one that names it."""
    refusal = why_refused(address, [ipaddress.ip_network(text) for text in allow])
    assert refusal is None if reason is None else reason in refusal


async def test_only_checked_addresses_are_given_out():
    """The client gets numbers, so it resolves nothing itself."""
    resolver = CheckedResolver(_receiver("10.0.0.0/8", "fd12::/16"), _answers("10.1.2.3", "fd12::3"))
    found = await resolver.resolve("platform.example", 443)
    assert [(r["host"], r["port"], r["family"], r["hostname"]) for r in found] == [
        ("10.1.2.3", 443, socket.AF_INET, "platform.example"),
        ("fd12::3", 443, socket.AF_INET6, "platform.example"),
    ]
    assert all(r["flags"] & socket.AI_NUMERICHOST for r in found)


async def test_one_bad_address_spoils_the_answer():
    """A name that points to a good and a bad address is not half-trusted."""
    resolver = CheckedResolver(_receiver("10.0.0.0/8"), _answers("10.1.2.3", "169.254.169.254"))
    with pytest.raises(ReceiverRefused, match=r"platform: platform.example: 169.254.169.254 .*`allow`"):
        await resolver.resolve("platform.example", 443)


async def test_name_without_address():
    """Told as the system tells it, so that it counts as no answer."""
    with pytest.raises(OSError, match="no address"):
        await CheckedResolver(_receiver("10.0.0.0/8"), _answers()).resolve("platform.example", 80)


def test_written_number_is_checked_too():
    """The client skips the resolver for addresses written as numbers."""
    resolver = CheckedResolver(_receiver("10.0.0.0/8"))
    resolver.check_url("http://10.1.2.3:8080/hook")
    resolver.check_url("http://platform.example/hook")
    for url in ("http://127.0.0.1/", "http://[::1]:80/"):
        with pytest.raises(ReceiverRefused):
            resolver.check_url(url)


async def test_system_lookup_finds_this_machine():
    """The machine's own resolver, each address once."""
    found = await system_lookup("localhost", 80)
    assert len(found) == len(set(found)) > 0
    assert set(found) <= {"127.0.0.1", "::1"}
