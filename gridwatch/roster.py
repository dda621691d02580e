"""The cameras as now configured, how they are, and their last good picture.

The configuration is swapped whole; health is kept here between looks and written to the store in
batches, so that an ordinary look costs no transaction of its own.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import cv2
import numpy as np

from alerts.store.base import Json, Store
from core.clock import Clock
from core.config.camera import Camera
from core.config.profile import Profile
from core.frame import Frame, Image
from core.look import LookFailure
from core.reason import Reason
from gridwatch.attending import Attended
from gridwatch.configuration.loader import Configuration
from gridwatch.engines.local import Ended
from gridwatch.pipeline import Posting
from gridwatch.surveying import ground_of
from ingest import health
from ingest.health import CameraHealth, HealthEvent

LATEST_WIDTH = 640  # pixels
LATEST_KEPT = 256  # cameras whose last picture is at hand; encoding waits until somebody asks
ASKED_KEPT = 256  # cameras besides, whose picture somebody has asked for: those on a wall stay at hand


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Picture:
    """A camera's last good picture."""

    look_id: str
    at: datetime  # UTC
    shown: bytes | Image  # the camera's own JPEG; or pixels, at most LATEST_WIDTH wide

    def jpeg(self) -> bytes:
        """Return it as JPEG, as large as it is kept."""
        if isinstance(self.shown, bytes):
            return self.shown
        return bytes(cv2.imencode(".jpg", self.shown, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes())


class Roster:
    """Holds the present configuration and the state of every camera.

    The event loop owns it. Threads of the API only look up: records are frozen, and are replaced whole.
    """

    def __init__(
        self,
        configuration: Configuration,
        store: Store,
        clock: Clock,
        *,
        attended: Callable[[str], Attended | None] = lambda _: None,
    ) -> None:
        """`attended`: camera id -> how often it is looked at now, where that is not its planned period."""
        self._clock = clock
        self._attended = attended
        self._health: dict[str, CameraHealth] = {}
        self._unwritten: set[str] = set()
        self._why_nothing: dict[str, tuple[Reason, ...]] = {}  # of the last look, for who asks
        self._latest: OrderedDict[str, Picture] = OrderedDict()
        self._asked: dict[str, float] = {}  # camera id to when somebody last asked for its picture
        self.configuration = configuration
        self._postings = _postings(configuration)
        with store.read() as reader:
            for camera_id, kept in reader.all_health().items():
                if camera_id in configuration.cameras:
                    self._health[camera_id] = CameraHealth.from_json(camera_id, kept)

    def swap(self, configuration: Configuration) -> set[str]:
        """Take a new configuration; return the cameras that are new, changed or gone."""
        before, self.configuration = self._postings, configuration
        # of the postings, not of the last configuration: they are kept over many
        known = {one.profile.name: one.profile for one in before.values() if not one.camera.overrides}
        after = _postings(configuration, known)
        changed = {
            camera_id
            for camera_id in before.keys() | after.keys()
            if before.get(camera_id) != after.get(camera_id)
        }
        # equal postings stay the same object: the pipeline keeps its rule books by identity
        self._postings = {
            camera_id: posting if camera_id in changed else before[camera_id]
            for camera_id, posting in after.items()
        }
        for camera_id in self._health.keys() - configuration.cameras.keys():
            self._forget(camera_id)
        return changed

    def posting(self, camera_id: str) -> Posting | None:
        """Return a camera that is looked at, with its profile."""
        return self._postings.get(camera_id)

    @property
    def postings(self) -> Mapping[str, Posting]:
        """Every camera that is looked at."""
        return self._postings

    def camera(self, camera_id: str) -> Camera | None:
        """Return a configured camera, enabled or not."""
        return self.configuration.cameras.get(camera_id)

    def note(self, ended: Ended, clock_offset_s: float | None = None) -> tuple[HealthEvent, ...]:
        """Record how a look ended, and the camera's clock minus ours where it is known; return what is news."""
        outcome: Frame | LookFailure = ended if isinstance(ended, LookFailure) else ended.frame
        camera_id = outcome.camera_id
        if camera_id not in self.configuration.cameras:
            return ()  # removed while it was being looked at
        before = self._health.get(camera_id) or CameraHealth.new(camera_id)
        after, events = health.step(before, outcome)
        if clock_offset_s is not None:
            tolerance_s = self.configuration.settings.looking.clock_tolerance_s
            after, more = health.step_clock(after, clock_offset_s, tolerance_s, self._clock.now())
            events += more
        self._health[camera_id] = after
        self._unwritten.add(camera_id)
        if not isinstance(ended, LookFailure):
            self._why_nothing[camera_id] = () if ended.sightings else ended.notes
        if isinstance(outcome, Frame):
            # A camera's own JPEG takes a twentieth of the memory of the picture in it.
            shown = outcome.jpeg or _at_most(outcome.image, LATEST_WIDTH)
            self._latest[camera_id] = Picture(look_id=outcome.look_id, at=outcome.taken_at, shown=shown)
            self._latest.move_to_end(camera_id)
            self._drop_pictures()
        return events

    def _drop_pictures(self) -> None:
        """Drop the oldest picture that nobody asked for, where there are too many."""
        while len(self._asked) > ASKED_KEPT:
            longest = min(list(self._asked.items()), key=lambda one: one[1])[0]
            self._asked.pop(longest, None)
        if len(self._latest) > LATEST_KEPT + len(self._asked):
            oldest = next(one for one in self._latest if one not in self._asked)
            del self._latest[oldest]

    def _forget(self, camera_id: str) -> None:
        """Drop what is kept of a camera that is not configured any more."""
        self._health.pop(camera_id, None)
        self._why_nothing.pop(camera_id, None)
        self._latest.pop(camera_id, None)
        self._asked.pop(camera_id, None)
        self._unwritten.discard(camera_id)

    def take_unwritten(self) -> dict[str, Json]:
        """Return the health records that changed since the last call."""
        records = {camera_id: self._health[camera_id].to_json() for camera_id in self._unwritten}
        self._unwritten.clear()
        return records

    def not_written(self, camera_ids: Iterable[str]) -> None:
        """Take back what `take_unwritten` gave and the store did not keep."""
        self._unwritten.update(camera_ids)

    # what the API asks (api.services.Fleet)

    def cameras(self) -> Mapping[str, Camera]:
        """Return every configured camera."""
        return self.configuration.cameras

    def profile_name(self, camera_id: str) -> str | None:
        """Return the name of the profile it is checked by."""
        profile = self.configuration.profile_of.get(camera_id)
        return profile.name if profile else None

    def health(self, camera_id: str) -> Json | None:
        """Return its health record."""
        known = self._health.get(camera_id)
        if known is None:
            return None
        posting = self._postings.get(camera_id)
        if posting is None:
            return known.to_json()
        attended = self._attended(camera_id)
        period_s = posting.camera.period_s or posting.profile.period_s
        if attended is not None:
            period_s = attended.period_s
        told = known.to_json() | {"state": health.state_at(known, self._clock.now(), period_s).value}
        told["period_s"] = round(period_s, 1)
        if attended is not None and attended.why is not None:
            told |= {"attention": attended.why.tell("zh"), "attention_en": attended.why.tell("en")}
        return told

    def states(self) -> dict[str, tuple[str, str]]:
        """Return how every camera is now, cheaply: a state of health or "off", and the kind of failure; any thread."""
        now = self._clock.now()
        found = {}
        for camera_id in self.configuration.cameras:
            posting, known = self._postings.get(camera_id), self._health.get(camera_id)
            if posting is None:
                found[camera_id] = ("off", "")
            elif known is None:
                found[camera_id] = (health.HealthState.UNKNOWN.value, "")
            else:
                attended = self._attended(camera_id)
                period_s = (
                    attended.period_s if attended else posting.camera.period_s or posting.profile.period_s
                )
                state = health.state_at(known, now, period_s)
                found[camera_id] = (state.value, known.kind.value if known.kind else "")
        return found

    def blind(self) -> list[CameraHealth]:
        """Return the cameras that answer and bring nothing to decide on; from any thread."""
        return [one for one in list(self._health.values()) if one.state is health.HealthState.BLIND]

    def why_nothing(self, camera_id: str) -> tuple[Reason, ...]:
        """Return why the rules said nothing at its last look."""
        return self._why_nothing.get(camera_id, ())

    def latest(self, camera_id: str) -> bytes | None:
        """Return its last good picture as a JPEG of at most 640 pixels across."""
        picture = self.picture(camera_id)
        kept = picture.shown if picture is not None else None
        if isinstance(kept, bytes):
            decoded = cv2.imdecode(np.frombuffer(kept, np.uint8), cv2.IMREAD_COLOR)
            kept = None if decoded is None else _at_most(np.asarray(decoded, np.uint8), LATEST_WIDTH)
        if kept is None:
            return None
        good, jpeg = cv2.imencode(".jpg", kept, [cv2.IMWRITE_JPEG_QUALITY, 80])
        return jpeg.tobytes() if good else None

    def picture(self, camera_id: str) -> Picture | None:
        """Return its last good picture, where it is at hand; who asks for it finds the next one kept."""
        self.want_picture(camera_id)
        return self._latest.get(camera_id)

    def want_picture(self, camera_id: str) -> None:
        """Keep its pictures at hand from now on: somebody looks at them."""
        if camera_id in self.configuration.cameras:
            self._asked[camera_id] = self._clock.monotonic()

    def shown_look(self, camera_id: str) -> str | None:
        """Return the id of the look of the picture that is at hand."""
        picture = self._latest.get(camera_id)
        return picture.look_id if picture is not None else None

    def district(self) -> Mapping[str, Any]:
        """Return the district's name, code and time zone."""
        return self.configuration.settings.district.model_dump()

    def grid(self) -> Json:
        """Return the polygons of all four levels as one FeatureCollection in WGS-84."""
        levels = ("district", "street", "community", "grid")
        features = [
            feature
            for level in levels
            for feature in self.configuration.grid.feature_collection(level)["features"]
        ]
        return {"type": "FeatureCollection", "features": features}


def _at_most(image: Image, width: int) -> Image:
    """Return the picture at most so many pixels wide."""
    if image.shape[1] <= width:
        return image
    size = (width, round(image.shape[0] * width / image.shape[1]))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _postings(configuration: Configuration, known: Mapping[str, Profile] | None = None) -> dict[str, Posting]:
    """Return every camera that is looked at. An equal profile that is known stays the same object.

    Comparing thousands of postings then costs next to nothing: it is done in the event loop.
    """
    same = {name: one for name, one in (known or {}).items() if one == configuration.profiles.get(name)}
    found: dict[str, Posting] = {}
    for camera in configuration.cameras.values():
        profile = configuration.profile_of.get(camera.id)
        if camera.enabled and profile is not None:
            if profile is configuration.profiles.get(profile.name):  # else the camera has values of its own
                profile = same.get(profile.name, profile)
            found[camera.id] = Posting(camera=camera, profile=profile, ground=ground_of(camera, profile))
    return found
