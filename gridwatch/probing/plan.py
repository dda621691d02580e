"""Which camera is probed next: hosts in turn, few sessions on each, and no login shown again and again. Pure.

A recorder answers for 64 channels with one account, and locks it after five to seven refusals. So while a login has
not been taken at a host's port, one camera at a time shows it there; when two of them were refused and none was let
in, the others are not asked.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.config.camera import Camera
from ingest.onvif.probe import ProbeResult

_REFUSED = "login_refused"


@dataclass(slots=True, eq=False)
class _Login:
    """The cameras at one port of a host that show the same login."""

    named: bool  # whether there is a login to show at all
    waiting: deque[Camera] = field(default_factory=deque)
    under_way: int = 0
    refused: int = 0  # cameras
    taken: bool = False

    @property
    def may_start(self) -> bool:
        return bool(self.waiting) and (self.taken or not self.named or self.under_way == 0)


@dataclass(slots=True, eq=False)
class _Host:
    logins: deque[_Login] = field(default_factory=deque)
    under_way: int = 0
    in_turn: bool = True  # whether it stands in the queue of hosts


class Plan:
    """The cameras still to be asked. `start` gives one, `ended` takes what it answered."""

    def __init__(self, cameras: Iterable[Camera], *, per_host: int, refusals: int) -> None:
        """Put the cameras in order.

        Args:
            cameras: those to be asked.
            per_host: sessions on one host at a time, as `budgets.sessions_per_host`.
            refusals: cameras refused at a host's port after which the same login is not shown there again.
        """
        self._per_host = per_host
        self._refusals = refusals
        self._hosts: dict[str, _Host] = {}
        self._logins: dict[tuple[str, int, str | None], _Login] = {}
        self._of: dict[str, tuple[_Host, _Login]] = {}  # camera id to where it stands
        for camera in cameras:
            self._add(camera)
        self._turn = deque(self._hosts.values())
        self.left = len(self._of)  # neither asked nor given up

    def start(self) -> Camera | None:
        """Return the camera to ask now, or None while nobody can be."""
        while self._turn:
            host = self._turn.popleft()
            login = self._login_of(host)
            if login is None:
                host.in_turn = False
                continue
            self._turn.append(host)
            host.under_way += 1
            login.under_way += 1
            self.left -= 1
            return login.waiting.popleft()
        return None

    def ended(self, result: ProbeResult) -> list[Camera]:
        """Take the answer of a camera that was started; return those that are not asked because of it."""
        host, login = self._of[result.camera_id]
        host.under_way -= 1
        login.under_way -= 1
        login.taken = login.taken or result.ok or result.login != "none"
        login.refused += any(problem.code == _REFUSED for problem in result.problems)
        given_up: list[Camera] = []
        if login.named and not login.taken and login.refused >= self._refusals:
            given_up = list(login.waiting)
            login.waiting.clear()
            self.left -= len(given_up)
        if not host.in_turn:
            host.in_turn = True
            self._turn.append(host)
        return given_up

    def _add(self, camera: Camera) -> None:
        access = camera.access
        host = self._hosts.setdefault(access.budget_key, _Host())
        at = (access.host or "", access.onvif_port, access.credential)
        login = self._logins.get(at)
        if login is None:
            login = self._logins[at] = _Login(named=access.credential is not None)
            host.logins.append(login)
        login.waiting.append(camera)
        self._of[camera.id] = (host, login)

    def _login_of(self, host: _Host) -> _Login | None:
        """Return who may start at a host, in turn; what has nobody left is forgotten."""
        if host.under_way >= self._per_host:
            return None
        for _ in range(len(host.logins)):
            login = host.logins.popleft()
            if login.waiting:
                host.logins.append(login)
            if login.may_start:
                return login
        return None
