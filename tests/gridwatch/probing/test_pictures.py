from __future__ import annotations

import asyncio
import threading

import cv2
import numpy as np
import pytest

from core.config.settings.looking import Looking, Quality
from core.secrets import Credential
from gridwatch.probing.pictures import Pictures
from gridwatch.simulator.device import Device
from gridwatch.simulator.faults import Fault, FaultKind, Faults
from gridwatch.simulator.fleet import Fleet
from gridwatch.simulator.loopback import host_of
from gridwatch.simulator.onvif_hosts import OnvifHosts
from gridwatch.simulator.onvif_snapshots import Snapshot
from ingest.onvif import ProbeResult
from tests.builders_probing import result
from tests.builders_servers import LOGIN

LOOKING = Looking(open_s=0.5, read_s=0.5)


def jpeg(level: float = 1.0) -> bytes:
    """Return a picture with sharp things on it, or a dark one."""
    rng = np.random.default_rng(5)
    image = np.kron(rng.integers(0, 255, (45, 80, 3)), np.ones((8, 8, 1))) * level
    return cv2.imencode(".jpg", image.astype(np.uint8))[1].tobytes()


async def looked(picture: bytes, fault: FaultKind | None = None, login: Credential = LOGIN) -> list[str]:
    """Look at one camera that shows a picture; return the codes of what is wrong."""
    faults = Faults([Fault(camera="a", kind=fault)] if fault else [])
    fleet = Fleet([Device(id="a", login=LOGIN)], faults=faults)
    async with OnvifHosts(fleet, {host_of(1): "a"}, pictures=lambda _: picture) as served:
        told = result("a", snapshot_url=f"http://{host_of(1)}:{served.port}/cam/a/snapshot.jpg")

        def look() -> ProbeResult:
            with Pictures(LOOKING, Quality()) as pictures:
                return pictures.look(told, login)

        found = await asyncio.to_thread(look)
    return [problem.code for problem in found.problems]


async def test_a_good_picture_is_no_problem() -> None:
    """With the login that it asks for."""
    assert await looked(jpeg()) == []


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (FaultKind.NOT_A_PICTURE, "picture_not_a_picture"),
        (FaultKind.TRUNCATED, "picture_truncated"),
        (FaultKind.CUT, "picture_truncated"),
        (FaultKind.GIANT, "picture_too_large"),
        (FaultKind.GIANT_PIXELS, "picture_too_large"),
        (FaultKind.SLOW, "picture_timeout"),
        (FaultKind.HTTP_ERROR, "picture_bad_answer"),
        (FaultKind.OFFLINE, "picture_unreachable"),
        (FaultKind.WRONG_PASSWORD, "picture_login_refused"),
    ],
)
async def test_what_is_wrong_with_its_bytes_is_named(fault: FaultKind, code: str) -> None:
    """As an ordinary look names it."""
    assert await looked(jpeg(), fault) == [code]


async def test_what_is_wrong_with_what_it_shows_is_named() -> None:
    """Judged as an ordinary look judges it."""
    assert await looked(jpeg(0.02)) == ["picture_black"]


@pytest.mark.parametrize(("refuses", "asked", "told"), [(True, 2, "not asked"), (False, 6, None)])
async def test_a_login_that_a_host_refuses_is_not_shown_for_all_its_cameras(
    refuses: bool, asked: int, told: str | None
) -> None:
    """Six channels of a recorder at once: two try, whatever ONVIF took; where the first is let in, all do."""
    fault = [Fault(camera="a", kind=FaultKind.WRONG_PASSWORD)] if refuses else []
    fleet = Fleet([Device(id="a", login=LOGIN)], faults=Faults(fault))
    shown: list[str] = []
    async with OnvifHosts(fleet, {host_of(1): "a"}, pictures=lambda _: jpeg()) as served:
        answer = served.snapshots.answer  # type: ignore[union-attr]  # it shows pictures

        def noted(device: Device, *, uri: str, authorization: str | None) -> Snapshot:
            if authorization is not None:
                shown.append(uri)
            return answer(device, uri=uri, authorization=authorization)

        served.snapshots.answer = noted  # type: ignore[union-attr,method-assign]  # looked at from outside
        channels = [
            result(f"c{i}", snapshot_url=f"http://{host_of(1)}:{served.port}/{i}.jpg") for i in range(6)
        ]
        with Pictures(LOOKING, Quality()) as pictures:
            found = await asyncio.gather(
                *(asyncio.to_thread(pictures.look, channel, LOGIN) for channel in channels)
            )
    assert len(shown) == asked
    problems = [problem for one in found for problem in one.problems]
    if told is None:
        assert problems == []
    else:
        assert [problem.code for problem in problems] == ["picture_login_refused"] * 6
        assert sum(told in problem.what for problem in problems) == 4


def test_who_cannot_be_asked_is_not_looked_at() -> None:
    """Nor is a camera that tells no snapshot address; the result is the same."""
    with Pictures(LOOKING, Quality()) as pictures:
        for told in (result("a", "slow", snapshot_url="http://127.0.0.1:1/"), result("b")):
            assert pictures.look(told, LOGIN) is told


def test_its_threads_end() -> None:
    """Also when it is left by Ctrl-C."""
    with Pictures(LOOKING, Quality()):
        assert "probe-pictures" in {one.name for one in threading.enumerate()}
    with pytest.raises(KeyboardInterrupt), Pictures(LOOKING, Quality()):
        raise KeyboardInterrupt
    assert not [one.name for one in threading.enumerate() if one.name.startswith("probe-")]
