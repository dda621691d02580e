from __future__ import annotations

from core.clock import ManualClock
from core.look import LookFailureKind
from gridwatch.calibration.telling import Calibrations
from tests.builders import camera, failure
from tests.gridwatch.calibration.test_doubts import Rig, look
from tests.ingest.test_drift import scene


def test_a_doubt_as_the_api_tells_it(clock: ManualClock) -> None:
    """Why and since when; accepted, it is gone."""
    rig = Rig(camera(), clock)
    told = Calibrations(rig.doubts)
    assert told.doubt("cam-1") is None
    rig.doubts.note(failure(LookFailureKind.TURNED))
    doubt = told.doubt("cam-1")
    assert doubt is not None
    assert (doubt.since, doubt.right_deg) == (clock.now(), None)
    told.accept("cam-1", look(scene()))
    assert told.doubt("cam-1") is None
