from __future__ import annotations

import struct

import pytest

from gridwatch.simulator.rtp import Packetiser, fragments, interleaved


def test_small_unit_travels_as_it_is() -> None:
    """A unit that fits is the payload."""
    assert list(fragments(b"\x65abc", 4)) == [b"\x65abc"]


@pytest.mark.parametrize("length", [101, 199, 200, 1000])
def test_fragments_join_to_the_unit(length: int) -> None:
    """FU-A: start and end are marked once, the type is kept, and the bytes join to the unit."""
    unit = b"\x65" + bytes(index % 256 for index in range(length - 1))
    parts = list(fragments(unit, 100))
    assert all(len(part) <= 100 for part in parts)
    assert {part[0] for part in parts} == {0x60 | 28}
    assert [part[1] >> 6 for part in parts] == [2] + [0] * (len(parts) - 2) + [1]
    assert {part[1] & 0x1F for part in parts} == {5}
    assert b"\x65" + b"".join(part[2:] for part in parts) == unit


def test_packets_are_numbered_and_the_last_is_marked() -> None:
    """Sequence numbers run over 65535, all packets of a picture share the time, one has the marker."""
    packetiser = Packetiser(ssrc=0xABCD, first=65535, payload=100)
    packets = packetiser.packets([b"\x67sps", b"\x65" + bytes(150)], 1 << 32 | 7)
    heads = [struct.unpack("!BBHII", packet[:12]) for packet in packets]
    assert [head[2] for head in heads] == [65535, 0, 1]
    assert [head[1] for head in heads] == [96, 96, 96 | 0x80]
    assert {head[0] for head in heads} == {0x80}
    assert {head[3] for head in heads} == {7}
    assert {head[4] for head in heads} == {0xABCD}
    assert packetiser.next == 2


def test_interleaved() -> None:
    """Dollar sign, channel, length, packet."""
    assert interleaved([b"ab", b"c"], 4) == b"$\x04\x00\x02ab$\x04\x00\x01c"
