"""One attempt to turn a camera: ask what it takes, send it, wait until it has arrived. Blocks, with a deadline."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from core.clock import Clock
from core.config.camera import Camera
from core.config.ptz import Ptz
from core.config.settings.looking import Looking
from core.errors import LookError
from core.reason import Fact, Reason
from core.secrets import Credential
from ingest.access import Addresses
from ingest.onvif import arrival as arriving
from ingest.onvif.arrival import Arrival, Goal, Verdict
from ingest.onvif.conversation import converse
from ingest.onvif.head import Head, Offer
from ingest.onvif.ptz_read import MILLIMETRES, ZOOM_SHARE, PanTiltSpace, Range
from ingest.onvif.spherical import within
from ingest.onvif.stepping import Step, stepped
from ingest.onvif.wsdl import document

POLL_S = 0.4  # between two questions where the head is


@dataclass(frozen=True, kw_only=True, slots=True)
class Direction:
    """A direction in the spherical space, as the device counts."""

    pan_deg: float
    tilt_deg: float
    hfov_deg: float | None = None  # wanted; None: the wide end of its zoom


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """Where to: by degrees where the device takes them, else to the preset, else to the device's own home."""

    direction: Direction | None = None
    preset: str | None = None
    own_home: bool = False
    step: Step | None = None  # by hand, from where it stands


@dataclass(frozen=True, kw_only=True, slots=True)
class Turned:
    """How it ended."""

    arrived: bool
    why: Reason
    direction: tuple[float, float] | None = (
        None  # (pan, tilt) that it stands at, where it was sent by degrees
    )
    hfov_deg: float | None = None  # field of view there, where it was sent by degrees
    preset: str | None = None  # that it stands at
    moved: bool = False  # whether the device was told to move at all: it may not be at home any more


def turn(
    camera: Camera,
    credential: Credential | None,
    order: Order,
    *,
    looking: Looking,
    clock: Clock,
    sleep: Callable[[float], None],
    within_s: float,
    remembered: Addresses | None = None,
    poll_s: float = POLL_S,
) -> Turned:
    """Turn a camera and wait for its arrival, `within_s` seconds at most. Never raises for what the camera does.

    `sleep` waits the `poll_s` seconds between two questions; whoever wants to stop the waiting raises from it.
    """
    ptz = camera.ptz
    if ptz is None:
        return _not("no_ptz")
    for service in ("device", "media", "ptz"):
        document(service)  # parsed once a process, before this camera's time starts to run
    until = clock.monotonic() + within_s
    attempt = _Attempt(ptz=ptz, order=order, clock=clock, sleep=sleep, until=until, poll_s=poll_s)
    try:
        with converse(
            camera, credential, looking=looking, clock=clock, remembered=remembered, lasts_s=within_s
        ) as conversation:
            return attempt.run(Head(conversation, camera.access.onvif_path, remembered))
    except LookError as failure:
        if attempt.moved and clock.monotonic() >= until:
            return _not("late", moved=True, within_s=round(within_s))
        return _not("unreachable", moved=attempt.moved, detail=failure.detail)


class _Attempt:
    def __init__(
        self,
        *,
        ptz: Ptz,
        order: Order,
        clock: Clock,
        sleep: Callable[[float], None],
        until: float,
        poll_s: float,
    ) -> None:
        self._poll_s = poll_s
        self._ptz = ptz
        self._order = order
        self._clock = clock
        self._sleep = sleep
        self._until = until
        self._began = clock.monotonic()
        self.moved = False

    def run(self, head: Head) -> Turned:
        offer = head.learn()
        if self._order.step is not None:
            return self._by_hand(head, offer, self._order.step)
        return self._sent(head, offer)

    def _sent(self, head: Head, offer: Offer) -> Turned:
        direction, preset = self._order.direction, self._order.preset
        space = offer.spaces.spherical
        if direction is not None and space is not None:
            at = self._into(space, direction)
            if at is not None:
                return self._by_degrees(head, offer, direction, at)
        if preset is not None:
            known = offer.preset(preset)
            if known is None:
                return _not("no_such_preset", preset=preset)
            self.moved = True
            head.goto(preset)
            return self._wait(
                head, Goal(preset=known.where, tolerance_deg=self._ptz.tolerance_deg), preset=preset
            )
        if self._order.own_home:
            self.moved = True
            head.goto_home()
            return self._wait(head, Goal())
        if direction is None:
            return _not("no_preset")
        return _not("no_degrees" if space is None else "out_of_range")

    def _into(self, space: PanTiltSpace, direction: Direction) -> tuple[float, float] | None:
        pan, tilt = self._ptz.pan_limits_deg, self._ptz.tilt_limits_deg
        return within(
            direction.pan_deg,
            direction.tilt_deg,
            space,
            pan_limits=Range(low=pan[0], high=pan[1]),
            tilt_limits=Range(low=tilt[0], high=tilt[1]),
        )

    def _by_degrees(self, head: Head, offer: Offer, direction: Direction, at: tuple[float, float]) -> Turned:
        zoom, hfov = self._zoom(offer, direction)
        self.moved = True
        head.move(*at, zoom=zoom)
        goal = Goal(direction=at, tolerance_deg=self._ptz.tolerance_deg)
        return self._wait(head, goal, hfov_deg=hfov)

    def _by_hand(self, head: Head, offer: Offer, step: Step) -> Turned:
        to = stepped(head.status().where, offer.spaces, step, self._ptz)
        if to is None:
            return _not("no_degrees")
        pan, tilt, zoom = to
        self.moved = True
        head.move(pan, tilt, zoom=zoom)
        return self._wait(head, Goal(direction=(pan, tilt), tolerance_deg=self._ptz.tolerance_deg))

    def _zoom(self, offer: Offer, direction: Direction) -> tuple[tuple[float, str] | None, float | None]:
        """Return (value, space) and the field of view that comes of it; (None, None): the zoom stays as it is.

        The generic zoom is used for its wide end only: in between it says nothing about the field of view.
        """
        lens, sensor = offer.spaces.zoom_by(MILLIMETRES), self._ptz.sensor_width_mm
        if lens is not None and sensor is not None:
            wanted = direction.hfov_deg or self._ptz.wide_hfov_deg
            focal = lens.zoom.clip(sensor / (2 * math.tan(math.radians(wanted) / 2)))
            return (focal, MILLIMETRES), math.degrees(2 * math.atan(sensor / (2 * focal)))
        share = offer.spaces.zoom_by(ZOOM_SHARE)
        if share is not None:
            return (share.zoom.low, ZOOM_SHARE), self._ptz.wide_hfov_deg
        return None, None if offer.spaces.zoom else self._ptz.wide_hfov_deg

    def _wait(
        self, head: Head, goal: Goal, *, preset: str | None = None, hfov_deg: float | None = None
    ) -> Turned:
        arrival = Arrival(began=self._clock.monotonic())
        while True:
            status = head.status()
            arrival, verdict = arriving.step(arrival, goal, status, self._clock.monotonic())
            if verdict is Verdict.ARRIVED:
                where = arrival.last
                stands = (where.pan, where.tilt) if where is not None and goal.direction else None
                took = round(self._clock.monotonic() - self._began, 1)
                why = Reason(code="ptz.arrived", facts={"took_s": took})
                return Turned(
                    arrived=True, why=why, direction=stands, hfov_deg=hfov_deg, preset=preset, moved=True
                )
            if verdict is not Verdict.WAITING:
                facts: dict[str, Fact] = {"off_deg": round(arrival.off_deg or 0.0, 1), "detail": status.error}
                return _not(verdict.value, moved=True, **facts)
            if self._clock.monotonic() + self._poll_s >= self._until:
                return _not("late", moved=True, within_s=round(self._until - self._began))
            self._sleep(self._poll_s)


def _not(code: str, *, moved: bool = False, **facts: Fact) -> Turned:
    return Turned(arrived=False, why=Reason(code=f"ptz.{code}", facts=facts), moved=moved)
