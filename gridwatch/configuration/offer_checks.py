"""What the offers beside webhooks need beyond their own keys: logins, secrets, a file. No value is told."""

from __future__ import annotations

import ssl
from ipaddress import ip_address
from urllib.parse import urlsplit

from core.config.settings.root import Settings
from core.secrets import Secrets
from gridwatch.configuration.problem import did_you_mean
from gridwatch.configuration.reading import Reading
from gridwatch.configuration.secrets_file import environment_name

_FILE = "gridwatch.yaml"


def check_offers(reading: Reading, settings: Settings, secrets: Secrets) -> None:
    """The broker's login and authority are there, and so is every address of the digest."""
    if settings.mqtt.on:
        _check_login(reading, settings, secrets)
        _check_authority(reading, settings)
    if settings.digest.on and reading.secrets_read:
        _check_addresses(reading, settings, secrets)


def _check_login(reading: Reading, settings: Settings, secrets: Secrets) -> None:
    mqtt = settings.mqtt
    if mqtt.credential is None:
        return
    logins, _ = secrets.names
    if mqtt.credential not in logins and reading.secrets_read:
        name = environment_name("CREDENTIAL", mqtt.credential)
        cure = did_you_mean(
            mqtt.credential, logins, f"Set {name}=user:password or add it to the secrets file."
        )
        reading.at(_FILE, ("mqtt", "credential"), f"no login is known by the name {mqtt.credential}", cure)
    parts = urlsplit(mqtt.address)
    if parts.scheme == "mqtt" and not _is_here(parts.hostname or ""):
        what = "the password goes over the network for everybody to read"
        cure = "Use mqtts:// and the broker's TLS port, commonly 8883."
        reading.at(_FILE, ("mqtt", "address"), what, cure, level="warning")


def _check_authority(reading: Reading, settings: Settings) -> None:
    mqtt = settings.mqtt
    if not mqtt.ca_file:
        return
    where = ("mqtt", "ca_file")
    if not mqtt.address.startswith("mqtts:"):
        cure = "Use mqtts://, or take it out."
        reading.at(_FILE, where, "is not used without TLS", cure, level="warning")
    try:
        ssl.create_default_context(cafile=mqtt.ca_file)
    except (OSError, ssl.SSLError) as error:
        cure = "Give a PEM file of certificates; a relative path is relative to the working folder."
        reading.at(_FILE, where, f"cannot be read as certificates: {error}", cure)


def _check_addresses(reading: Reading, settings: Settings, secrets: Secrets) -> None:
    """Each is known, and looks like an address; whether Apprise knows its kind, `digest send` tells."""
    for i, name in enumerate(settings.digest.to):
        value = secrets.value(name)
        if value is None:
            cure = f"Set {environment_name('SECRET', name)} or add it to `values` in the secrets file."
            reading.at(_FILE, ("digest", "to", i), f"no secret is known by the name {name}", cure)
        elif "://" not in value:
            cure = "It is an Apprise address such as mailtos://...; see docs/administrators.md."
            reading.at(_FILE, ("digest", "to", i), f"the secret {name} is no address", cure)


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
