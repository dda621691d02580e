"""What MQTT and the digest need beyond their own keys, in a folder that is good otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridwatch.configuration.loader import inspect
from gridwatch.configuration.problem import Problem

SECRETS = {
    "GRIDWATCH_CREDENTIAL_BROKER": "gridwatch:hunter22",
    "GRIDWATCH_SECRET_MAIL": "mailtos://u:hunter22@x.example",
    "GRIDWATCH_SECRET_ODD": "hunter22",
}


def told(good: Path, settings: str) -> list[Problem]:
    """What is wrong with these settings."""
    file = good / "gridwatch.yaml"
    file.write_text(f"{file.read_text(encoding='utf-8')}{settings}\n", encoding="utf-8")
    return inspect(good, SECRETS)[1]


@pytest.mark.parametrize(
    "settings",
    [
        "mqtt: {address: 'mqtt://10.1.2.3', prefix: city/gridwatch}",
        "mqtt: {address: 'mqtts://10.1.2.3', credential: broker}",
        "mqtt: {address: 'mqtt://127.0.0.1:1884', credential: broker}",
        "mqtt: {credential: nobody}",
        "digest: {to: [mail], at: ['08:00', '20:00']}",
    ],
)
def test_what_can_be_sent_is_good(good: Path, settings: str) -> None:
    """Secrets of the environment are found by the names that the settings give; what is off needs none."""
    assert told(good, settings) == []


@pytest.mark.parametrize(
    ("settings", "level", "key", "what"),
    [
        ("mqtt: {address: 'mqtts://b', credential: brokr}", "error", "mqtt.credential", "no login is known"),
        ("mqtt: {address: 'mqtt://b', credential: broker}", "warning", "mqtt.address", "everybody to read"),
        ("mqtt: {address: 'mqtts://b', ca_file: none.pem}", "error", "mqtt.ca_file", "cannot be read"),
        ("digest: {to: [mail, nobody]}", "error", "digest.to[1]", "no secret is known by the name nobody"),
        ("digest: {to: [odd]}", "error", "digest.to[0]", "the secret odd is no address"),
    ],
)
def test_what_would_never_arrive_is_told(good: Path, settings: str, level: str, key: str, what: str) -> None:
    """At the key that is wrong, with a cure, and without a secret."""
    (problem,) = told(good, settings)
    assert (problem.level, problem.key) == (level, key)
    assert what in problem.what
    assert problem.cure
    assert "hunter22" not in str(problem)


def test_an_authority_without_tls_is_told(good: Path, tmp_path: Path) -> None:
    """Somebody believes that the connection is checked."""
    file = tmp_path / "ca.pem"
    file.write_text("nothing", encoding="utf-8")
    problems = told(good, f"mqtt: {{address: 'mqtt://b', ca_file: '{file}'}}")
    assert [(one.level, one.key) for one in problems] == [
        ("error", "mqtt.ca_file"),
        ("warning", "mqtt.ca_file"),
    ]
