from __future__ import annotations

from pathlib import Path

from core.secrets import Credential
from gridwatch.bench.probe_fleet import GONE, draw_fleet
from gridwatch.bench.probe_folder import write_probe_folder
from gridwatch.configuration.loader import load

LOGIN = Credential(user="viewer", password="a-made-up-word")


def test_the_folder_is_a_configuration(tmp_path: Path) -> None:
    """Every camera at its own host, those that are gone at the port where nobody listens."""
    fleet = draw_fleet(20, faults=0.5, seed=0, login=LOGIN)
    configuration = load(write_probe_folder(tmp_path, fleet, ports=(8001, 8002), login=LOGIN))
    assert len(configuration.cameras) == 20
    for one in fleet:
        access = configuration.cameras[one.device.id].access
        assert (access.host, access.onvif_port) == (one.host, 8002 if one.fault == GONE else 8001)
        assert configuration.secrets.credential(access.credential) == LOGIN
