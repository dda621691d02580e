"""Nothing secret of an address is shown."""

from __future__ import annotations

import pytest

from ingest.shown import places, shown, without_login


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("http://admin:s3cret@10.0.0.1:8080/a/b?pwd=s3cret#x", "http://10.0.0.1:8080/a/b"),
        ("rtsp://u:p@[fe80::1]/live", "rtsp://[fe80::1]/live"),
        ("http://10.0.0.1:notaport/", "an address that cannot be read"),
        ("nonsense", "://?nonsense"),
        (
            "rtsp://h:554/user=admin_password=s3_cret_channel=1_stream=0.sdp",
            "rtsp://h:554/user=***_password=***_channel=1_stream=0.sdp",
        ),
    ],
)
def test_only_scheme_host_port_and_path(url: str, wanted: str):
    """User, password, query and fragment are left out; a broken address does not raise."""
    assert shown(url) == wanted


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("http://h/onvif/snapshot?token=Profile_1&w=704", "http://h/onvif/snapshot?token=Profile_1&w=704"),
        ("http://h/cgi?cmd=snap&usr=a&pwd=s3cret&n=1", "http://h/cgi?cmd=snap&usr=***&pwd=***&n=1"),
        ("http://h/s.cgi?loginuse=a&loginpas=s3cret", "http://h/s.cgi?loginuse=***&loginpas=***"),
        ("rtsp://h/user=a&password=s3cret&channel=1.sdp", "rtsp://h/user=***&password=***&channel=1.sdp"),
    ],
)
def test_only_logins_are_taken_out_of_an_address_that_is_kept(url: str, wanted: str):
    """What else is in path and query stays: an administrator reads the address there."""
    assert without_login(url) == wanted


def test_a_bug_is_shown_by_its_places_only():
    """Where it came from, innermost last; never what the library said about it."""
    try:
        int("rtsp://admin:s3cret@h/x")
    except ValueError as error:
        found = places(error)
    assert len(found) == 1
    assert found[0].startswith(f"{__file__}:")
