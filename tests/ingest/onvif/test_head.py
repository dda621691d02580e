import pytest

from core.clock import SystemClock
from core.config.settings.looking import Looking
from core.errors import LookError
from core.look import LookFailureKind
from ingest.onvif.conversation import converse
from ingest.onvif.head import Head
from ingest.onvif.ptz_read import SPHERICAL
from ingest.onvif.soap import Fault
from tests.fakes.onvif_device import Answer, FakeDevice, fault, profile, response

LOOKING = Looking(open_s=1, onvif_s=1)
PTZ = '<tt:PTZConfiguration token="ptz0"/>'


def turnable(answers=()):
    """Make a device whose main profile can be turned."""
    told = profile("main", "1920x1080").replace("</trt:Profiles>", f"{PTZ}</trt:Profiles>")
    moves = ("AbsoluteMove", "GotoPreset", "GotoHomePosition")
    plain = {
        "GetProfiles": response("GetProfiles", told),
        "GetConfigurationOptions": response("GetConfigurationOptions", "", "tptz"),
        **{name: response(name, "", "tptz") for name in moves},
    }
    return FakeDevice(plain | dict(answers))


def ask(device, what):
    """Speak with a device's head."""
    with converse(device.camera(), device.credential, looking=LOOKING, clock=SystemClock()) as conversation:
        return what(Head(conversation, "/onvif/device_service"))


def test_what_it_takes_is_asked_of_its_own_configuration():
    """The token of the profile's PTZ configuration goes into the question."""
    with turnable() as device:
        offer = ask(device, Head.learn)

    assert [one.token for one in offer.presets] == ["1"]
    asked = next(one for one in device.asked if one.operation == "GetConfigurationOptions")
    assert "ptz0" in asked.body
    assert (offer.preset("1") is not None, offer.preset("2")) == (True, None)


def test_a_device_that_refuses_to_tell_is_turned_all_the_same():
    """Spaces and presets are faults: an offer without either."""
    refused = Answer(status=500, body=fault("ActionNotSupported"))
    with turnable({"GetConfigurationOptions": refused, "GetPresets": refused}) as device:
        offer = ask(device, Head.learn)

    assert offer.spaces.spherical is None
    assert offer.presets == ()


def test_a_camera_without_a_head():
    """No profile that can be turned, or no PTZ service: said so, and nothing is sent."""
    with FakeDevice() as device, pytest.raises(LookError, match="no profile that can be turned") as caught:
        ask(device, Head.learn)
    assert caught.value.kind is LookFailureKind.NO_ADDRESS


def test_moves_say_their_space():
    """A move in the default space would be whatever the device likes."""

    def move(head):
        head.learn()
        head.move(12.5, -30, zoom=(0.0, "urn:zoom"))
        head.goto("1")
        head.goto_home()

    with turnable() as device:
        ask(device, move)

    body = next(one.body for one in device.asked if one.operation == "AbsoluteMove")
    assert f'space="{SPHERICAL}"' in body
    assert 'x="12.5"' in body
    assert 'space="urn:zoom"' in body
    assert device.operations[-2:] == ["GotoPreset", "GotoHomePosition"]


def test_a_move_that_is_refused_raises():
    """The caller says why."""

    def move(head):
        head.learn()
        head.goto("1")

    refused = Answer(status=500, body=fault("NoToken", "no such preset"))
    with turnable({"GotoPreset": refused}) as device, pytest.raises(Fault, match="no such preset"):
        ask(device, move)
