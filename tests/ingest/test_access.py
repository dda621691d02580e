import json

import pytest

from core.look import LookFailureKind
from ingest.access import Addresses, DeviceInfo, LoginRefused
from tests.builders import START

WHOLE = Addresses(
    snapshot_url="http://10.0.0.1/snap.jpg",
    rtsp_url="rtsp://10.0.0.1/main",
    substream_url="rtsp://10.0.0.1/sub",
    login="wsse",
    clock_offset_s=-3.5,
    profile_token="main",
    media="media2",
    device=DeviceInfo(manufacturer="ACME", model="C1"),
    refreshed_at=START,
)


@pytest.mark.parametrize("addresses", [WHOLE, Addresses()])
def test_what_is_remembered_comes_back(addresses):
    """Through JSON and back, nothing is lost."""
    recalled = Addresses.from_json(json.loads(json.dumps(addresses.to_json())))

    assert recalled.addresses == addresses
    assert recalled.reason == ""


@pytest.mark.parametrize(
    ("stored", "reason"),
    [
        (None, "NoneType"),
        ([], "list"),
        ({}, "shape None"),
        ({"shape": 99, "login": "magic"}, "shape 99"),
        ({"shape": 1, "login": "magic"}, "login is 'magic'"),
        ({"shape": 1, "login": "none", "media": ["media1"]}, "media"),
        ({"shape": 1, "login": "none", "snapshot_url": 7}, "snapshot_url is int"),
        ({"shape": 1, "login": "none", "clock_offset_s": "soon"}, "soon"),
        ({"shape": 1, "login": "none", "refreshed_at": "yesterday"}, "yesterday"),
        ({"shape": 1, "login": "none", "device": "ACME"}, "device"),
    ],
)
def test_what_cannot_be_read_says_why(stored, reason):
    """Older, newer and damaged rows give no addresses and a reason; nothing is raised."""
    recalled = Addresses.from_json(stored)

    assert recalled.addresses is None
    assert reason in recalled.reason


def test_fields_of_later_versions_are_passed_over():
    """A row with more fields than we know still gives its addresses."""
    stored = WHOLE.to_json() | {"colour": "red"}
    stored["device"] |= {"mac": "00:11"}

    assert Addresses.from_json(stored).addresses == WHOLE


def test_a_refused_login_says_how_often_it_was_shown():
    """The caller's own count of refused logins is fed from here."""
    refused = LoginRefused("refused", attempts=2)

    assert (refused.kind, refused.attempts, refused.retry) == (LookFailureKind.LOGIN_REFUSED, 2, False)
