from __future__ import annotations

import av
import numpy as np
import pytest

from gridwatch.simulator.h264 import IDR, PPS, SPS, Encoder, nal_type, parameter_sets, split_nals
from tests.builders_servers import street

SIZE = (320, 180)


def test_split_nals() -> None:
    """Start codes of three and four bytes separate units; zeros at a unit's end belong to the next code."""
    assert split_nals(b"\0\0\0\1ab\0\0\1c\0\0\0\1\x09d") == [b"ab", b"c", b"\x09d"]
    assert split_nals(b"") == split_nals(b"no start code") == split_nals(b"\0\0\1") == []


def test_first_picture_is_a_keyframe_with_its_parameter_sets() -> None:
    """The first picture can be decoded alone; the next ones lean on it until the next keyframe."""
    encoder = Encoder(SIZE, 5, key_every=3)
    kinds = [[nal_type(unit) for unit in encoder.encode(street("c", t))] for t in range(4)]
    assert kinds == [[SPS, PPS, IDR], [1], [1], [SPS, PPS, IDR]]


def test_parameter_sets_are_those_of_every_encoder() -> None:
    """What the session description promises is what the stream then brings."""
    sets = parameter_sets(SIZE, 5)
    units = Encoder(SIZE, 5).encode(street("c", 0))
    assert [sets.sps, sets.pps] == units[:2]
    assert len(sets.sprop.split(",")) == 2
    assert sets.profile_level_id.startswith("42")  # baseline


def test_decodes_to_the_same_picture() -> None:
    """A decoder that knows nothing of us gets the picture back."""
    decoder = av.CodecContext.create("h264", "r")
    assert isinstance(decoder, av.VideoCodecContext)
    image = street("c", 3)
    stream = b"".join(b"\0\0\0\1" + unit for unit in Encoder(SIZE, 5).encode(image))
    frames = [*decoder.decode(av.Packet(stream)), *decoder.decode(None)]
    shown = frames[0].to_ndarray(format="bgr24")
    assert np.abs(shown.astype(int) - image).mean() < 12


def test_odd_sizes_are_refused() -> None:
    """4:2:0 has no odd sizes."""
    with pytest.raises(ValueError, match="even"):
        Encoder((321, 180), 5)
