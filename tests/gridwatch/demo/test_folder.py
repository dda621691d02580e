from __future__ import annotations

import stat
from pathlib import Path

import pytest

from core.errors import ConfigError
from core.secrets import Credential
from gridwatch.configuration.loader import load
from gridwatch.demo.folder import DemoSecrets, fresh_folder, write_demo_folder


def test_the_demos_folder_is_a_good_configuration(tmp_path: Path) -> None:
    """It passes the same check as any other; its secrets are readable by the owner alone and nowhere else."""
    secrets = DemoSecrets(
        platform="whsec_" + "A" * 44,
        callback="whsec_" + "B" * 44,
        api_token="test-token-of-a-demo",
        login=Credential(user="viewer", password="test-password"),
    )
    assert "test-password" not in repr(secrets)
    configs = write_demo_folder(
        tmp_path,
        seed=3,
        seconds=60,
        http_port=8080,
        rtsp_port=8554,
        platform_url="http://127.0.0.1:9000/incidents",
        secrets=secrets,
    )
    configuration = load(configs, {})
    ways = {
        (camera.access.onvif, camera.access.rtsp_url is None) for camera in configuration.cameras.values()
    }
    assert ways == {(True, True), (False, False)}
    assert len(configuration.profile_of) == len(configuration.cameras)
    assert stat.S_IMODE((configs / "secrets.yaml").stat().st_mode) == 0o600
    for path in configs.rglob("*.y*ml"):
        if path.name != "secrets.yaml":
            assert "test-password" not in path.read_text(encoding="utf-8")


def test_only_a_demos_own_folder_is_emptied(tmp_path: Path) -> None:
    """`--out ~` must not cost anybody his home."""
    mine = tmp_path / "thesis"
    mine.mkdir()
    (mine / "chapter-1.txt").write_text("precious")
    with pytest.raises(ConfigError, match="not of a demo"):
        fresh_folder(mine)
    assert (mine / "chapter-1.txt").read_text() == "precious"
    fresh_folder(tmp_path / "new" / "demo")
    (tmp_path / "new" / "demo" / "old.db").touch()
    fresh_folder(tmp_path / "new" / "demo")
    assert [path.name for path in (tmp_path / "new" / "demo").iterdir()] == [".gridwatch-demo"]
