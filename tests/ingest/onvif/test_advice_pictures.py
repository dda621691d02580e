from core.look import LookFailureKind
from ingest.onvif.advice import advice
from ingest.onvif.advice_pictures import PICTURES

BY_HISTORY = {"frozen", "turned", "wrong_time"}  # one picture does not tell
NEVER_AT_A_SNAPSHOT = {"login_stopped", "no_frame", "circuit_open", "no_budget", "internal", "away"}


def test_a_wrong_picture_stops_no_look():
    """There may be a stream; what is wrong is to be put right."""
    assert {advice(f"picture_{kind}").weight for kind in PICTURES} == {"fix"}


def test_every_failure_of_a_single_snapshot_has_its_cure():
    """All kinds but those of streams, of the schedule and of a camera's history."""
    kinds = {kind.value for kind in LookFailureKind}
    assert kinds - BY_HISTORY - NEVER_AT_A_SNAPSHOT == PICTURES.keys()
