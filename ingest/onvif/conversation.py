"""One conversation with one device: requests out, answers in, logins counted, a deadline over all of it."""

from __future__ import annotations

import http
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from core.clock import Clock
from core.config.camera import Camera
from core.config.settings.looking import Looking
from core.errors import LookError
from core.look import LookFailureKind
from core.secrets import Credential
from ingest.access import Addresses, LoginKind
from ingest.onvif import soap
from ingest.onvif.asking import Request, made
from ingest.onvif.digest import authorization, parse_challenge
from ingest.onvif.login import Login, Proof
from ingest.onvif.nat import Outside
from ingest.onvif.soap import Element
from ingest.onvif.trouble import Cause, Trouble
from ingest.onvif.wire import Reply, Wire, target_of
from ingest.onvif.wsdl import Service, document

CALLS = 4  # a conversation may take as long as this many calls at their limit (looking.onvif_s)
_AGENT = "Gridwatch"


class LoginWanted(LookError):
    """An anonymous request was refused. Nothing was shown, so nothing counts against us."""

    def __init__(self, where: str) -> None:
        super().__init__(LookFailureKind.NO_CREDENTIAL, f"{where} wants a login")


class Conversation:
    """Everything said to one device in one go. For one thread; close it, or use it in a `with`."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        credential: Credential | None,
        looking: Looking,
        clock: Clock,
        remembered: LoginKind | None = None,
        lasts_s: float | None = None,
    ) -> None:
        """`lasts_s`: seconds after which all of it is over; None is CALLS calls."""
        until = clock.monotonic() + (CALLS * looking.onvif_s if lasts_s is None else lasts_s)
        self.clock = clock
        self.login = Login(credential, remembered=remembered)
        self.outside = Outside(host=host, port=port)
        self.clock_offset_s = 0.0  # the camera's clock minus ours; tokens are signed with it
        self.date_header: str | None = None  # of the latest answer
        self._wire = Wire(clock=clock, until=until, open_s=looking.open_s, call_s=looking.onvif_s)

    def call(
        self, service: Service, address: str, operation: str, *, anonymous: bool = False, **params: Any
    ) -> Element:
        """Call an operation of a service whose WSDL is known; return its `...Response` element.

        Raises:
            LookError: by kind; `LoginWanted` when `anonymous` and the device refuses.
            Fault: the device answered with a SOAP fault that is not about the login.
        """
        return self.send(address, made(service, operation, params), anonymous=anonymous)

    def send(self, address: str, request: Request, *, anonymous: bool = False) -> Element:
        """Send a request with whatever login the device accepts; return the response element."""
        operation = request.operation
        url = self.outside.reach(address)
        if url is None:
            raise Trouble(Cause.OTHER_SCHEME, f"{operation}: the device gave no usable service address")
        where = f"{operation} at {self.outside.host}:{self.outside.port}"
        proof = Proof.NONE if anonymous else self.login.first()
        while True:
            reply = self._post(url, request, proof)
            refusal = _refusal(reply, operation)
            if refusal is None:
                return self._accept(reply, operation, proof)
            if anonymous:
                raise LoginWanted(where)
            challenge = parse_challenge(reply.challenges)
            proof = self.login.refused(proof, challenge, where=where, told=refusal)

    def _accept(self, reply: Reply, operation: str, proof: Proof) -> Element:
        try:
            found = _response(reply, operation)
        except soap.Fault:
            self.login.accepted(proof)  # it objects to the request, not to us
            raise
        self.login.accepted(proof)
        return found

    def close(self) -> None:
        """End the connection."""
        self._wire.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _post(self, url: str, request: Request, proof: Proof) -> Reply:
        headers = {"User-Agent": _AGENT, "Content-Type": request.content_type}
        body, login = request.body, self.login
        if proof is Proof.TOKEN and login.credential is not None:
            body = self._signed(request, login.credential)
        elif proof is Proof.DIGEST and login.credential is not None and login.challenge is not None:
            login.used += 1
            headers["Authorization"] = authorization(
                login.challenge,
                login.credential,
                method="POST",
                uri=target_of(url),
                count=login.used,
                cnonce=secrets.token_hex(8),
            )
        # A first login goes over a connection of its own: a resend on a closed one would show it twice.
        fresh = proof is not Proof.NONE and login.unproven
        reply = self._wire.post(url, body, headers, fresh=fresh)
        self.date_header = reply.date
        return reply

    def _signed(self, request: Request, credential: Credential) -> bytes:
        """Add a WS-UsernameToken by the camera's clock, in Zulu form (Hikvision accepts no other)."""
        from zeep.wsse.username import UsernameToken

        token = UsernameToken(  # type: ignore[no-untyped-call]  # zeep is partly typed
            credential.user,
            credential.password,
            use_digest=True,
            zulu_timestamp=True,
            created=self.clock.now() + timedelta(seconds=self.clock_offset_s),
        )
        envelope = soap.parse(request.body, request.operation)  # one of our own: what is kept stays as it is
        signed, _ = token.apply(envelope, {})  # type: ignore[no-untyped-call] # zeep is untyped
        return soap.to_bytes(signed)


@contextmanager
def converse(
    camera: Camera,
    credential: Credential | None,
    *,
    looking: Looking,
    clock: Clock,
    remembered: Addresses | None = None,
    lasts_s: float | None = None,
) -> Iterator[Conversation]:
    """Open a conversation with a configured camera. Whatever goes wrong inside comes out as a LookError.

    `lasts_s`: see `Conversation`; turning a camera takes longer than asking it.

    Raises:
        LookError: NO_ADDRESS when the camera has no ONVIF address; INTERNAL for a fault of our own.
    """
    access = camera.access
    if not access.onvif or not access.host:
        raise LookError(
            LookFailureKind.NO_ADDRESS, "the camera has no ONVIF address (access.onvif, access.host)"
        )
    try:
        document("device")  # parsed before the deadline starts to run
        document("media")
        with Conversation(
            host=access.host,
            port=access.onvif_port,
            credential=credential,
            looking=looking,
            clock=clock,
            remembered=remembered.login if remembered else None,
            lasts_s=lasts_s,
        ) as conversation:
            yield conversation
    except LookError:
        raise
    except Exception as wrong:
        # zeep and lxml raise many kinds on input nobody has seen before; one camera's must not end a look
        # without a name. The message is left out: it may quote a request.
        raise LookError(LookFailureKind.INTERNAL, f"{type(wrong).__name__} in the ONVIF client") from wrong


def _refusal(reply: Reply, operation: str) -> str | None:
    """Return None unless the answer refuses the login; then what the device said, ready to be appended."""
    told = ""
    if reply.status != http.HTTPStatus.OK:
        try:
            soap.read_answer(reply.body, operation)
        except soap.Fault as fault:
            told = f": {fault.told}" if fault.told else ""
            if fault.not_authorized:
                return told
        except LookError:
            pass  # no SOAP in it: the status alone decides
        return told if reply.status in {401, 403} else None
    if b"Fault" in reply.body:  # some devices refuse under HTTP 200
        try:
            soap.read_answer(reply.body, operation)
        except soap.Fault as fault:
            return f": {fault.told}" if fault.not_authorized else None
        except LookError:
            pass  # told by _response
    return None


def _response(reply: Reply, operation: str) -> Element:
    try:
        return soap.read_answer(reply.body, operation)
    except soap.Fault:
        raise
    except LookError:
        if reply.status == http.HTTPStatus.OK:
            raise
        cause = Cause.NO_SERVICE if reply.status == http.HTTPStatus.NOT_FOUND else Cause.HTTP_ERROR
        raise Trouble(cause, f"{operation}: HTTP {reply.status} {_phrase(reply.status)}".rstrip()) from None


def _phrase(status: int) -> str:
    if status == http.HTTPStatus.NOT_FOUND:
        return "(there is no ONVIF service at this path)"
    try:
        return f"({http.HTTPStatus(status).phrase})"
    except ValueError:
        return ""
