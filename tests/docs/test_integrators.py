"""docs/integrators.md says what is true: its commands run, its names are the code's names."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import textwrap
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from pydantic import BaseModel

from alerts import message, message_case, outbox, payload, retry
from alerts.callbacks import MAX_BYTES, PlatformStatus, StatusUpdate, parse_status
from alerts.mapping.faults import faults
from alerts.mapping.source import Source
from alerts.signers.base import Outgoing, Signing, query_of
from alerts.signers.kinds import ExpirySigner, HmacSigner
from alerts.signing import sign
from core.clock import SystemClock
from core.config.mapping import Body, MappedField
from core.config.receiver import PictureLimits, Rate, Receiver, Success, TimeFormat
from core.config.settings.delivery import Delivery
from core.config.signature import HmacQuery, Md5Expiry, Plugin, SignatureKind, StandardWebhooks, Token
from tests.conftest import absent

PAGE = (Path(__file__).parents[2] / "docs" / "integrators.md").read_text(encoding="utf-8")
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^ *```{language}\n(.*?)^ *```", PAGE, re.MULTILINE | re.DOTALL)


def _run(script: str, **environment: str) -> str:
    for program in ("bash", "openssl", "curl", "base64", "od"):
        if shutil.which(program) is None:
            absent(f"the program {program}")
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
        env={"PATH": os.environ["PATH"]} | environment,
    )
    return done.stdout.strip()


def test_worked_signature_is_ours():
    """The example message, signed by our code, has the signature that the page shows."""
    at = datetime.fromtimestamp(1793606400, UTC)
    signed = sign(SECRET, message_id="msg_000001", at=at, body=b'{"test": 2432232314}')
    assert PAGE.count(signed["webhook-signature"].removeprefix("v1,")) == 2


@pytest.mark.parametrize("script", [one for one in _blocks("bash") if "curl" not in one])
def test_signatures_by_openssl(script):
    """The commands of each kind, run as written, print what the page says."""
    assert _run(script) == script.splitlines()[-1].removeprefix("# ")


def test_worked_signatures_are_our_signers():
    """The same by the code that signs, so that page and sender agree."""
    at = datetime.fromtimestamp(1793606400, UTC)
    signing = Signing(keys=("example-key",), message_id="msg_1", at=at, nonce="4f2c")
    request = Outgoing(url="https://a.b/x?action=report", headers={}, body=b'{"EventId":"inc_1"}')
    hmac_query = HmacSigner(HmacQuery(kind="hmac_query", app_id="gridwatch"))(request, signing)
    assert dict(query_of(hmac_query.url))["sign"] in PAGE
    expiry = ExpirySigner(Md5Expiry(kind="md5_expiry"))(request, signing)
    assert dict(query_of(expiry.url))["Signature"] in PAGE
    assert dict(query_of(expiry.url))["Expires"] in PAGE


def sent_by_curl(path: str, parse: Callable[..., Any]) -> Any:
    """Run the page's commands for a path, as written, against a server; return what `parse` makes of what comes."""
    came: list[tuple[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            now = SystemClock().now()
            came.append((self.path, parse(dict(self.headers.items()), body, secret=SECRET, now=now)))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        (script,) = [one for one in _blocks("bash") if "curl" in one and path in one]
        assert _run(script, GRIDWATCH=f"http://127.0.0.1:{server.server_port}") == "{}"
        thread.join()
    ((asked, parsed),) = came
    assert asked == path
    return parsed


def test_status_by_curl():
    """The commands, run as written against a server, send a status that we believe and understand."""
    update = sent_by_curl("/api/v1/platform/status", parse_status)
    assert isinstance(update, StatusUpdate)
    assert (update.incident_id, update.status, update.case_number) == (
        "inc_1",
        PlatformStatus.HANDLED,
        "A-17",
    )


@pytest.mark.parametrize("block", [one for one in _blocks("yaml") if "url:" in one])
def test_receiver_blocks_are_receivers(block):
    """What an administrator copies is accepted, and has no fault."""
    receiver = Receiver.model_validate({"name": "city-platform"} | yaml.safe_load(textwrap.dedent(block)))
    assert list(faults(receiver)) == []


@pytest.mark.parametrize(
    "model",
    [
        Receiver, Body, MappedField, Success, Rate, PictureLimits, TimeFormat,
        HmacQuery, Md5Expiry, Token, Plugin,
    ],
)  # fmt: skip
def test_every_setting_of_a_receiver_is_on_the_page(model):
    """A key that is added is explained."""
    missing = {name for name in model.model_fields if not re.search(rf"\b{name}\b", PAGE)}
    assert missing == set()


def test_every_kind_of_signature_and_everything_a_mapping_may_name_is_on_the_page():
    """Beside the fields of the standard body, which are checked below."""
    for kind in get_args(get_args(SignatureKind)[0]):
        word = (
            kind.model_fields["kind"].default
            if kind is StandardWebhooks
            else get_args(kind.model_fields["kind"].annotation)[0]
        )
        assert word == "standard_webhooks" or f"`kind: {word}`" in PAGE
    for name in set(Source.model_fields) - set(message.Properties.model_fields):
        assert f"`{name}" in PAGE


def _names(model: type[BaseModel]) -> set[str]:
    return set(model.model_fields)


@pytest.mark.parametrize(
    "model",
    [
        message.IncidentEvent,
        message.Properties,
        message.Matter,
        message.PlaceInfo,
        message.Cell,
        message.Times,
        message.PictureLink,
        message.Change,
        message_case.CaseInfo,
        message_case.UnitInfo,
        message_case.LimitInfo,
    ],
)
def test_every_field_is_on_the_page(model):
    """A field that is added is explained."""
    assert {name for name in _names(model) if f"`{name}`" not in PAGE} == set()


def test_every_event_and_status_is_on_the_page():
    """Both directions."""
    for event in ("opened", "updated", *outbox._ARRIVALS.values()):
        assert f"| `{event}` |" in PAGE
    for status in PlatformStatus:
        assert f"| `{status.value}` |" in PAGE


def test_numbers_are_the_codes():
    """Schedule, limits and names that the page repeats."""
    words = {1: "s", 60: "min", 3600: "h"}
    told = []
    for wait in Delivery().retry_s:
        unit = max(u for u in words if wait >= u and wait % u == 0)
        told.append(f"{wait / unit:g} {words[unit]}")
    assert ", ".join(told[:-1]) + f" and {told[-1]}" in PAGE.replace("\n", " ")
    assert f"{MAX_BYTES // 1024} kB" in PAGE
    assert f"{payload.MAX_BYTES // 1000} kB" in PAGE
    assert message.DATA_SCHEMA in PAGE
    assert message.CONTENT_TYPE in PAGE
    assert f"{Receiver.model_fields['timeout_s'].default:g} s" in PAGE
    assert retry.GONE == 410


def test_links_lead_somewhere():
    """Every file that the page points to is there."""
    for target in re.findall(r"\]\(((?!https?:|#)[^)]+)\)", PAGE):
        assert (Path(__file__).parents[2] / "docs" / target).exists(), target
    anchors = {
        re.sub(r"[^a-z ]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= anchors
