"""Against a real Mosquitto."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import subprocess
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from core.config.settings.offers import Mqtt
from core.errors import ConfigError
from core.secrets import Credential
from gridwatch.offers.mqtt.letters import Letter
from gridwatch.offers.mqtt.line import CutOff, open_line
from tests.builders import START
from tests.fakes.mosquitto import Mosquitto, program, until


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    """A broker without a login."""
    made = Mosquitto(tmp_path)
    made.start()
    yield made
    made.stop()


def line(wanted: Mqtt, credential: Credential | None = None) -> Any:
    """A line as the service opens it."""
    return open_line(wanted, client_id="gridwatch-test", credential=credential)


async def test_a_message_arrives_and_presence_is_told(broker: Mosquitto) -> None:
    """Online when it is there, offline when it leaves or is cut off; retained, so that anybody later knows."""
    async with broker.heard() as got:
        async with line(broker.settings()) as open_one:
            await open_one.send(Letter(topic="gridwatch/incidents/inc_1", payload="垃圾".encode()))
            await until(lambda: len(got) == 2, "both arrive")
        await until(lambda: len(got) == 3, "the last word arrives")
    told = [(str(one.topic), bytes(one.payload).decode(), one.qos) for one in got]
    assert told == [
        ("gridwatch/status", "online", 1),
        ("gridwatch/incidents/inc_1", "垃圾", 1),
        ("gridwatch/status", "offline", 1),
    ]
    async with broker.heard("gridwatch/status") as later:
        await until(lambda: len(later) == 1, "kept by the broker")
        assert later[0].retain


async def test_a_broker_that_dies_is_noticed(broker: Mosquitto) -> None:
    """At once, and not at the next message."""
    async with line(broker.settings()) as open_one:
        lost = asyncio.create_task(open_one.lost())
        await asyncio.sleep(0.05)
        assert not lost.done()
        broker.stop()
        await asyncio.wait_for(lost, 2)
        with pytest.raises(CutOff):
            await open_one.send(Letter(topic="g/x", payload=b"x"))
    with pytest.raises(CutOff, match="127"):
        async with line(broker.settings()):
            raise AssertionError("nobody listens")


@pytest.fixture
def passwords(tmp_path: Path) -> Path:
    """One login, as the broker keeps it."""
    file = tmp_path / "passwords"
    subprocess.run([program("mosquitto_passwd"), "-b", "-c", str(file), "urban", "let-me-in"], check=True)
    file.chmod(0o600)
    return file


async def test_only_who_knows_the_password(tmp_path: Path, passwords: Path) -> None:
    """A login is used; a wrong one is told without the password."""
    broker = Mosquitto(tmp_path, f"password_file {passwords}", "allow_anonymous false")
    broker.start()
    try:
        async with line(broker.settings(), Credential(user="urban", password="let-me-in")) as open_one:
            await open_one.send(Letter(topic="g/x", payload=b"x"))
        with pytest.raises(CutOff) as refused:
            async with line(broker.settings(), Credential(user="urban", password="guessed")):
                raise AssertionError("let in")
        assert "guessed" not in str(refused.value)
        with pytest.raises(CutOff):
            async with line(broker.settings()):
                raise AssertionError("let in as nobody")
    finally:
        broker.stop()


@pytest.mark.filterwarnings("ignore:.*ssl.SSLSocket")  # paho leaves a refused one to the garbage collector
async def test_tls_is_checked(tmp_path: Path) -> None:
    """With the authority's file it connects; a certificate that nobody vouches for is refused."""
    certificate, key = _certificate(tmp_path)
    broker = Mosquitto(tmp_path, f"certfile {certificate}", f"keyfile {key}")
    broker.start()
    address = f"mqtts://127.0.0.1:{broker.port}"
    try:
        async with line(broker.settings(address=address, ca_file=str(certificate))) as open_one:
            await open_one.send(Letter(topic="g/x", payload=b"x"))
        with pytest.raises(CutOff, match=r"(?i)certificate"):
            async with line(broker.settings(address=address)):
                raise AssertionError("trusted a stranger")
    finally:
        broker.stop()
    with pytest.raises(ConfigError, match=r"mqtt\.ca_file"):
        async with line(broker.settings(address=address, ca_file=str(tmp_path / "none.pem"))):
            raise AssertionError("opened without a file")


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "broker of a test")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(START - timedelta(days=3650))
        .not_valid_after(START + timedelta(days=3650))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    private.chmod(0o644)
    assert ssl.create_default_context(cafile=str(certificate))
    return certificate, private


class _Liar:
    """A broker that speaks MQTT 3.1.1 and gives its word for as many messages as it likes, then hangs or lies."""

    def __init__(self, words: int, then: bytes = b"") -> None:
        self.words = words
        self.then = then  # said in place of its word

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak with one client until it goes."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                kind = (await reader.readexactly(1))[0] >> 4
                length = shift = 0
                while True:
                    digit = (await reader.readexactly(1))[0]
                    length += (digit & 127) << shift
                    shift += 7
                    if digit < 128:
                        break
                body = await reader.readexactly(length)
                if kind == 1:
                    writer.write(b"\x20\x02\x00\x00")
                elif kind == 3 and self.words:
                    self.words -= 1
                    after = 2 + int.from_bytes(body[:2])
                    writer.write(b"\x40\x02" + body[after : after + 2])
                elif kind == 3:
                    writer.write(self.then)
                elif kind == 12:
                    writer.write(b"\xd0\x00")
                await writer.drain()
        writer.close()


@contextlib.asynccontextmanager
async def _lying(words: int, then: bytes = b"") -> AsyncIterator[Mqtt]:
    server = await asyncio.start_server(_Liar(words, then).serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    yield Mqtt.model_validate({"address": f"mqtt://127.0.0.1:{port}", "timeout_s": 1})
    server.close()


@pytest.mark.parametrize("word", [b"", b"\x40\x02\xff\xff", b"\x40\x00", b"\xff\xff\xff\xff\xff"])
async def test_a_broker_that_hangs_or_lies_has_nothing(word: bytes) -> None:
    """No word, one for another message, half a one, or noise: the message is not taken for published."""
    async with _lying(1, word) as wanted:
        with pytest.raises(CutOff):
            async with line(wanted) as open_one:
                await open_one.send(Letter(topic="g/x", payload=b"1"))


async def test_a_broker_that_hangs_does_not_hold_up_a_stop() -> None:
    """It has ten seconds for a message, and two when we leave."""
    loop = asyncio.get_running_loop()
    async with _lying(1) as wanted:
        begun = 0.0
        async with line(wanted.model_copy(update={"timeout_s": 10})):
            begun = loop.time()
        assert loop.time() - begun < 6
