from __future__ import annotations

from gridwatch.simulator.device import Quirk
from tests.builders_servers import LOGIN, device


def test_repr_holds_no_password() -> None:
    """A device in a log does not tell its login."""
    assert LOGIN.password not in repr(device())
    assert LOGIN.user not in repr(device())


def test_quirks_and_streams() -> None:
    """Quirks are asked by name, streams by the name in their address."""
    camera = device(quirks=frozenset({Quirk.NO_SOAP}))
    assert camera.has(Quirk.NO_SOAP)
    assert not camera.has(Quirk.CUT_XML)
    assert camera.stream_sizes == {"main": (320, 180), "sub": (160, 90)}
