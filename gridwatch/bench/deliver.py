"""How fast incidents reach a receiver: a full outbox drained, and the way of one change from commit to acceptance.

Real store, desk, outbox, courier; a real receiver over HTTP in a process of its own on the same machine. Durable: every
commit is synced to disk (`synchronous=FULL`, WAL), as with `storage.durable: true`.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alerts.signing import new_key
from core.clock import Clock, SystemClock
from gridwatch.bench.deliver_drain import Drain, drain, fill_outbox
from gridwatch.bench.deliver_latency import Latency, latency
from gridwatch.bench.deliver_outage import HOURS, LaterClock, Outage, await_outage, come_back
from gridwatch.bench.deliver_parts import Parts
from gridwatch.bench.deliver_peer import Posting, post_all, signed
from gridwatch.bench.deliver_receiver import VARIABLE
from gridwatch.bench.plain import plain
from gridwatch.beside.child import Child, module
from gridwatch.hosting import free_port

_OUTAGE_VERSIONS = 6  # of each incident that waited
_SAMPLE = 2000  # rows whose bodies the plain loop posts


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """What is delivered."""

    deliveries: int = 6_000
    """In each full outbox."""
    versions: int = 4
    """Of each incident, where there are many."""
    few: int = 8
    """Incidents where there are few: one delivery of each may be under way, for order is kept."""
    few_deliveries: int = 2_000
    """In the outbox of the few."""
    outage_deliveries: int = 3_000
    """In the outbox of a receiver that comes back after a day; 0 leaves it out."""
    in_flight: int = 16
    """Attempts under way at once."""
    per_s: float = 20.0
    """Changes a second where the way of each is timed."""
    seconds: float = 30.0
    """How long that takes."""

    @property
    def total(self) -> float:
        """How far progress counts."""
        away = 1 + self.outage_deliveries + self.outage_deliveries // _OUTAGE_VERSIONS * len(HOURS)
        return self.deliveries + self.few_deliveries + self.per_s * self.seconds + away


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliverBench:
    """The figures."""

    load: Load
    accepted_per_s: float  # many incidents
    few_accepted_per_s: float  # few incidents
    peer_per_s: float  # a plain loop of posts to the same receiver
    ratio: float  # accepted_per_s of peer_per_s
    p50_ms: float  # from commit to the end of the receiver's answer
    p95_ms: float
    p99_ms: float
    many: Drain
    few: Drain
    way: Latency
    peer: Posting
    body_bytes: int  # of the middle body
    outage: Outage | None  # a receiver that was away for a day

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return plain(self)


async def bench_deliver(load: Load, *, progress: Callable[[float], None] = lambda _: None) -> DeliverBench:
    """Measure one after the other: many incidents, the peer, few incidents, the way of single changes."""
    secret = new_key()
    async with Child(module("gridwatch.bench.deliver_receiver"), {VARIABLE: secret}) as receiver:
        url = receiver.hello["url"]
        incidents = max(1, load.deliveries // load.versions)
        with _parts(url, secret, load) as parts:
            await fill_outbox(parts, incidents=incidents, versions=load.versions)
            many = await drain(
                parts, receiver, incidents=incidents, deliveries=incidents * load.versions, progress=progress
            )
            with parts.store.read() as reader:
                bodies = [(row.id, row.body) for row in reader.deliveries(limit=_SAMPLE)]
            peer = await post_all(url, signed(bodies, secret, parts.clock), at_once=load.in_flight)
        with _parts(url, secret, load) as parts:
            versions = load.few_deliveries // load.few
            await fill_outbox(parts, incidents=load.few, versions=versions)
            few = await drain(
                parts,
                receiver,
                incidents=load.few,
                deliveries=load.few * versions,
                progress=lambda done: progress(load.deliveries + done),
            )
        with _parts(url, secret, load) as parts:
            before = load.deliveries + load.few_deliveries
            way = await latency(
                parts,
                per_s=load.per_s,
                seconds=load.seconds,
                progress=lambda done: progress(before + min(done, load.seconds) * load.per_s),
            )
    since = before + load.per_s * load.seconds
    outage = (
        await _outage(load, secret, lambda done: progress(since + done)) if load.outage_deliveries else None
    )
    return DeliverBench(
        load=load,
        accepted_per_s=many.accepted_per_s,
        few_accepted_per_s=few.accepted_per_s,
        peer_per_s=peer.per_s,
        ratio=many.accepted_per_s / peer.per_s,
        p50_ms=way.p50_ms,
        p95_ms=way.p95_ms,
        p99_ms=way.p99_ms,
        many=many,
        few=few,
        way=way,
        peer=peer,
        body_bytes=sorted(len(body) for _, body in bodies)[len(bodies) // 2],
        outage=outage,
    )


async def _outage(load: Load, secret: str, progress: Callable[[float], None]) -> Outage:
    port, clock = free_port(), LaterClock()
    versions = _OUTAGE_VERSIONS
    incidents = max(1, load.outage_deliveries // versions)
    with _parts(f"http://127.0.0.1:{port}/incidents", secret, load, clock) as parts:
        failed = await await_outage(parts, clock, incidents=incidents, versions=versions, progress=progress)
        command = module("gridwatch.bench.deliver_receiver", "--port", str(port))
        async with Child(command, {VARIABLE: secret}) as receiver:
            return await come_back(
                parts,
                clock,
                receiver,
                incidents=incidents,
                versions=versions,
                failed=failed,
                progress=lambda done: progress(failed + done),
            )


@contextmanager
def _parts(url: str, secret: str, load: Load, clock: Clock | None = None) -> Iterator[Parts]:
    with tempfile.TemporaryDirectory(prefix="gridwatch-bench-") as folder:
        parts = Parts(
            Path(folder),
            url=url,
            secret=secret,
            clock=clock or SystemClock(),
            rng=random.Random(0),  # noqa: S311 - ids and jitter
            in_flight=load.in_flight,
        )
        try:
            yield parts
        finally:
            parts.close()
