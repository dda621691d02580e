"""Against a real SMTP server and a real HTTP one, both on this machine."""

from __future__ import annotations

import contextlib
import email
import email.policy
import io
import json
import logging
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from gridwatch.offers.digest.sending import NotTaken, send, without
from gridwatch.offers.digest.telling import Digest

# Apprise looks for a module that Python 3.13 has no more, and falls back.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")

DIGEST = Digest(title="示范区简报 · Demo: digest", body="新增 3 件\nOpened 3\n")


class Inbox:
    """What the mail server has taken."""

    def __init__(self) -> None:
        self.letters: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a letter."""
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.letters.append((envelope.rcpt_tos, message))
        return "250 OK"


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, int]]:
    """A mail server on a free port."""
    box, port = Inbox(), free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box, port
    server.stop()


@contextlib.contextmanager
def web(status: int) -> Iterator[tuple[list[dict[str, Any]], int]]:
    """A chat's webhook that answers with a status."""
    got: list[dict[str, Any]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            got.append({"path": self.path, **json.loads(body)})
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield got, server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def test_a_letter_arrives(inbox: tuple[Inbox, int]) -> None:
    """Title and body in both languages, to whom it is meant for."""
    box, port = inbox
    address = (
        f"mailto://127.0.0.1:{port}?from=gridwatch@x.example&to=duty@x.example&mode=insecure&format=text"
    )
    send(address, DIGEST, timeout_s=20)
    ((recipients, message),) = box.letters
    assert recipients == ["duty@x.example"]
    assert message["Subject"] == DIGEST.title
    assert message.get_body(("plain",)).get_content().splitlines() == DIGEST.body.splitlines()


def test_a_chat_webhook_gets_it() -> None:
    """Posted to the very path; line breaks and Chinese arrive."""
    with web(200) as (got, port):
        send(f"json://127.0.0.1:{port}/hook/t0ken", DIGEST, timeout_s=20)
    assert got[0]["path"].rstrip("/") == "/hook/t0ken"
    assert (got[0]["title"], got[0]["message"].strip()) == (DIGEST.title, DIGEST.body.strip())


@pytest.fixture
def everything_logged() -> Iterator[io.StringIO]:
    """What a service would write that logs all that reaches it."""
    text, root = io.StringIO(), logging.getLogger()
    handler, before = logging.StreamHandler(text), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield text
    root.removeHandler(handler)
    root.setLevel(before)


def test_a_failure_says_why_and_not_to_whom(
    capfd: pytest.CaptureFixture[str], everything_logged: io.StringIO
) -> None:
    """Neither the message nor any log holds user, password, token or recipient."""
    logging.getLogger("elsewhere").debug("heard")
    with web(403) as (_, port), pytest.raises(NotTaken, match="403") as refused:
        send(f"json://li:s3cretword@127.0.0.1:{port}/hook/t0ken99?to=boss", DIGEST, timeout_s=20)
    address = (
        f"mailto://li:s3cretword@127.0.0.1:{free_port()}?from=g@x.example&to=boss@x.example&mode=insecure"
    )
    with pytest.raises(NotTaken) as unreachable:
        send(address, DIGEST, timeout_s=20)
    assert str(unreachable.value)
    seen = "".join(
        (str(refused.value), str(unreachable.value), *capfd.readouterr(), everything_logged.getvalue())
    )
    assert "heard" in seen
    for secret in ("s3cretword", "t0ken99", "boss", "li:"):
        assert secret not in seen


def test_what_apprise_does_not_know_is_refused() -> None:
    """With a hint, and without the value."""
    with pytest.raises(NotTaken, match="no Apprise address") as refused:
        send("nonsense://s3cretword", DIGEST, timeout_s=20)
    assert "s3cretword" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "address", "left"),
    [
        ("Failed to post to KEY1234 at host", "wecombot://key1234/", "Failed to post to *** at host"),
        ("no connection on port", "json://u:on@h/x", "no connection *** port"),
        ("bad p%40ss or p@ss", "mailto://u:p%40ss@h", "bad *** or ***"),
        ("to a@b.cn,\n and c@d.cn", "mailto://h?to=a@b.cn,c@d.cn", "to ***, and ***"),
    ],
)
def test_every_part_of_an_address_is_taken_out(text: str, address: str, left: str) -> None:
    """Encoded or not, in whatever case; the words around it stay."""
    assert without(text, address) == left
