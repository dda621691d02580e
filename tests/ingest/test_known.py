"""What survives a restart, and what ends it."""

from __future__ import annotations

import json

from core.clock import ManualClock
from core.secrets import Credential
from ingest.access import Addresses
from ingest.known import Known, fingerprint, reach_of
from ingest.ways import WayKind
from tests.builders import START, camera

LOGIN = Credential(user="viewer", password="hush-hush")
CAMERA = camera(access={"host": "10.0.0.7", "credential": "gate"})


def stopped() -> Known:
    """A camera that refused twice, after it had told its addresses."""
    known = Known.recall(None, CAMERA, LOGIN)
    known.addresses = Addresses(snapshot_url="http://10.0.0.7/s.jpg", refreshed_at=ManualClock(START).now())
    known.worked = WayKind.ONVIF_SNAPSHOT
    known.refused, known.refused_ways = 2, {WayKind.ONVIF_SNAPSHOT}
    return known


def kept() -> dict[str, object]:
    """The same as read from a store."""
    text = json.dumps(stopped().to_json(b"0123456789abcdef"))
    assert "hush" not in text
    return json.loads(text)  # type: ignore[no-any-return] # what JSON holds is told by the test


def test_a_refusal_survives_a_restart_without_the_password():
    """Addresses, what worked and the count of refusals come back for the same login."""
    again = Known.recall(kept(), CAMERA, LOGIN)
    assert again.addresses == stopped().addresses
    assert (again.worked, again.refused) == (WayKind.ONVIF_SNAPSHOT, 2)
    assert again.refused_ways == {WayKind.ONVIF_SNAPSHOT}


def test_another_credential_ends_a_refusal():
    """Over a restart, and while running; none at all as well."""
    for other in (Credential(user="viewer", password="corrected"), None):
        again = Known.recall(kept(), CAMERA, other)
        assert (again.refused, again.refused_ways) == (0, set())
        assert again.addresses is not None
        running = stopped()
        assert running.meet(other)
        assert (running.refused, running.refused_ways) == (0, set())
        assert not running.meet(other)


def test_other_access_settings_void_what_was_known():
    """Another host is another camera; the name of its credential or budget key is not."""
    assert Known.recall(kept(), camera(access={"host": "10.0.0.8"}), LOGIN).addresses is None
    renamed = camera(access={"host": "10.0.0.7", "credential": "other-name", "host_key": "nvr-1"})
    assert Known.recall(kept(), renamed, LOGIN).addresses is not None
    assert reach_of(renamed) == reach_of(CAMERA)


def test_garbage_is_nothing_known():
    """Older shapes and broken records never raise."""
    good = kept()
    for garbage in (
        None,
        [],
        {"shape": 0},
        good | {"worked": "by magic"},
        good | {"refused": "x"},
        good | {"login": 3},
    ):
        again = Known.recall(garbage, CAMERA, LOGIN)
        assert again.refused == 0


def test_the_fingerprint_depends_on_salt_user_and_password():
    """Slow and salted; the separator keeps user and password apart."""
    salt = bytes(16)
    prints = {
        fingerprint(Credential(user="a", password="b"), salt),
        fingerprint(Credential(user="a", password="c"), salt),
        fingerprint(Credential(user="ab", password=""), salt),
        fingerprint(Credential(user="a", password="b"), b"x" * 16),
    }
    assert len(prints) == 4
