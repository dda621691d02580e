from ingest.onvif.advice import advice
from ingest.onvif.advice_failures import FAILURES


def test_failures_are_what_stops_a_look():
    """The table's rows all mean that the camera cannot be looked at."""
    assert {advice(code).weight for code in FAILURES} == {"broken"}


def test_a_cure_is_told_for_the_cause():
    """Two failures of one kind have cures of their own: a port, and a cable."""
    assert "onvif_port" in FAILURES["connection_refused"][2]
    assert "cable" in FAILURES["no_route"][2]
    assert "onvif_port" in FAILURES["connection_refused"][3]
