from __future__ import annotations

import stat
from pathlib import Path

from core.secrets import Credential
from gridwatch.bench.cameras import names
from gridwatch.bench.folder import Bench, write_bench_folder
from gridwatch.configuration.loader import load


def test_it_is_a_configuration_that_loads(tmp_path: Path) -> None:
    """So many cameras of several owners, each with its own address, login and period; the gate as asked."""
    bench = Bench(cameras=20, period_s=7.5, gate="shadow", threads=1)
    login = Credential(user="viewer", password="a-made-up-word")
    configs = write_bench_folder(tmp_path, bench, port=8123, login=login, api_port=8999)
    loaded = load(configs)
    assert sorted(loaded.cameras) == names(20)
    assert len({camera.owner for camera in loaded.cameras.values()}) > 3
    assert len({camera.access.budget_key for camera in loaded.cameras.values()}) == 20
    assert loaded.profile_of["port-00007"].period_s == 7.5
    assert loaded.settings.gate.mode == "shadow"
    assert loaded.settings.model.threads == 1
    assert loaded.secrets.credential("simulator") == login
    assert stat.S_IMODE((configs / "secrets.yaml").stat().st_mode) == 0o600
