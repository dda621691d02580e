"""Which calibrations are doubted, because their camera has been turned since: kept in the store, told to operators.

A doubt begins when the camera's looks say "turned", or when its pictures lie elsewhere than the calibration's own
three times in a row. It ends when they lie there again three times in a row, when the camera is calibrated anew, or
when an administrator accepts what it shows now. Ground points that came without their picture take the first bright
picture for it. A camera that is measured by its pose alone has no such picture: its doubt ends when its usual view is
found again by day, unless somebody has said that it was turned on purpose.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo

import structlog

from alerts.store.base import Json, Store
from core.clock import Clock
from core.config.camera import Camera
from core.errors import GridwatchError
from core.frame import Frame
from core.look import LookFailure, LookFailureKind
from core.reason import Fact, Reason
from ingest.drift import DARK, LOOKS, Drift, Watch, compare, read_reference, reference_of
from ingest.view import View

log = structlog.get_logger(__name__)

NOTE = "calibration"  # kind of note in the store
EVERY_S = 1800.0  # between two comparisons of a camera that lies well; about 5 ms each
SOON_S = 20.0  # between two while something is strange


@dataclass(frozen=True, kw_only=True, slots=True)
class Doubt:
    """Why a calibration is not used."""

    since: datetime
    right_deg: float | None = None  # by which the camera was turned, where it could be measured
    down_deg: float | None = None
    zone: tzinfo = UTC  # in which people read times

    @property
    def why(self) -> Reason:
        """What an operator reads."""
        facts: dict[str, Fact] = {"since": self.since.astimezone(self.zone).strftime("%Y-%m-%d %H:%M")}
        if self.right_deg is None:
            return Reason(code="calibration.turned", facts=facts)
        return Reason(
            code="calibration.turned_by",
            facts={**facts, "right": self.right_deg, "down": self.down_deg or 0.0},
        )


@dataclass(slots=True, eq=False)
class _Known:
    """One camera that is measured."""

    print: str  # of its points and pose: another calibration begins anew
    camera: Camera  # as it was when it was last asked for
    reference: View | None
    accepted: str = ""  # reference that stands for the calibration's own
    on_purpose: bool = False  # somebody has said that it was turned on purpose
    bright: int = 0  # pictures by day in which its usual view was found, in a row
    doubt: Doubt | None = None
    watch: Watch = field(default_factory=Watch)
    next_at: float = 0.0  # monotonic seconds


class Doubts:
    """The event loop notes looks; any thread may ask."""

    def __init__(
        self,
        store: Store,
        store_thread: Executor,
        cameras: Callable[[str], Camera | None],
        clock: Clock,
        *,
        zone: tzinfo = UTC,
    ) -> None:
        """`zone`: of the district, in which operators read times."""
        self._store = store
        self._zone = zone
        self._store_thread = store_thread
        self._cameras = cameras
        self._clock = clock
        self._known: dict[str, _Known] = {}
        self._meeting = threading.Lock()  # the loop and the desk may ask for a camera at the same time
        with store.read() as reader:
            self._notes: dict[str, Mapping[str, object]] = dict(reader.notes(NOTE))

    def doubted(self, camera_id: str) -> bool:
        """Return whether places by this camera's calibration or pose are not to be told as points."""
        return self.doubt(camera_id) is not None

    def doubt(self, camera_id: str) -> Doubt | None:
        """Return why, or None."""
        camera = self._cameras(camera_id)
        known = self._of(camera) if camera is not None else None
        return known.doubt if known is not None else None

    def note(self, ended: Frame | LookFailure) -> Reason | None:
        """Take in the end of a look; return what is news."""
        camera = self._cameras(ended.camera_id)
        known = self._of(camera) if camera is not None else None
        if camera is None or known is None:
            return None
        if isinstance(ended, LookFailure):
            turned = ended.kind is LookFailureKind.TURNED and known.doubt is None
            return self._begin(camera, known) if turned else None
        if known.reference is None:
            return self._without_reference(camera, known, ended)
        return self._compared(camera, known, known.reference, ended)

    def _compared(self, camera: Camera, known: _Known, reference: View, frame: Frame) -> Reason | None:
        now = self._clock.monotonic()
        if now < known.next_at:
            return None
        drift = compare(reference, frame.image)
        known.next_at = now + (EVERY_S if drift is None else SOON_S)
        if drift is None:
            return None
        known.watch = known.watch.step(drift)
        says, doubted = known.watch.says, known.doubt is not None
        if says is doubted:
            known.next_at = now + EVERY_S
        if says is True and not doubted:
            return self._begin(camera, known, drift, frame.size)
        return self._end(camera, known) if says is False and doubted else None

    def accepting(self, accept_view: Callable[[str], Awaitable[None]]) -> Callable[[str], Awaitable[None]]:
        """Return an `accept_view` that remembers: a camera turned on purpose is measured wrongly from then on."""

        async def accept(camera_id: str) -> None:
            await accept_view(camera_id)
            camera = self._cameras(camera_id)
            known = self._of(camera) if camera is not None else None
            if known is not None and known.doubt is not None:
                known.on_purpose = True
                self._keep(camera_id, known)

        return accept

    def accept(self, camera_id: str, frame: Frame) -> None:
        """An administrator says that the calibration holds for what the camera shows now."""
        camera = self._cameras(camera_id)
        known = self._of(camera) if camera is not None else None
        if known is None:
            return
        known.accepted = reference_of(frame.image)
        known.reference, known.doubt, known.watch = read_reference(known.accepted), None, Watch()
        known.on_purpose = False
        self._keep(camera_id, known)

    def _without_reference(self, camera: Camera, known: _Known, frame: Frame) -> Reason | None:
        bright = frame.small is not None and float(frame.small.mean()) >= DARK
        if known.doubt is None:
            if bright and camera.ground_points:
                known.accepted = reference_of(frame.image)
                known.reference = read_reference(known.accepted)
                self._keep(camera.id, known)
            return None
        known.bright = known.bright + 1 if bright and not known.on_purpose else 0
        return self._end(camera, known) if known.bright >= LOOKS else None

    def _end(self, camera: Camera, known: _Known) -> Reason:
        known.doubt, known.bright = None, 0
        back = Reason(code="calibration.back")
        self._keep(camera.id, known, news=back)
        return back

    def _begin(
        self,
        camera: Camera,
        known: _Known,
        drift: Drift | None = None,
        size: tuple[int, int] | None = None,
    ) -> Reason:
        known.doubt, known.bright, known.on_purpose = (
            Doubt(since=self._clock.now(), zone=self._zone),
            0,
            False,
        )
        if drift is not None and size is not None and camera.pose is not None:
            by = drift.degrees(camera.pose.hfov_deg, size[0] / size[1])
            if by is not None:
                known.doubt = replace(known.doubt, right_deg=by[0], down_deg=by[1])
        self._keep(camera.id, known, news=known.doubt.why)
        log.warning("calibration.doubted", camera=camera.id, why=known.doubt.why.tell("en"))
        return known.doubt.why

    def _of(self, camera: Camera) -> _Known | None:
        """Return what is known of a camera that is measured; None of one that is not."""
        if not camera.ground_points and camera.pose is None:
            return None
        with self._meeting:
            known = self._known.get(camera.id)
            if known is not None and known.camera is camera:
                return known
            mark = print_of(camera)
            if known is None or known.print != mark:
                note = self._notes.get(camera.id, {}) if known is None else {}
                known = self._known[camera.id] = _recall(camera, mark, note, self._zone)
            known.camera = camera
            return known

    def _keep(self, camera_id: str, known: _Known, *, news: Reason | None = None) -> None:
        doubt = known.doubt
        note: Json = {"print": known.print, "accepted": known.accepted, "on_purpose": known.on_purpose}
        if doubt is not None:
            note |= {"since": doubt.since.isoformat(), "right": doubt.right_deg, "down": doubt.down_deg}
        self._store_thread.submit(self._write, camera_id, note, news)

    def _write(self, camera_id: str, note: Json, news: Reason | None) -> None:
        try:
            with self._store.write() as writer:
                writer.put_note(NOTE, camera_id, note)
                if news is not None:
                    told = {"what": "calibration", "why": news.tell("zh"), "why_en": news.tell("en")}
                    writer.add_event(self._clock.now(), "camera", camera_id, told)
        except GridwatchError as error:  # it holds until the next start, and is found again then
            log.warning("calibration.keep", camera=camera_id, error=str(error))


def print_of(camera: Camera) -> str:
    """Return a fingerprint of what places are measured by."""
    plain = camera.model_dump(mode="json", include={"ground_points", "pose", "position", "calibration"})
    return hashlib.blake2b(json.dumps(plain, sort_keys=True).encode(), digest_size=8).hexdigest()


def _recall(camera: Camera, mark: str, note: Mapping[str, object], zone: tzinfo) -> _Known:
    own = camera.calibration.reference if camera.calibration is not None else ""
    known = _Known(print=mark, camera=camera, reference=read_reference(own) if own else None)
    if note.get("print") != mark:
        return known  # calibrated anew: what was doubted is gone
    accepted, since = note.get("accepted"), note.get("since")
    if isinstance(accepted, str) and accepted:
        known.accepted, known.reference = accepted, read_reference(accepted)
    known.on_purpose = note.get("on_purpose") is True
    if isinstance(since, str):
        try:
            at = datetime.fromisoformat(since)
        except ValueError:
            return known
        right, down = note.get("right"), note.get("down")
        known.doubt = Doubt(
            since=at,
            zone=zone,
            right_deg=float(right) if isinstance(right, int | float) else None,
            down_deg=float(down) if isinstance(down, int | float) else None,
        )
    return known
