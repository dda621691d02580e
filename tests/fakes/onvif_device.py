"""A small ONVIF device on loopback: recorded or made-up answers, two kinds of login, faults by script."""

from __future__ import annotations

import base64
import hashlib
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from core.clock import SystemClock
from core.config.camera import Camera
from core.secrets import Credential
from tests.builders import camera

PRE_AUTH = frozenset({"GetSystemDateAndTime", "GetServices", "GetCapabilities"})
NONCE = "b64f9fe9"
_SPACES = (
    'xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tt="http://www.onvif.org/ver10/schema" '
    'xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:trt="http://www.onvif.org/ver10/media/wsdl" '
    'xmlns:tr2="http://www.onvif.org/ver20/media/wsdl" xmlns:tptz="http://www.onvif.org/ver20/ptz/wsdl" '
    'xmlns:ter="http://www.onvif.org/ver10/error"'
)
_PREFIX = {"GetProfiles": "trt", "GetSnapshotUri": "trt", "GetStreamUri": "trt", "GetPresets": "tptz"}


def soap(inner: str) -> bytes:
    """Wrap a body in an envelope."""
    return f'<?xml version="1.0"?><s:Envelope {_SPACES}><s:Body>{inner}</s:Body></s:Envelope>'.encode()


def response(operation: str, inner: str, prefix: str | None = None) -> bytes:
    """Return a whole answer to an operation."""
    name = f"{prefix or _PREFIX.get(operation, 'tds')}:{operation}Response"
    return soap(f"<{name}>{inner}</{name}>")


def fault(subcode: str, told: str = "") -> bytes:
    """Return a SOAP 1.2 fault with a subcode."""
    return soap(
        f"<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:{subcode}</s:Value></s:Subcode>"
        f'</s:Code><s:Reason><s:Text xml:lang="en">{told}</s:Text></s:Reason></s:Fault>'
    )


def profile(token: str, size: str, *, encoding: str = "H264", source: str = "src0", more: str = "") -> str:
    """Return a Media1 profile of a size such as "1920x1080"."""
    width, height = size.split("x")
    return (
        f'<trt:Profiles token="{token}"><tt:Name>{token}</tt:Name><tt:VideoSourceConfiguration token="v">'
        f"<tt:SourceToken>{source}</tt:SourceToken></tt:VideoSourceConfiguration>"
        f'<tt:VideoEncoderConfiguration token="e"><tt:Encoding>{encoding}</tt:Encoding><tt:Resolution>'
        f"<tt:Width>{width}</tt:Width><tt:Height>{height}</tt:Height></tt:Resolution>{more}"
        f"</tt:VideoEncoderConfiguration></trt:Profiles>"
    )


def date_time(moment: datetime, *, name: str = "UTCDateTime", zone: str = "CST-8") -> bytes:
    """Return a GetSystemDateAndTime answer."""
    return response(
        "GetSystemDateAndTime",
        "<tds:SystemDateAndTime><tt:DateTimeType>NTP</tt:DateTimeType>"
        f"<tt:TimeZone><tt:TZ>{zone}</tt:TZ></tt:TimeZone>"
        f"<tt:{name}><tt:Time><tt:Hour>{moment.hour}</tt:Hour><tt:Minute>{moment.minute}</tt:Minute>"
        f"<tt:Second>{moment.second}</tt:Second></tt:Time><tt:Date><tt:Year>{moment.year}</tt:Year>"
        f"<tt:Month>{moment.month}</tt:Month><tt:Day>{moment.day}</tt:Day></tt:Date></tt:{name}>"
        "</tds:SystemDateAndTime>",
    )


def services(inside: str, *kinds: str) -> bytes:
    """Return a GetServices answer with the device at `inside` (scheme, host, port) and these kinds."""
    names = {"device": "ver10/device", "media": "ver10/media", "media2": "ver20/media", "ptz": "ver20/ptz"}
    return response(
        "GetServices",
        "".join(
            f"<tds:Service><tds:Namespace>http://www.onvif.org/{names[kind]}/wsdl</tds:Namespace>"
            f"<tds:XAddr>{inside}/onvif/{kind}_service</tds:XAddr></tds:Service>"
            for kind in kinds
        ),
    )


def plain_answers(inside: str) -> dict[str, bytes]:
    """Return the answers of an ordinary two-stream camera without its clock."""
    return {
        "GetServices": services(inside, "device", "media", "ptz"),
        "GetDeviceInformation": response(
            "GetDeviceInformation",
            "<tds:Manufacturer>ACME</tds:Manufacturer><tds:Model>C1</tds:Model>"
            "<tds:FirmwareVersion>1.2</tds:FirmwareVersion><tds:SerialNumber>7</tds:SerialNumber>",
        ),
        "GetProfiles": response("GetProfiles", profile("main", "1920x1080") + profile("sub", "640x360")),
        "GetSnapshotUri": response(
            "GetSnapshotUri", f"<trt:MediaUri><tt:Uri>{inside}/snap.jpg?q=1</tt:Uri></trt:MediaUri>"
        ),
        "GetStreamUri": response(
            "GetStreamUri", "<trt:MediaUri><tt:Uri>rtsp://192.168.1.64:554/{token}</tt:Uri></trt:MediaUri>"
        ),
        "GetPresets": response("GetPresets", '<tptz:Preset token="1"><tt:Name>gate</tt:Name></tptz:Preset>'),
    }


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request as the device saw it."""

    operation: str
    login: str  # none | digest | token
    right: bool  # whether the login was right
    path: str
    body: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer that is not plain: a status, a header, or a fault of the transport."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    how: str = "whole"  # whole | drip_head | drip_body | silent | close | cut | garbage | endless


class FakeDevice:
    """Runs while it is entered; `asked` tells what it saw, in order."""

    def __init__(
        self,
        answers: Mapping[str, bytes | Answer] | None = None,
        *,
        accepts: frozenset[str] = frozenset(),  # of "digest" and "token"; empty lets anybody in
        skew_s: float = 0.0,  # its clock minus ours
        token_window_s: float = 5.0,  # a token's age at most
        right_date: bool = False,  # whether answers carry a Date header, by our clock and not by its own
        zulu_only: bool = True,  # whether a token's time must end in Z, as Hikvision has it
        open_operations: frozenset[str] = PRE_AUTH,
        refuse_with: int = 401,  # HTTP status of a refusal; its body is a NotAuthorized fault
        one_time_nonces: bool = False,
        keep_alive: bool = True,
        inside: str = "http://192.168.1.64:80",
    ) -> None:
        self.answers: dict[str, bytes | Answer] = plain_answers(inside) | dict(answers or {})
        self.accepts = accepts
        self.skew_s = skew_s
        self.token_window_s = token_window_s
        self.right_date = right_date
        self.zulu_only = zulu_only
        self.open_operations = open_operations
        self.refuse_with = refuse_with
        self.one_time_nonces = one_time_nonces
        self.keep_alive = keep_alive
        self.credential = Credential(user="admin", password="密码 &<1")
        self.asked: list[Asked] = []
        self.connections = 0
        self.stopping = threading.Event()
        self._used_nonces: set[str] = set()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.device = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    def camera(self, **access: Any) -> Camera:
        """Return the configuration of a camera that is this device."""
        return camera(access={"host": "127.0.0.1", "onvif_port": self.port} | access)

    def now(self) -> datetime:
        """Return the device's own time, UTC."""
        return SystemClock().now() + timedelta(seconds=self.skew_s)

    @property
    def logins(self) -> list[str]:
        """The kinds of login shown and wrong, in order."""
        return [asked.login for asked in self.asked if asked.login != "none" and not asked.right]

    @property
    def operations(self) -> list[str]:
        """The operations asked for, in order."""
        return [asked.operation for asked in self.asked]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def nonce(self) -> str:
        """Return the nonce to challenge with."""
        return f"{NONCE}{len(self._used_nonces)}" if self.one_time_nonces else NONCE

    def digest_is_right(self, header: str) -> bool:
        """Check an Authorization header by RFC 2617, in the words of the RFC."""
        told = {
            key: quoted or bare for key, quoted, bare in re.findall(r'(\w+)=(?:"([^"]*)"|([^,\s]+))', header)
        }
        md5 = lambda text: hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()  # noqa: E731 - one line of a fake
        ha1 = md5(f"{self.credential.user}:cam:{self.credential.password}")
        ha2 = md5(f"POST:{told['uri']}")
        right = md5(f"{ha1}:{told['nonce']}:{told['nc']}:{told['cnonce']}:auth:{ha2}")
        fresh = told["nonce"] == self.nonce() and told["nonce"] not in self._used_nonces
        if self.one_time_nonces and fresh:
            self._used_nonces.add(told["nonce"])
        return fresh and told["response"] == right and told["username"] == self.credential.user

    def token_is_right(self, body: str) -> bool:
        """Check a WS-UsernameToken, its age included."""
        read = lambda name: (re.search(rf"<[\w:]*{name}[^>]*>([^<]*)<", body) or ["", ""])[1]  # noqa: E731 - one line of a fake
        created = read("Created")
        if self.zulu_only and not created.endswith("Z"):
            return False
        raw = base64.b64decode(read("Nonce")) + created.encode() + self.credential.password.encode()
        digest = base64.b64encode(hashlib.sha1(raw, usedforsecurity=False).digest()).decode()
        age = abs((datetime.fromisoformat(created) - self.now()).total_seconds())
        return digest == read("Password") and age <= self.token_window_s


def recorded(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """Yield `(file name, operation, bytes)` of the recorded answers; the file names say the operation."""
    for path in sorted((folder / "onvif" / "agsh_serverMockup").iterdir()):
        operation = path.name.removesuffix(".xml").rpartition(".")[2].removesuffix("Encoder")
        yield path.name, operation, path.read_bytes()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    device: FakeDevice


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    @property
    def device(self) -> FakeDevice:
        return self.server.device

    def setup(self) -> None:
        self.protocol_version = "HTTP/1.1" if self.device.keep_alive else "HTTP/1.0"
        self.device.connections += 1
        super().setup()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        pass

    def do_POST(self) -> None:
        try:
            self._answer()
        except ConnectionError:
            self.close_connection = True

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        found = re.search(r"Body>\s*<(?:\w+:)?(\w+)", body)
        operation = found[1] if found else "?"
        login, right = "none", not self.device.accepts
        if header := self.headers.get("Authorization"):
            login = "digest"
            right = "digest" in self.device.accepts and self.device.digest_is_right(
                header.encode("latin-1").decode()
            )
        elif "UsernameToken" in body:
            login = "token"
            right = "token" in self.device.accepts and self.device.token_is_right(body)
        self.device.asked.append(
            Asked(operation=operation, login=login, right=right, path=self.path, body=body)
        )
        if not right and operation not in self.device.open_operations:
            self._refuse()
            return
        self._give(self._find(operation, body))

    def _find(self, operation: str, body: str) -> Answer:
        if operation == "GetSystemDateAndTime" and operation not in self.device.answers:
            return Answer(body=date_time(self.device.now()))
        answer = self.device.answers.get(operation)
        if answer is None:
            return Answer(status=500, body=fault("ActionNotSupported", "Optional Action Not Implemented"))
        if isinstance(answer, bytes):
            token = re.search(r"ProfileToken>([^<]*)<", body)
            return Answer(body=answer.replace(b"{token}", token[1].encode() if token else b""))
        return answer

    def _refuse(self) -> None:
        headers = {}
        if "digest" in self.device.accepts:
            headers["WWW-Authenticate"] = (
                f'Digest qop="auth", realm="cam", nonce="{self.device.nonce()}", algorithm=MD5'
            )
        self._give(
            Answer(
                status=self.device.refuse_with,
                headers=headers,
                body=fault("NotAuthorized", "Sender not Authorized"),
            )
        )

    def _give(self, answer: Answer) -> None:
        if answer.how == "close":
            self.close_connection = True
            return
        if answer.how == "garbage":
            self.wfile.write(b"SSH-2.0-dropbear_2014.63\r\n")
            self.close_connection = True
            return
        head = f"HTTP/1.1 {answer.status} X\r\n"
        if self.device.right_date:
            head += f"Date: {format_datetime(SystemClock().now(), usegmt=True)}\r\n"
        for name, value in answer.headers.items():
            head += f"{name}: {value}\r\n"
        if answer.how == "silent":
            self.device.stopping.wait(10)
            self.close_connection = True
        elif answer.how == "drip_head":
            self._drip((head + "X-Slow: " + "x" * 500).encode())
        elif answer.how == "drip_body":
            self.wfile.write(f"{head}Content-Length: 500\r\n\r\n".encode())
            self._drip(b" " * 500)
        elif answer.how == "endless":
            self.wfile.write(f"{head}Connection: close\r\n\r\n".encode())
            while not self.device.stopping.is_set():
                self.wfile.write(b"x" * 65_536)
        else:
            length = len(answer.body) + (100 if answer.how == "cut" else 0)
            self.wfile.write(f"{head}Content-Length: {length}\r\n\r\n".encode() + answer.body)
            self.close_connection = answer.how == "cut" or not self.device.keep_alive

    def _drip(self, slowly: bytes) -> None:
        self.close_connection = True
        for byte in slowly:
            if self.device.stopping.wait(0.03):
                return
            self.wfile.write(bytes([byte]))
