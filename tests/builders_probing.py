"""Valid objects of probing from plain words."""

from __future__ import annotations

from typing import Any

from core.config.camera import Camera
from ingest.onvif.probe import ProbeResult, Problem
from tests.builders import camera


def port(name: str, host: str = "10.0.0.1", *, login: str | None = "urban", number: int = 80) -> Camera:
    """Return a camera of a host and a login."""
    return camera(id=name, access={"host": host, "onvif_port": number, "credential": login})


def result(name: str, *codes: str, **more: Any) -> ProbeResult:
    """Return an answer with problems by code; digest was taken unless the codes say otherwise."""
    taken = "none" if {"login_refused", "no_route", "connection_refused", "slow"} & set(codes) else "digest"
    return ProbeResult(
        **{
            "camera_id": name,
            "host": "10.0.0.1",
            "port": 80,
            "login": taken,
            "problems": tuple(Problem.of(code, f"{name}: {code}") for code in codes),
        }
        | more
    )
