import pytest

from ingest.onvif.nat import Outside, host_of, port_of

FORWARDED = Outside(host="10.1.1.1", port=8081, inside_port=80)


@pytest.mark.parametrize(
    ("told", "reached"),
    [
        # quirk-free: our own address stays as it is
        ("http://10.1.1.1:8081/onvif/media", "http://10.1.1.1:8081/onvif/media"),
        # the device service's own port is the one we connected to
        ("http://192.168.1.64/onvif/media", "http://10.1.1.1:8081/onvif/media"),
        ("http://192.168.1.64:80/snap?c=1&q=2", "http://10.1.1.1:8081/snap?c=1&q=2"),
        # any other port is kept: it is forwarded on its own, or not at all
        ("http://192.168.1.64:8000/snap", "http://10.1.1.1:8000/snap"),
        ("rtsp://192.168.1.64:554/main", "rtsp://10.1.1.1/main"),
        ("rtsp://192.168.1.64:10554/main", "rtsp://10.1.1.1:10554/main"),
        ("rtsp://192.168.1.64/main?a=b", "rtsp://10.1.1.1/main?a=b"),
        # a login in an address is not kept
        ("rtsp://admin:pass@192.168.1.64:554/main", "rtsp://10.1.1.1/main"),
        # a path alone lies on the device service
        ("/onvif/media_service", "http://10.1.1.1:8081/onvif/media_service"),
        (" http://192.168.1.64/x \n", "http://10.1.1.1:8081/x"),
        ("http://[fe80::1]:80/x", "http://10.1.1.1:8081/x"),
        # no addresses
        ("", None),
        ("   ", None),
        ("ftp://192.168.1.64/x", None),
        ("http://192.168.1.64:port/x", None),
        ("http://[fe80::1/x", None),
        ("snapshot.jpg", None),
        ("http:///x", None),
    ],
)
def test_addresses_become_reachable(told, reached):
    """The host is ours; the port is ours only where it was the device service's."""
    assert FORWARDED.reach(told) == reached


def test_an_ipv6_host_is_bracketed():
    """Hosts are kept bare in configuration."""
    assert Outside(host="fd00::7", port=80).reach("http://192.168.1.64/x") == "http://[fd00::7]/x"


def test_before_the_inside_port_is_known_ports_stay():
    """Without the device's own word no port is touched."""
    assert Outside(host="h", port=8081).reach("http://192.168.1.64/x") == "http://h/x"


def test_port_and_host_of_an_address():
    """The scheme's own port where none is written; None where there is no address."""
    assert port_of("http://a/x") == 80
    assert port_of("rtsp://a:10/x") == 10
    assert port_of("http://a:b/") is None
    assert host_of("http://a:80/") == "a"
    assert host_of("http://[x/") is None
