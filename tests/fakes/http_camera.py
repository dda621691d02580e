"""A camera that serves snapshots over HTTP, and misbehaves by script. Raw asyncio: a web server would not."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import re
from collections import Counter, deque
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Self

from core.secrets import Credential


class Fault(Enum):
    """What goes wrong with one answer (one that has passed the login)."""

    DROP = auto()  # closes without an answer
    SILENT = auto()  # never answers
    STALL = auto()  # answers, then stops within the picture
    DRIP = auto()  # a few bytes at a time, for ever
    CUT = auto()  # announces the whole picture, closes half-way
    SHORT = auto()  # announces and sends half of the picture
    CLOSE = auto()  # no length: the end of the connection is the end of the picture
    LIE = auto()  # a JPEG called text/html
    HTML = auto()  # a login page called image/jpeg
    EMPTY = auto()
    ENDLESS = auto()  # a picture that does not end
    BOAST = auto()  # announces a gigabyte
    MJPEG = auto()  # an endless multipart stream
    ERROR = auto()  # 500
    FORBIDDEN = auto()  # 403
    AWAY = auto()  # redirects to another host
    HERE = auto()  # redirects on this host
    ROUND = auto()  # redirects to itself
    GARBAGE = auto()  # does not speak HTTP


@dataclass
class HttpCamera:
    """Serves `picture` at any path. `schemes`: logins it asks for, in the order of its headers."""

    picture: bytes
    credential: Credential | None = None
    schemes: tuple[str, ...] = ("digest",)
    algorithm: str | None = "MD5"
    nonce_uses: int = 10**9  # a nonce is stale after so many uses
    says_stale: bool = True
    script: deque[Fault | None] = field(default_factory=deque)  # one for each answer; then `always`
    always: Fault | None = None
    seen: list[str] = field(default_factory=list)  # "METHOD path status" in order
    connections: int = 0
    refused: int = 0  # logins shown and wrong
    _nonce: int = 0
    _uses: Counter[str] = field(default_factory=Counter)

    async def __aenter__(self) -> Self:
        """Listen on a free port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        self._tasks: set[asyncio.Task[None]] = set()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop, and drop whoever is connected."""
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def url(self, path: str = "/snapshot.jpg", host: str = "127.0.0.1") -> str:
        """The address of a path."""
        return f"http://{host}:{self.port}{path}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                while await self._answer(reader, writer):
                    pass
        except asyncio.CancelledError:
            pass  # a cancelled connection is how the test ends
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        method, path, _ = head.split("\r\n", 1)[0].split(" ")
        found = re.search(r"^authorization: (.*?)\r$", head, re.IGNORECASE | re.MULTILINE)
        stale = self._check(method, path, found[1] if found else None)
        if stale is not None:
            self.seen.append(f"{method} {path} 401")
            _reply(writer, 401, b"who are you?", headers=self._challenges(stale=stale))
            return True
        fault = self.script.popleft() if self.script else self.always
        self.seen.append(f"{method} {path} {fault.name if fault else 200}")
        return await self._misbehave(fault, path, writer)

    async def _misbehave(self, fault: Fault | None, path: str, writer: asyncio.StreamWriter) -> bool:
        jpeg = [("Content-Type", "image/jpeg")]
        plain: dict[Fault | None, tuple[int, bytes, list[tuple[str, str]]]] = {
            None: (200, self.picture, jpeg),
            Fault.LIE: (200, self.picture, [("Content-Type", "text/html")]),
            Fault.HTML: (200, b"<!DOCTYPE html><title>Login</title>" * 10, jpeg),
            Fault.EMPTY: (200, b"", jpeg),
            Fault.SHORT: (200, self.picture[: len(self.picture) // 2], jpeg),
            Fault.ERROR: (500, b"oops", []),
            Fault.FORBIDDEN: (403, b"no", []),
            Fault.AWAY: (302, b"", [("Location", "http://localhost:1/elsewhere?token=hush")]),
            Fault.HERE: (302, b"", [("Location", "/moved.jpg")]),
            Fault.ROUND: (302, b"", [("Location", path)]),
        }
        if fault in plain:
            status, body, headers = plain[fault]
            _reply(writer, status, body, headers=headers)
            await writer.drain()
            return True
        if fault is Fault.GARBAGE:
            writer.write(b"\x00\x01 I am a toaster\r\n\r\n")
        elif fault is Fault.SILENT:
            await asyncio.sleep(60)
        elif fault is not Fault.DROP:
            assert fault is not None
            await self._endless(fault, writer)
        return False

    async def _endless(self, fault: Fault, writer: asyncio.StreamWriter) -> None:
        picture = self.picture
        length = {Fault.CLOSE: None, Fault.ENDLESS: None, Fault.MJPEG: None, Fault.BOAST: 10**9}.get(
            fault, len(picture)
        )
        size = "" if length is None else f"Content-Length: {length}\r\n"
        writer.write(
            f"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n{size}Connection: close\r\n\r\n".encode()
        )
        match fault:
            case Fault.CLOSE:
                writer.write(picture)
            case Fault.CUT:
                writer.write(picture[: len(picture) // 2])
            case Fault.ENDLESS | Fault.MJPEG:
                writer.write(
                    picture[:-2] if fault is Fault.ENDLESS else b"--frame\r\nContent-Type: image/jpeg\r\n\r\n"
                )
                while True:
                    writer.write(bytes(50_000))
                    await writer.drain()
                    await asyncio.sleep(0)
            case Fault.DRIP:
                for i in range(len(picture)):
                    writer.write(picture[i : i + 1])
                    await asyncio.sleep(0.02)
            case _:
                writer.write(picture[: len(picture) // 2])
                await asyncio.sleep(60)
        await writer.drain()

    def _challenges(self, *, stale: bool) -> list[tuple[str, str]]:
        self._nonce += 1
        algorithm = f", algorithm={self.algorithm}" if self.algorithm else ""
        digest = f'Digest realm="IP, Camera", nonce="n{self._nonce}", qop="auth"{algorithm}'
        digest += ", stale=true" if stale and self.says_stale else ""
        words = {"digest": digest, "basic": 'Basic realm="IP Camera"', "ntlm": "NTLM"}
        return [("WWW-Authenticate", words[scheme]) for scheme in self.schemes]

    def _check(self, method: str, path: str, shown: str | None) -> bool | None:
        """None: let in. Else refused, and whether only the nonce was stale."""
        if self.credential is None:
            return None
        if shown is None:
            return False
        if shown.startswith("Basic ") and "basic" in self.schemes:
            wanted = f"{self.credential.user}:{self.credential.password}".encode()
            right = base64.b64decode(shown[6:]) == wanted
        elif shown.startswith("Digest "):
            fields = {k: q or v for k, q, v in re.findall(r'(\w+)=(?:"([^"]*)"|([^,\s]*))', shown)}
            right = fields.get("response") == self._response(method, path, fields) and fields["uri"] == path
            if right:
                self._uses[fields["nonce"]] += 1
                in_order = int(fields["nc"], 16) == self._uses[fields["nonce"]]
                if self._uses[fields["nonce"]] > self.nonce_uses or not in_order:
                    return True
        else:
            right = False
        self.refused += not right
        return None if right else False

    def _response(self, method: str, path: str, fields: dict[str, str]) -> str:
        assert self.credential is not None
        make = hashlib.sha256 if self.algorithm == "SHA-256" else hashlib.md5
        user, password = self.credential.user, self.credential.password
        first = make(f"{user}:{fields['realm']}:{password}".encode()).hexdigest()
        second = make(f"{method}:{path}".encode()).hexdigest()
        middle = f"{fields['nonce']}:{fields['nc']}:{fields['cnonce']}:{fields['qop']}"
        return make(f"{first}:{middle}:{second}".encode()).hexdigest()


def _reply(
    writer: asyncio.StreamWriter, status: int, body: bytes, *, headers: list[tuple[str, str]] | None = None
) -> None:
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers or []]
    writer.write("\r\n".join([*lines, "", ""]).encode() + body)
