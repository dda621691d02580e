"""The cameras of the probe's bench: who they are, what is wrong with whom, and what a probe must say. Pure, by seed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.secrets import Credential
from gridwatch.simulator.device import Accepts, Device, Preset, Quirk
from gridwatch.simulator.faults import Fault, FaultKind, Faults
from gridwatch.simulator.loopback import host_of

GONE = "gone"
"""The fault of a camera whose port nobody listens on."""

# Fault -> the code that the probe must tell.
VERDICTS: Mapping[str, str] = {
    FaultKind.OFFLINE.value: "hung_up",
    GONE: "connection_refused",
    FaultKind.SLOW.value: "slow",
    FaultKind.HTTP_ERROR.value: "http_error",
    FaultKind.WRONG_PASSWORD.value: "login_refused",
    FaultKind.CLOCK_OFF.value: "clock_off",
    Quirk.NO_SOAP.value: "no_service",
    Quirk.CUT_XML.value: "broken_xml",
}
# The same of pictures. The simulator's other kinds show in streams, or in many pictures of one camera.
PICTURE_VERDICTS: Mapping[str, str] = {
    FaultKind.NOT_A_PICTURE.value: "picture_not_a_picture",
    FaultKind.TRUNCATED.value: "picture_truncated",
    FaultKind.CUT.value: "picture_truncated",
    FaultKind.GIANT.value: "picture_too_large",
    FaultKind.GIANT_PIXELS.value: "picture_too_large",
    FaultKind.BLACK.value: "picture_black",
    FaultKind.OVEREXPOSED.value: "picture_overexposed",
    FaultKind.BLURRED.value: "picture_blurred",
}
CANNOT_BE_LOOKED_AT = VERDICTS.keys() - {FaultKind.CLOCK_OFF.value}
_SLOW_S = (3.0, 6.0)  # each answer is in time and the conversation is not; not even an answer is

# Habits of cameras that are in order: share, and the remark that the probe makes of it.
_HABITS: Mapping[Quirk, tuple[float, str | None]] = {
    Quirk.NO_GET_SERVICES: (0.05, "old_services"),
    Quirk.NO_DATE_AND_TIME: (0.02, "clock_unread"),
    Quirk.LOGIN_FOR_EVERYTHING: (0.03, None),
    Quirk.FLOAT_FRAME_RATE: (0.05, None),
    Quirk.NAT_INSIDE: (0.04, "inside_address"),
    Quirk.NO_SNAPSHOT_URI: (0.03, "no_snapshot"),
    Quirk.ZULU_ONLY: (0.3, None),
    Quirk.NO_KEEP_ALIVE: (0.05, None),
}
_TOKEN_ONLY, _DIGEST_ONLY, _NO_MEDIA2, _TURNED = 0.1, 0.3, 0.5, 0.1  # shares
_MAKERS = (("Gridwatch", "GW-SIM-2"), ("Hausmeister", "D-4"), ("Kranich", "K2 Pro"), ("Weitblick", "WB-1080"))
_PRESETS = tuple(Preset(token=f"p{number}", name=f"Preset {number}") for number in (1, 2))


@dataclass(frozen=True, kw_only=True, slots=True)
class Simulated:
    """One camera and the truth about it."""

    device: Device
    host: str  # 127.x.y.z
    fault: str | None = None  # a key of VERDICTS or PICTURE_VERDICTS; None: in order
    figure: float | None = None  # of the fault, see FaultKind
    codes: frozenset[str] = frozenset()  # what a probe must say, all of it

    @property
    def plain(self) -> bool:
        """Whether any client gets along with it: no fault, no habit, and it takes tokens."""
        return self.fault is None and not self.device.quirks and Accepts.TOKEN in self.device.accepts


def draw_fleet(
    cameras: int, *, faults: float, seed: int, login: Credential, pictures: bool = False
) -> list[Simulated]:
    """Draw a fleet in which the share `faults` is broken, every kind as often as another; the seed decides all.

    With `pictures` some of the broken show wrong pictures, as a probe that takes pictures sees.
    """
    possible = sorted({**VERDICTS, **PICTURE_VERDICTS} if pictures else VERDICTS)
    rng = random.Random(seed)  # noqa: S311 - a simulation
    kinds = [
        possible[number % len(possible)] if number < round(cameras * faults) else None
        for number in range(cameras)
    ]
    rng.shuffle(kinds)
    return [_draw(number, kind, rng, login) for number, kind in enumerate(kinds, 1)]


def faults_of(fleet: list[Simulated]) -> Faults:
    """Return the script of what is wrong, for those whose fault is not a habit of the device."""
    scripted = {kind.value for kind in FaultKind}
    return Faults(
        Fault(camera=one.device.id, kind=FaultKind(one.fault), figure=one.figure)
        for one in fleet
        if one.fault in scripted
    )


def _draw(number: int, fault: str | None, rng: random.Random, login: Credential) -> Simulated:
    maker, model = rng.choice(_MAKERS)
    device = Device(
        id=f"port-{number:05d}",
        login=login,
        manufacturer=maker,
        model=model,
        media2=rng.random() >= _NO_MEDIA2,
        presets=_PRESETS if rng.random() < _TURNED else (),
    )
    host = host_of(number)
    if fault is None:
        return _in_order(device, host, rng)
    quirks = frozenset(quirk for quirk in Quirk if quirk.value == fault)
    return Simulated(
        device=replace(device, quirks=quirks),
        host=host,
        fault=fault,
        figure=rng.choice(_SLOW_S) if fault == FaultKind.SLOW else None,
        codes=frozenset({({**VERDICTS, **PICTURE_VERDICTS})[fault]}),
    )


def _in_order(device: Device, host: str, rng: random.Random) -> Simulated:
    quirks = frozenset(quirk for quirk, (share, _) in _HABITS.items() if rng.random() < share)
    codes = {remark for quirk in quirks if (remark := _HABITS[quirk][1]) is not None}
    kind = rng.random()
    accepts = device.accepts
    if kind < _TOKEN_ONLY:
        accepts, codes = frozenset({Accepts.TOKEN}), codes | {"token_login"}
    elif kind < _TOKEN_ONLY + _DIGEST_ONLY:
        accepts = frozenset({Accepts.DIGEST})
    return Simulated(
        device=replace(device, quirks=quirks, accepts=accepts), host=host, codes=frozenset(codes)
    )
