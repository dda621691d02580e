import json
import socket
import threading
from contextlib import contextmanager
from time import perf_counter

import pytest

from core.clock import SystemClock
from core.errors import LookError
from core.look import LookFailureKind
from ingest.onvif.discovery import discover, read_matches
from ingest.onvif.soap import parse, text_of

SCOPES = (
    "onvif://www.onvif.org/type/ptz onvif://www.onvif.org/name/East%20gate "
    "onvif://www.onvif.org/hardware/C1 onvif://www.onvif.org/location/city/wujin onvif://www.onvif.org/MAC/00:11"
)


def match(xaddrs, *, endpoint="urn:uuid:1", scopes=SCOPES):
    """Return a ProbeMatches message."""
    return (
        '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
        'xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" '
        'xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><s:Body><d:ProbeMatches><d:ProbeMatch>'
        f"<a:EndpointReference><a:Address>{endpoint}</a:Address></a:EndpointReference>"
        f"<d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>{scopes}</d:Scopes>"
        f"<d:XAddrs>{xaddrs}</d:XAddrs></d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>"
    ).encode()


@contextmanager
def segment(*answers):
    """Answer every probe with all of `answers`; yields the address and the probes seen."""
    seen = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.settimeout(0.02)
        over = threading.Event()

        def respond():
            while not over.is_set():
                try:
                    probe, sender = listening.recvfrom(65_535)
                except TimeoutError:
                    continue
                seen.append(probe)
                for answer in answers:
                    listening.sendto(answer, sender)

        thread = threading.Thread(target=respond)
        thread.start()
        try:
            yield listening.getsockname(), seen
        finally:
            over.set()
            thread.join()


def test_a_device_is_found_once():
    """Two probes go out, each is answered twice, among rubbish; one device comes back."""
    good = match("http://192.168.1.9/onvif/device_service http://127.0.0.1:8080/onvif/device_service")
    with segment(good, b"\x00rubbish", good, b"<a/>") as (address, seen):
        found = discover(0.4, clock=SystemClock(), address=address)

    assert len(seen) == 2
    (one,) = found
    assert (one.host, one.port, one.path) == ("127.0.0.1", 8080, "/onvif/device_service")
    assert (one.name, one.hardware, one.location, one.mac) == ("East gate", "C1", "city/wujin", "00:11")
    assert json.loads(json.dumps(one.to_json()))["endpoint"] == "urn:uuid:1"


def test_the_probe_asks_for_cameras():
    """Both probes carry one message id, so that a device answers once."""
    with segment() as (address, seen):
        discover(0.35, clock=SystemClock(), address=address, interface="127.0.0.1")

    roots = [parse(probe, "probe") for probe in seen]
    assert text_of(roots[0], "Body", "Probe", "Types") == "dn:NetworkVideoTransmitter"
    assert len({text_of(root, "Header", "MessageID") for root in roots}) == 1


def test_silence_ends_in_time():
    """Nobody answers: an empty list, when the time is over."""
    with segment() as (address, _):
        started = perf_counter()
        assert discover(0.2, clock=SystemClock(), address=address) == []

    assert 0.15 < perf_counter() - started < 0.6


def test_an_interface_we_do_not_have():
    """Named with the cure."""
    with pytest.raises(LookError, match="network cards") as failure:
        discover(0.1, clock=SystemClock(), interface="203.0.113.9", address=("127.0.0.1", 9))

    assert failure.value.kind is LookFailureKind.UNREACHABLE


def test_an_interface_that_is_no_address():
    """A card's name is refused with the same sentence."""
    with pytest.raises(LookError, match="network cards"):
        discover(0.1, clock=SystemClock(), interface="eth0", address=("127.0.0.1", 9))


@pytest.mark.parametrize(
    "datagram",
    [
        b"",
        b"<a/>",
        match(""),
        match("SERVICE_URI"),
        match("http://[broken/x"),
        match("http://a:99999/x"),
        match("http://c/x")[:-20],
        match("https://c/x"),
    ],
)
def test_matches_that_cannot_be_used_are_passed_over(datagram):
    """Anybody on the segment may send anything."""
    assert read_matches(datagram, "10.0.0.1") == ()


def test_addresses_elsewhere_are_kept():
    """A device with one address on another network is still told, by its own word."""
    (one,) = read_matches(match("http://192.168.1.9:8000", endpoint="", scopes=""), "10.0.0.1")

    assert (one.host, one.port, one.path, one.name) == ("192.168.1.9", 8000, "/onvif/device_service", "")
    assert one.endpoint == "http://192.168.1.9:8000"


def test_the_recorded_match(shared_data):
    """agsh_serverMockup/Probe.xml holds a placeholder for its address; filled in, it is a device."""
    recorded = (shared_data / "onvif" / "agsh_serverMockup" / "Probe.xml").read_bytes()

    assert read_matches(recorded, "10.0.0.1") == ()
    (one,) = read_matches(recorded.replace(b"SERVICE_URI", b"http://10.0.0.1/onvif"), "10.0.0.1")
    assert (one.name, one.hardware, one.location) == ("PREDATOR", "HD_PREDATOR", "")
