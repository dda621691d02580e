"""How often one address may ask: a bucket each, for a bounded number of them."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict

from core.clock import Clock

BURST = 30.0  # requests at once
PER_S = 0.5  # and from then on
WRONG = 5.0  # what asking for a page that is not there costs
MOST = 10_000  # addresses; the one that has not asked for longest is forgotten


class Buckets:
    """Lives inside one event loop. `refused` counts what was shed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # address -> (tokens, as of)
        self.refused = 0

    def wait_s(self, address: str) -> float:
        """Return how long an address has to wait, 0 if it may ask; asking costs one."""
        left = self._now(address)
        if left < 1:
            self.refused += 1
            return (1 - left) / PER_S
        self._keep(address, left - 1)
        return 0.0

    def wrong(self, address: str) -> None:
        """Note that what it asked for is not there: whoever guesses is soon through with it."""
        self._keep(address, max(0.0, self._now(address) - WRONG))

    def _now(self, address: str) -> float:
        left, since = self._left.get(_network(address), (BURST, 0.0))
        return min(BURST, left + (self._clock.monotonic() - since) * PER_S)

    def _keep(self, address: str, left: float) -> None:
        key = _network(address)
        self._left[key] = left, self._clock.monotonic()
        self._left.move_to_end(key)
        while len(self._left) > MOST:
            self._left.popitem(last=False)


def _network(address: str) -> str:
    """Return what one person may be expected to have: an IPv4 address, 64 bits of IPv6."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if ip.version == 6:
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)
