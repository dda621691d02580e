"""One connection to a broker: opened, used, and noticed when it is lost. Trying again is the publisher's."""

from __future__ import annotations

import contextlib
import logging
import ssl
from collections.abc import AsyncIterator
from typing import Protocol
from urllib.parse import urlsplit

import aiomqtt

from core.config.settings.offers import Mqtt
from core.errors import ConfigError, GridwatchError
from core.secrets import Credential
from gridwatch.offers.mqtt.letters import Letter, status

IN_FLIGHT = 20  # messages under way at once; brokers commonly allow as many
GOODBYE_S = 2.0  # for the broker's word when we leave: a service that stops does not wait for one that hangs
_QOS = 1  # at least once: the broker has said that it has it
_PORTS = {"mqtt": 1883, "mqtts": 8883}


class CutOff(GridwatchError):
    """The broker cannot be reached, refuses us, or does not answer any more."""

    retry = True


class Line(Protocol):
    """An open connection."""

    async def send(self, letter: Letter) -> None:
        """Return when the broker has said that it has the message; CutOff when it does not."""
        ...

    async def lost(self) -> None:
        """Return when the connection is lost; never before."""
        ...


@contextlib.asynccontextmanager
async def open_line(settings: Mqtt, *, client_id: str, credential: Credential | None) -> AsyncIterator[Line]:
    """Connect, say that we are online, and say offline when the block is left.

    Raises:
        CutOff: the broker cannot be reached, or refuses us.
        ConfigError: the authority's file is none.
    """
    parts = urlsplit(settings.address)
    gone = status(settings.prefix, online=False)
    client = aiomqtt.Client(
        parts.hostname or "",
        parts.port or _PORTS[parts.scheme],
        username=credential.user if credential else None,
        password=credential.password if credential else None,
        identifier=client_id,
        will=aiomqtt.Will(gone.topic, gone.payload, qos=_QOS, retain=True),
        timeout=settings.timeout_s,
        keepalive=settings.keepalive_s,
        tls_context=_tls(settings) if parts.scheme == "mqtts" else None,
        max_inflight_messages=IN_FLIGHT,
        max_queued_incoming_messages=1,  # we subscribe to nothing
        logger=_quiet(),
    )
    client.pending_calls_threshold = (
        10 * IN_FLIGHT
    )  # above it the library warns; our bound is the publisher's
    try:
        async with client:
            line = _Line(client)
            await line.send(status(settings.prefix, online=True))
            try:
                yield line
            finally:
                client.timeout = min(settings.timeout_s, GOODBYE_S)
                with contextlib.suppress(CutOff):
                    await line.send(gone)
    except aiomqtt.MqttError as error:
        raise CutOff(f"{parts.hostname}: {error}") from error


class _Line:
    def __init__(self, client: aiomqtt.Client) -> None:
        self._client = client

    async def send(self, letter: Letter) -> None:
        try:
            await self._client.publish(letter.topic, letter.payload, qos=_QOS, retain=letter.retain)
        except (aiomqtt.MqttError, ValueError) as error:  # ValueError: larger than MQTT can carry
            raise CutOff(str(error)) from error

    async def lost(self) -> None:
        with contextlib.suppress(aiomqtt.MqttError):
            async for _ in self._client.messages:  # ends when the connection does
                pass


def _tls(settings: Mqtt) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=settings.ca_file or None)
    except (OSError, ssl.SSLError) as error:
        raise ConfigError(
            f"mqtt.ca_file: {settings.ca_file} is no PEM file of certificates: {error}"
        ) from error


def _quiet() -> logging.Logger:
    """Return a logger of which nothing is heard: what matters is raised, and told by the publisher."""
    logger = logging.getLogger("gridwatch.mqtt.library")
    logger.disabled = True
    return logger
