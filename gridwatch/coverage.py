"""Which cameras can show a place, by the cameras as they are now configured."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from alerts.covering import LEAST, Coverage, Sight
from core.config.camera import Camera
from core.place import Place
from gridwatch.pipeline import Posting


class DistrictCoverage:
    """Answers by the present configuration; what it works out is kept until the cameras change.

    May be asked from any thread: two that ask at once after a change may both build, one result is kept.
    """

    def __init__(
        self,
        cameras: Callable[[], Mapping[str, Camera]],
        *,
        turning: Callable[[Camera], float | None] = lambda _: None,
    ) -> None:
        """Take what returns every configured camera: a new mapping, when one of them has changed.

        turning: how many metres away a camera can turn to and show something; None for a fixed one.
        """
        self._cameras = cameras
        self._turning = turning
        self._built: tuple[Mapping[str, Camera], Coverage] | None = None

    def covering(self, place: Place, shown: Collection[str] = ()) -> tuple[Sight, ...]:
        """Return the cameras that can show a place, best first; `shown` are ids of those that have."""
        cameras, built = self._cameras(), self._built
        if built is None or built[0] is not cameras:
            built = cameras, Coverage(cameras.values(), turning=self._turning)
            self._built = built
        return built[1].covering(place, shown=shown)


def lookouts(
    coverage: DistrictCoverage, posting: Callable[[str], Posting | None]
) -> Callable[[Place, Collection[str]], Sequence[str]]:
    """Return what names the cameras that show a place now and are checked for one of some matters, best first.

    A camera that would have to be turned is not among them: it is sent there by a person or for a case.
    """

    def named(place: Place, matters: Collection[str]) -> tuple[str, ...]:
        found = []
        for sight in coverage.covering(place):
            posted = posting(sight.camera_id) if sight.sure >= LEAST else None
            if posted is not None and any(rule.matter in matters for rule in posted.profile.rules):
                found.append(sight.camera_id)
        return tuple(found)

    return named
