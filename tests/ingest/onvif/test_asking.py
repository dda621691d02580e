from concurrent.futures import ThreadPoolExecutor

from ingest.onvif import asking
from ingest.onvif.asking import by_hand, made
from ingest.onvif.soap import child, parse, text_of

SETUP = {"Stream": "RTP-Unicast", "Transport": {"Protocol": "RTSP"}}


def test_zeep_writes_a_request_once(monkeypatch):
    """The second camera of a maker costs nothing; other words are another request."""
    asking._made.cache_clear()
    first = made("media", "GetStreamUri", {"StreamSetup": SETUP, "ProfileToken": "main"})
    monkeypatch.setattr(asking, "bind", None)  # nothing more is written

    assert made("media", "GetStreamUri", {"ProfileToken": "main", "StreamSetup": SETUP}) is first
    root = parse(first.body, "test")
    assert text_of(root, "Body", "GetStreamUri", "ProfileToken") == "main"
    assert text_of(root, "Body", "GetStreamUri", "StreamSetup", "Transport", "Protocol") == "RTSP"
    assert first.content_type == (
        'application/soap+xml; charset=utf-8; action="http://www.onvif.org/ver10/media/wsdl/GetStreamUri"'
    )


def test_requests_of_many_threads_do_not_mix():
    """Each gets what it asked for, also while others are being written."""
    asking._made.cache_clear()

    def ask(number):
        asked = made("media", "GetSnapshotUri", {"ProfileToken": f"t{number}"})
        return text_of(parse(asked.body, "test"), "Body", "GetSnapshotUri", "ProfileToken")

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(100))) == [f"t{number}" for number in range(100)]


def test_what_is_kept_is_bounded():
    """Tokens that are each a camera's own push one another out."""
    assert asking._made.cache_info().maxsize == 1024
    asking._made.cache_clear()
    long = made("media", "GetSnapshotUri", {"ProfileToken": "x" * 100_000})
    assert len(long.body) > 100_000
    assert asking._made.cache_info().currsize == 0, "nor does a device fill the memory with few, long ones"


def test_a_request_by_hand_names_its_action():
    """As Media2 devices want it."""
    asked = by_hand("urn:m2", "GetProfiles", {"Type": "All"})
    assert asked.content_type.endswith('action="urn:m2/GetProfiles"')
    assert child(parse(asked.body, "test"), "Body", "GetProfiles") is not None
