"""The configs folder of a demo, written as an administrator would have written it."""

from __future__ import annotations

import os
import secrets as random_source
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from alerts.signing import new_key
from core.config.camera import Access
from core.errors import ConfigError
from core.secrets import Credential
from gridwatch.repository import REPOSITORY
from gridwatch.simulator.district import write_district
from gridwatch.simulator.login import fresh_login
from gridwatch.simulator.script import demo_script

_MARK = ".gridwatch-demo"  # a folder with this file in it may be emptied


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoSecrets:
    """Keys made for one demo alone."""

    platform: str = field(repr=False)  # signs incidents
    callback: str = field(repr=False)  # signs case status
    api_token: str = field(repr=False)
    login: Credential  # of every simulated camera

    @classmethod
    def fresh(cls) -> DemoSecrets:
        """Return keys that nobody has seen."""
        return cls(
            platform=new_key(),
            callback=new_key(),
            api_token=random_source.token_urlsafe(24),
            login=fresh_login(),
        )


def fresh_folder(folder: Path) -> None:
    """Make an empty folder; what an earlier demo left in it is removed, anything else never.

    Raises:
        ConfigError: it holds something that no demo has written.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).exists():
        raise ConfigError(
            f"{folder}: holds something that is not of a demo; give an empty or new folder by --out"
        )
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / _MARK).touch()


def write_demo_folder(
    folder: Path,
    *,
    seed: int,
    seconds: float,
    http_port: int,
    rtsp_port: int,
    platform_url: str,
    secrets: DemoSecrets,
    api_port: int = 8700,
) -> Path:
    """Write `folder`/configs for a simulated district and return its path.

    The first two of three cameras are reached by ONVIF, every third by RTSP alone, unless it can be turned: both
    ways are shown.
    """
    script = demo_script(seed=seed, seconds=seconds)
    order = {camera_id: i for i, camera_id in enumerate(script.cameras)}

    def access(camera_id: str) -> Access:
        if order[camera_id] % 3 == 2 and script.cameras[camera_id].turning is None:
            url = f"rtsp://127.0.0.1:{rtsp_port}/cam/{camera_id}/sub"
            return Access(onvif=False, rtsp_url=url, credential="simulator", host_key=camera_id)
        return Access(
            host="127.0.0.1",
            onvif_port=http_port,
            onvif_path=f"/cam/{camera_id}/onvif/device_service",
            credential="simulator",
            host_key=camera_id,
        )

    configs = folder / "configs"
    write_district(
        configs,
        script,
        access=access,
        matters=REPOSITORY / "configs" / "matters",
        settings=settings(folder, api_port),
        seed=seed,
    )
    write_receiver(configs, platform_url)
    write_secrets(configs / "secrets.yaml", secrets)
    return configs


def settings(folder: Path, api_port: int) -> dict[str, Any]:
    """Return what a demo sets in gridwatch.yaml."""
    return {
        "model": {"folder": str(REPOSITORY / "models" / "default"), "size": [640, 384]},
        "storage": {"url": f"sqlite:///{folder / 'gridwatch.db'}", "evidence": str(folder / "evidence")},
        "api": {"port": api_port},
        "merging": {"verify_s": 2},
        "hawkeye": {"mode": "on", "matters": ["construction_waste"]},
        "delivery": {"source": "urn:gridwatch:demo", "evidence_url": f"http://127.0.0.1:{api_port}/evidence"},
    }


def write_receiver(configs: Path, platform_url: str) -> None:
    """Write receivers/grid-platform.yaml: the simulated platform."""
    path = configs / "receivers" / "grid-platform.yaml"
    path.parent.mkdir(exist_ok=True)
    content = {"url": platform_url, "secret": "grid-platform", "allow": ["127.0.0.0/8"]}
    path.write_text(yaml.safe_dump(content), encoding="utf-8")


def write_secrets(path: Path, secrets: DemoSecrets) -> None:
    """Write secrets.yaml with mode 600."""
    content: Mapping[str, Any] = {
        "credentials": {"simulator": {"user": secrets.login.user, "password": secrets.login.password}},
        "values": {
            "api-token": secrets.api_token,
            "grid-platform": secrets.platform,
            "callback": secrets.callback,
        },
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        yaml.safe_dump(content, file)
