"""The state of thousands of cameras as one letter each: what a map colours them by. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

OFF = "off"  # beside the states of health: not looked at, as the configuration wants it
LETTERS: Mapping[str, str] = {
    "ok": "o",  # looked at on time
    "late": "l",
    "blind": "b",  # answers, and brings nothing to decide on
    "offline": "x",
    "login_stopped": "k",  # refuses our login
    "unknown": "u",  # not looked at yet
    OFF: "p",
}
_UNKNOWN = ("unknown", "")


def letters(cameras: Sequence[str], states: Mapping[str, tuple[str, str]]) -> str:
    """Return one letter a camera, in this order; `states`: camera to state and kind of failure."""
    return "".join(LETTERS[states.get(camera, _UNKNOWN)[0]] for camera in cameras)


def kinds(cameras: Iterable[str], states: Mapping[str, tuple[str, str]]) -> dict[str, list[int]]:
    """Return what is wrong (black, frozen, timeout ...) with the numbers of the cameras it is wrong with."""
    found: dict[str, list[int]] = {}
    for number, camera in enumerate(cameras):
        kind = states.get(camera, _UNKNOWN)[1]
        if kind:
            found.setdefault(kind, []).append(number)
    return found
