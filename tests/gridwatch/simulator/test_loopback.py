from __future__ import annotations

import socket

import pytest

from gridwatch.simulator.loopback import host_of, loopback_socket


def test_addresses_are_loopback_and_distinct() -> None:
    """For more cameras than any district has; none is a network's or a broadcast's."""
    some = [host_of(number) for number in (*range(1, 3000), 7396, 50_000, 16_000_000)]
    assert len(set(some)) == len(some)
    assert host_of(1) == "127.1.0.1"
    assert host_of(255) == "127.1.1.1"
    for address in some:
        first, second, _, last = map(int, address.split("."))
        assert (first, 1 <= second <= 254, 1 <= last <= 254) == (127, True, True)
    for number in (0, 254 * 256 * 254 + 1):
        with pytest.raises(ValueError, match="no loopback address"):
            host_of(number)


def test_every_address_leads_to_one_socket() -> None:
    """Whoever connects is told apart by the address that he called."""
    with loopback_socket(0) as listening:
        listening.listen()
        port = listening.getsockname()[1]
        for number in (1, 7396):
            with socket.create_connection((host_of(number), port), timeout=5):
                taken, _ = listening.accept()
                with taken:
                    assert taken.getsockname()[0] == host_of(number)
