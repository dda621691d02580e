"""What a second opinion needs beyond its own keys, in a folder that is good otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridwatch.configuration.loader import inspect
from gridwatch.configuration.problem import Problem

ENDPOINT = 'url: "{url}", model: m, allow: [{allow}]'


def told(good: Path, opinion: str, environment: dict[str, str] | None = None) -> list[Problem]:
    """What is wrong with these settings of a second opinion."""
    settings = good / "gridwatch.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{text}opinion: {opinion}\n", encoding="utf-8")
    _, problems = inspect(good, environment or {})
    return problems


def endpoint(url: str = "http://10.1.2.3:8000", allow: str = "10.1.2.3/32", more: str = "") -> str:
    """An endpoint of this address."""
    return "{kind: endpoint, endpoint: {" + ENDPOINT.format(url=url, allow=allow) + more + "}}"


@pytest.mark.parametrize(
    "opinion",
    [
        "{kind: tile}",
        "{kind: tile, act: true, matters: [construction_waste]}",
        endpoint(),
        endpoint("http://10.1.2.3:8000/v1"),
        endpoint("https://vision.city.example", "10.0.0.0/8"),
        endpoint("http://[fd12::1]:8000", '"fd12::/64"'),
    ],
)
def test_what_can_be_asked_is_good(good: Path, opinion: str) -> None:
    """Names are checked when they are resolved: no configuration asks a name server."""
    assert told(good, opinion) == []


@pytest.mark.parametrize(
    ("opinion", "level", "key", "what"),
    [
        (endpoint(allow="192.168.0.0/16"), "error", "opinion.endpoint.allow", "10.1.2.3 lies in none of the allowed"),
        (endpoint("http://127.0.0.1:8000", "0.0.0.0/0"), "error", "opinion.endpoint.allow", "127.0.0.1 is special"),
        (endpoint("http://10.1.2.3/?k=sk-1"), "error", "opinion.endpoint.url", "would be lost"),
        (endpoint(more=", key: vision"), "error", "opinion.endpoint.key", "no secret is known by the name vision"),
        ("{endpoint: {" + ENDPOINT.format(url="http://a", allow="10.0.0.0/8") + "}}", "warning",
         "opinion.endpoint", "is not used with kind none"),
        ("{kind: tile, folder: models}", "warning", "opinion.folder", "is not used with kind tile"),
        ("{kind: tile, matters: [construction_wast]}", "error", "opinion.matters[0]", "no profile looks for"),
    ],
)  # fmt: skip
def test_what_would_never_be_answered_is_told(
    good: Path, opinion: str, level: str, key: str, what: str
) -> None:
    """One problem each, at its key; what may be a secret is not repeated."""
    (problem,) = told(good, opinion)
    assert (problem.level, problem.key, problem.line) == (level, key, 2)
    assert what in problem.what
    assert "sk-1" not in str(problem)


def test_a_key_that_is_known_is_good(good: Path) -> None:
    """From the environment, as in a container."""
    assert told(good, endpoint(more=", key: vision"), {"GRIDWATCH_SECRET_VISION": "k"}) == []
