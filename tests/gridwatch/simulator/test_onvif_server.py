"""ONVIF over real sockets, with zeep and onvif-zeep's WSDLs as the client."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import aiohttp
import onvif
import pytest
import requests
from requests.auth import HTTPDigestAuth
from zeep import Client, Settings
from zeep.exceptions import Fault as ZeepFault
from zeep.exceptions import TransportError
from zeep.transports import Transport
from zeep.wsdl import Document
from zeep.wsse.username import UsernameToken

from core.secrets import Credential
from gridwatch.simulator.camera_server import CameraServer
from gridwatch.simulator.device import Accepts, Device, Preset, Quirk
from gridwatch.simulator.faults import FaultKind
from tests.builders_servers import LOGIN, device, fault, fleet, in_thread, street

WSDL = Path(onvif.__file__).parent.parent / "wsdl"
BINDINGS = {
    "devicemgmt": "{http://www.onvif.org/ver10/device/wsdl}DeviceBinding",
    "media": "{http://www.onvif.org/ver10/media/wsdl}MediaBinding",
    "ptz": "{http://www.onvif.org/ver20/ptz/wsdl}PTZBinding",
}
PRESETS = (Preset(token="p1", name="Gate", pan=0.1), Preset(token="p2", name="Plaza", pan=-0.5, zoom=0.25))
_DOCUMENTS: dict[str, Document] = {}


def document(name: str) -> Document:
    """Parse a WSDL once for all tests."""
    if name not in _DOCUMENTS:
        transport = Transport(timeout=5, operation_timeout=5)
        _DOCUMENTS[name] = Client(
            str(WSDL / f"{name}.wsdl"), transport=transport, settings=Settings(strict=True)
        ).wsdl
    return _DOCUMENTS[name]


def service(
    url: str, name: str, *, login: Credential | None = LOGIN, token: bool = False, offset_s: float = 0.0
) -> Any:
    """Bind a strict zeep client of one service to an address."""
    session = requests.Session()
    wsse = None
    if login and token:
        created = datetime.now(UTC) + timedelta(seconds=offset_s)  # noqa: TID251 - a client signs with real time
        wsse = UsernameToken(
            login.user, login.password, use_digest=True, created=created, zulu_timestamp=True
        )
    elif login:
        session.auth = HTTPDigestAuth(login.user, login.password)
    transport = Transport(timeout=5, operation_timeout=5, session=session)
    client = Client(document(name), wsse=wsse, transport=transport)
    return client.create_service(BINDINGS[name], url)


Ask = Callable[..., Any]


async def ask(
    camera: Device, name: str, operation: str, *arguments: Any, server_options: Any = None, **options: Any
) -> Any:
    """Start a server, call one operation of one camera, return the answer."""
    async with CameraServer(server_options or fleet(camera), street) as server:
        url = server.url(camera.id, f"onvif/{name.replace('devicemgmt', 'device_service')}")
        return await in_thread(lambda: service(url, name, **options)[operation](*arguments))


async def test_date_and_time_needs_no_login() -> None:
    """The clock can be read before any login."""
    answer = await ask(device(clock_offset_s=-7200), "devicemgmt", "GetSystemDateAndTime", login=None)
    stamp = answer.UTCDateTime
    shown = datetime(
        stamp.Date.Year,
        stamp.Date.Month,
        stamp.Date.Day,
        stamp.Time.Hour,
        stamp.Time.Minute,
        stamp.Time.Second,
        tzinfo=UTC,
    )
    right = datetime.now(UTC) - timedelta(hours=2)  # noqa: TID251 - the server runs on real time
    assert abs((shown - right).total_seconds()) < 3


async def test_device_information_by_digest() -> None:
    """A digest login brings the device's facts, through the strict parser."""
    answer = await ask(device(), "devicemgmt", "GetDeviceInformation")
    assert (answer.Manufacturer, answer.SerialNumber) == ("Gridwatch", "cam-1")


async def test_device_information_by_token() -> None:
    """So does a WS-UsernameToken."""
    answer = await ask(device(), "devicemgmt", "GetDeviceInformation", token=True)
    assert answer.FirmwareVersion == "V5.7.13"


async def test_every_device_operation_parses() -> None:
    """Capabilities, services, scopes, host name: all pass the strict parser."""
    camera = device(presets=PRESETS)
    async with CameraServer(fleet(camera), street) as server:
        url = server.url(camera.id, "onvif/device_service")

        def client() -> Any:
            bound = service(url, "devicemgmt")
            return (
                bound.GetCapabilities(Category="All"),
                bound.GetServices(IncludeCapability=False),
                bound.GetServiceCapabilities(),
                bound.GetScopes(),
                bound.GetHostname(),
            )

        capabilities, services, own, scopes, hostname = await in_thread(client)
        base = f"http://{server.host}/cam/cam-1/onvif"
    assert capabilities.Media.XAddr == f"{base}/media"
    assert capabilities.PTZ.XAddr == f"{base}/ptz"
    assert [one.XAddr.rsplit("/", 1)[1] for one in services] == ["device_service", "media", "media2", "ptz"]
    assert own.Security.HttpDigest is True
    assert "onvif://www.onvif.org/name/cam-1" in [one.ScopeItem for one in scopes]
    assert hostname.Name == "cam-1"


async def test_profiles_and_addresses() -> None:
    """Two profiles, a snapshot address and a stream address for each."""
    camera = device()
    async with CameraServer(fleet(camera), street) as server:
        url = server.url(camera.id, "onvif/media")

        def client() -> Any:
            bound = service(url, "media")
            profiles = bound.GetProfiles()
            setup = {"Stream": "RTP-Unicast", "Transport": {"Protocol": "RTSP"}}
            return (
                profiles,
                bound.GetSnapshotUri(ProfileToken=profiles[0].token),
                [bound.GetStreamUri(StreamSetup=setup, ProfileToken=one.token).Uri for one in profiles],
                bound.GetProfile(ProfileToken=profiles[1].token),
                bound.GetVideoSources(),
            )

        profiles, snapshot, streams, second, sources = await in_thread(client)
        assert snapshot.Uri == server.url("cam-1")
    sizes = [one.VideoEncoderConfiguration.Resolution for one in profiles]
    assert [(size.Width, size.Height) for size in sizes] == [(320, 180), (160, 90)]
    assert streams == [server.stream_url("cam-1", "main"), server.stream_url("cam-1", "sub")]
    assert second.token == profiles[1].token
    assert sources[0].Resolution.Width == 320


async def test_ptz_presets() -> None:
    """A PTZ head moves to a preset, says MOVING on the way and IDLE when it is there."""
    camera = device(presets=PRESETS, travel_s=0.3)
    told: list[tuple[str, str]] = []
    async with CameraServer(fleet(camera), street, on_preset=lambda *move: told.append(move)) as server:
        url = server.url(camera.id, "onvif/ptz")

        def client() -> Any:
            bound = service(url, "ptz")
            names = [one.Name for one in bound.GetPresets(ProfileToken="profile_main")]
            bound.GotoPreset(ProfileToken="profile_main", PresetToken="p2")
            moving = bound.GetStatus(ProfileToken="profile_main")
            space = bound.GetConfigurationOptions(ConfigurationToken="ptz_configuration").Spaces
            nodes, configurations = bound.GetNodes(), bound.GetConfigurations()
            state = moving
            while state.MoveStatus.PanTilt == "MOVING":
                state = bound.GetStatus(ProfileToken="profile_main")
            return names, moving, state, space, nodes, configurations

        names, moving, there, space, nodes, configurations = await in_thread(client)
        assert server.onvif.preset_of("cam-1") == "p2"
    assert names == ["Gate", "Plaza"]
    assert moving.MoveStatus.PanTilt == "MOVING"
    assert (there.Position.PanTilt.x, there.Position.Zoom.x) == (-0.5, 0.25)
    assert space.AbsolutePanTiltPositionSpace[0].XRange.Min == -1
    assert nodes[0].token == configurations[0].NodeToken == "ptz_node"
    assert told == [("cam-1", "p2")]


@pytest.mark.parametrize(
    ("name", "operation", "arguments", "camera", "words"),
    [
        ("ptz", "GotoPreset", ("profile_main", "p9"), device(presets=PRESETS), "no preset 'p9'"),
        ("ptz", "GetPresets", ("profile_main",), device(), "not implemented"),
        ("media", "GetSnapshotUri", ("profile_9",), device(), "no profile 'profile_9'"),
        ("devicemgmt", "GetUsers", (), device(), "GetUsers is not implemented"),
    ],
)
async def test_faults_are_named(
    name: str, operation: str, arguments: tuple[str, ...], camera: Device, words: str
) -> None:
    """What does not exist is a SOAP fault that says so."""
    with pytest.raises(ZeepFault, match=words):
        await ask(camera, name, operation, *arguments)


async def test_digest_only_camera_refuses_tokens_with_401() -> None:
    """New Hikvision firmware: a token is no login, HTTP 401."""
    camera = device(accepts=frozenset({Accepts.DIGEST}))
    async with CameraServer(fleet(camera), street) as server:
        url = server.url("cam-1", "onvif/device_service")
        reply = await post(url, "GetDeviceInformation", token())
    assert reply[0] == 401
    assert reply[2].startswith("Digest ")


async def test_token_only_camera_refuses_with_400() -> None:
    """A token-only device answers a call without token with HTTP 400 and ter:NotAuthorized."""
    camera = device(accepts=frozenset({Accepts.TOKEN}))
    async with CameraServer(fleet(camera), street) as server:
        url = server.url("cam-1", "onvif/device_service")
        none = await post(url, "GetDeviceInformation")
        right = await post(url, "GetDeviceInformation", token())
    assert none[0] == 400
    assert b"ter:NotAuthorized" in none[1]
    assert none[2] == ""
    assert right[0] == 200


async def test_token_is_good_once() -> None:
    """The same nonce is refused the second time."""
    camera = device(accepts=frozenset({Accepts.TOKEN}))
    header = token()
    async with CameraServer(fleet(camera), street) as server:
        url = server.url("cam-1", "onvif/device_service")
        assert [(await post(url, "GetDeviceInformation", header))[0] for _ in range(2)] == [200, 400]


async def test_clock_off_camera_wants_tokens_of_its_own_time() -> None:
    """With a clock half a year off, a token passes only when it is made by that clock."""
    half_a_year = 182 * 86400.0
    camera = device(accepts=frozenset({Accepts.TOKEN}))
    cameras = fleet(camera, faults=[fault(FaultKind.CLOCK_OFF, figure=-half_a_year)])
    async with CameraServer(cameras, street) as server:
        url = server.url("cam-1", "onvif/device_service")
        late = await post(url, "GetDeviceInformation", token())
        right = await post(url, "GetDeviceInformation", token(-half_a_year))
    assert late[0] == 400
    assert b"time check failed" in late[1]
    assert right[0] == 200


async def test_wrong_password_fault_refuses_both_logins() -> None:
    """Under the fault the right digest and the right token are refused."""
    cameras = fleet(faults=[fault(FaultKind.WRONG_PASSWORD)])
    with pytest.raises(TransportError) as refused:
        await ask(device(), "devicemgmt", "GetDeviceInformation", server_options=cameras)
    assert refused.value.status_code == 401
    with pytest.raises(ZeepFault, match="not authorized"):
        await ask(device(), "devicemgmt", "GetDeviceInformation", server_options=cameras, token=True)


async def test_bad_password_answers_400_where_that_is_the_habit() -> None:
    """onvif_simple_server: HTTP 400 and ter:NotAuthorized instead of 401."""
    wrong = Credential(user="viewer", password="wrong")
    camera = device(quirks=frozenset({Quirk.BAD_LOGIN_400}))
    with pytest.raises(ZeepFault, match="not authorized"):
        await ask(camera, "devicemgmt", "GetDeviceInformation", login=wrong)


async def test_older_device_has_no_get_services() -> None:
    """GetServices is a fault; GetCapabilities still works."""
    camera = device(quirks=frozenset({Quirk.NO_GET_SERVICES}))
    with pytest.raises(ZeepFault, match="GetServices is not implemented"):
        await ask(camera, "devicemgmt", "GetServices", False)
    answer = await ask(camera, "devicemgmt", "GetCapabilities", "Media")
    assert answer.Media.XAddr.endswith("/onvif/media")
    assert answer.Device is None


async def test_device_without_date_and_time() -> None:
    """HiKam A7 does not know GetSystemDateAndTime."""
    with pytest.raises(ZeepFault, match="not implemented"):
        await ask(device(quirks=frozenset({Quirk.NO_DATE_AND_TIME})), "devicemgmt", "GetSystemDateAndTime")


async def test_login_for_everything() -> None:
    """Axis: even the clock wants a login."""
    camera = device(quirks=frozenset({Quirk.LOGIN_FOR_EVERYTHING}))
    with pytest.raises(TransportError):
        await ask(camera, "devicemgmt", "GetSystemDateAndTime", login=None)
    assert (await ask(camera, "devicemgmt", "GetSystemDateAndTime")).UTCDateTime is not None


async def test_float_frame_rate_is_lost_on_the_strict_parser() -> None:
    """The quirk is the real one: "5.0" where an int belongs makes zeep log an error and give None."""
    camera = device(quirks=frozenset({Quirk.FLOAT_FRAME_RATE}))
    profiles = await ask(camera, "media", "GetProfiles")
    assert profiles[0].VideoEncoderConfiguration.RateControl.FrameRateLimit is None
    assert profiles[0].VideoEncoderConfiguration.RateControl.BitrateLimit == 4096


async def test_addresses_of_the_inside_network() -> None:
    """Behind NAT the camera tells addresses that cannot be reached from here."""
    answer = await ask(
        device(quirks=frozenset({Quirk.NAT_INSIDE})), "media", "GetSnapshotUri", "profile_main"
    )
    assert answer.Uri.startswith("http://192.168.1.64:")


async def test_no_snapshot_uri() -> None:
    """Some cameras answer GetSnapshotUri without an address."""
    quirks = frozenset({Quirk.NO_SNAPSHOT_URI})
    answer = await ask(device(quirks=quirks), "media", "GetSnapshotUri", "profile_main")
    assert not answer.Uri


async def test_zulu_only() -> None:
    """Hikvision takes Created with Z and refuses +00:00."""
    camera = device(accepts=frozenset({Accepts.TOKEN}), quirks=frozenset({Quirk.ZULU_ONLY}))
    async with CameraServer(fleet(camera), street) as server:
        url = server.url("cam-1", "onvif/device_service")
        assert (await post(url, "GetDeviceInformation", token(zone="+00:00")))[0] == 400
        assert (await post(url, "GetDeviceInformation", token()))[0] == 200


async def test_no_soap_and_cut_xml() -> None:
    """A device whose SOAP is gone answers 404; a broken one answers half."""
    async with CameraServer(
        fleet(
            device("gone", login=None, quirks=frozenset({Quirk.NO_SOAP})),
            device("cut", login=None, quirks=frozenset({Quirk.CUT_XML})),
        ),
        street,
    ) as server:
        gone = await post(server.url("gone", "onvif/device_service"), "GetHostname")
        cut = await post(server.url("cut", "onvif/device_service"), "GetHostname")
    assert gone[0] == 404
    assert cut[0] == 200
    assert b"</env:Envelope>" not in cut[1]


async def test_media2() -> None:
    """Media2 gives profiles with their configurations when asked for, and plain addresses."""
    namespace = "http://www.onvif.org/ver20/media/wsdl"
    camera = device(login=None)
    async with CameraServer(fleet(camera), street) as server:
        url = server.url("cam-1", "onvif/media2")
        bare = await post(url, "GetProfiles", namespace=namespace)
        full = await post(url, "GetProfiles", namespace=namespace, inside="<o:Type>All</o:Type>")
        stream = await post(
            url,
            "GetStreamUri",
            namespace=namespace,
            inside="<o:Protocol>RTSP</o:Protocol><o:ProfileToken>profile_sub</o:ProfileToken>",
        )
        snapshot = await post(
            url, "GetSnapshotUri", namespace=namespace, inside="<o:ProfileToken>profile_main</o:ProfileToken>"
        )
    assert b'token="profile_sub"' in bare[1]
    assert b"VideoEncoder" not in bare[1]
    assert b"<tt:Width>160</tt:Width>" in full[1]
    assert f"<tr2:Uri>{server.stream_url('cam-1', 'sub')}</tr2:Uri>".encode() in stream[1]
    assert b"/cam/cam-1/snapshot.jpg</tr2:Uri>" in snapshot[1]


def token(offset_s: float = 0.0, zone: str = "Z") -> str:
    """Make a WS-Security header by hand."""
    now = datetime.now(UTC) + timedelta(seconds=offset_s)  # noqa: TID251 - a client signs with real time
    created = now.strftime("%Y-%m-%dT%H:%M:%S") + zone
    nonce = hashlib.sha256(f"{created}{offset_s}".encode()).digest()[:16]
    made = hashlib.sha1(nonce + created.encode() + LOGIN.password.encode()).digest()  # noqa: S324 - what the token profile says
    base = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss"
    return (
        f'<w:Security xmlns:w="{base}-wssecurity-secext-1.0.xsd"><w:UsernameToken>'
        f"<w:Username>{escape(LOGIN.user)}</w:Username>"
        f'<w:Password Type="{base}-username-token-profile-1.0#PasswordDigest">'
        f"{base64.b64encode(made).decode()}</w:Password><w:Nonce>{base64.b64encode(nonce).decode()}</w:Nonce>"
        f"<c:Created xmlns:c='{base}-wssecurity-utility-1.0.xsd'>{created}</c:Created>"
        "</w:UsernameToken></w:Security>"
    )


async def post(
    url: str,
    operation: str,
    header: str = "",
    *,
    namespace: str = "http://www.onvif.org/ver10/device/wsdl",
    inside: str = "",
) -> tuple[int, bytes, str]:
    """Post an envelope written by hand; return status, body and challenge."""
    body = (
        '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope">'
        f'<s:Header>{header}</s:Header><s:Body><o:{operation} xmlns:o="{namespace}">{inside}</o:{operation}>'
        "</s:Body></s:Envelope>"
    )
    async with aiohttp.ClientSession() as session, session.post(url, data=body.encode()) as response:
        return response.status, await response.read(), response.headers.get("WWW-Authenticate", "")
