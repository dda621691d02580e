import logging
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.errors import LookError
from core.look import LookFailureKind
from ingest.onvif import wsdl
from ingest.onvif.soap import operation_of, parse, text_of, to_bytes


class Keeper:
    """A transport that keeps what it was given."""

    def __init__(self):
        self.sent = []

    def post_xml(self, address, envelope, headers):
        """Keep a request and answer with a word."""
        self.sent.append((address, to_bytes(envelope), headers))
        return "answer"


def test_one_document_serves_everybody(monkeypatch):
    """Eight threads at once parse a WSDL once, however long it takes."""
    parsed = []

    def slowly(*args, **kwargs):
        time.sleep(0.02)
        parsed.append(object())
        return parsed[-1]

    monkeypatch.setattr("zeep.wsdl.Document", slowly)
    monkeypatch.setattr(wsdl, "_documents", {})
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: wsdl.document("ptz"), range(32)))

    assert len(parsed) == 1
    assert set(map(id, found)) == {id(parsed[0])}


def test_requests_of_many_threads_do_not_mix():
    """Each proxy sends its own values to its own address through its own transport."""

    def ask(number):
        keeper = Keeper()
        proxy = wsdl.bind("media", f"http://10.0.0.{number}/", keeper)
        assert proxy.GetSnapshotUri(ProfileToken=f"token-{number}") == "answer"
        address, sent, headers = keeper.sent[0]
        root = parse(sent, "test")
        assert operation_of(root) == "GetSnapshotUri"
        assert "GetSnapshotUri" in headers["Content-Type"]
        return address, text_of(root, "Body", "GetSnapshotUri", "ProfileToken")

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(ask, range(200)))

    assert seen == [(f"http://10.0.0.{number}/", f"token-{number}") for number in range(200)]


@pytest.mark.parametrize("service", ["device", "media", "ptz", "imaging", "events"])
def test_every_service_has_its_wsdl_and_binding(service):
    """All from the installed package, none from the web."""
    assert wsdl.bind(service, "http://x/", Keeper()) is not None


def test_nothing_of_the_process_is_changed():
    """onvif-zeep's own client would set up logging and take proxies out of the environment at once."""
    script = (
        "import logging, os\n"
        "from ingest.onvif import wsdl\n"
        "assert 'zeep' not in __import__('sys').modules, 'importing has a cost'\n"
        "wsdl.document('device')\n"
        "assert not logging.getLogger().handlers\n"
        "assert os.environ['http_proxy'] == 'http://p:1'\n"
        "assert 'onvif' not in __import__('sys').modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        env=os.environ | {"http_proxy": "http://p:1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_parsing_and_binding_are_silent(caplog):
    """No log record, at any level above debug."""
    with caplog.at_level(logging.INFO):
        wsdl.bind("device", "http://x/", Keeper()).GetDeviceInformation()

    assert caplog.records == []


def test_an_incomplete_package_is_our_own_fault(monkeypatch, tmp_path):
    """Named INTERNAL, with what is absent."""

    class Empty:
        def locate_file(self, name):
            return tmp_path / name

    monkeypatch.setattr("importlib.metadata.distribution", lambda _: Empty())
    with pytest.raises(LookError, match="without its WSDLs") as failure:
        wsdl.folder()
    assert failure.value.kind is LookFailureKind.INTERNAL
