"""A written district: readable by the product's own loader, true in every position."""

from pathlib import Path

import pytest
import yaml

from core.config.camera import Access, Camera
from core.config.settings.root import Settings
from core.geometry import inside, polygon_area
from gridwatch.simulator.district import camera_config, fleet, write_district, zones_of
from gridwatch.simulator.script import demo_script
from gridwatch.simulator.truth import Truth
from gridwatch.simulator.world import World

MATTERS = Path(__file__).resolve().parents[3] / "configs" / "matters"


def access(camera_id: str) -> Access:
    """One gateway for all."""
    return Access(host="127.0.0.1", onvif_port=8080, onvif_path=f"/cam/{camera_id}/onvif/device_service")


def read(folder: Path) -> list[Camera]:
    """All cameras of a configs folder."""
    rows = [
        row
        for path in sorted((folder / "cameras").glob("*.yaml"))
        for row in yaml.safe_load(path.read_text("utf-8"))["cameras"]
    ]
    return [Camera.model_validate(row) for row in rows]


def test_the_demo_district_is_written_whole(tmp_path: Path):
    """Settings, cameras, profiles, tables, calendar, units, five grid files; every camera has zones and a grid code."""
    demo = demo_script(0)
    done = write_district(
        tmp_path, demo, access=access, matters=MATTERS, settings={"matter_table": "GB/T 47678.5-2026"}
    )
    cameras = read(tmp_path)
    assert done.cameras == len(cameras) == len(demo.cameras)
    assert all(camera.zones and camera.grid_code and camera.pose for camera in cameras)
    settings = Settings.model_validate(yaml.safe_load((tmp_path / "gridwatch.yaml").read_text("utf-8")))
    assert settings.district.code == "990101"
    assert {p.name for p in (tmp_path / "grid").iterdir()} == {
        f"{n}.geojson" for n in ("district", "street", "community", "grid", "social")
    }
    for kind in ("matters", "calendar", "units"):
        assert list((tmp_path / kind).iterdir()), kind
    assert {p.stem for p in (tmp_path / "profiles").iterdir()} == {"street", "plaza", "works_site", "market"}


def test_the_heap_stands_in_a_zone_of_public_ground():
    """The foot of the heap's true box lies in the zone it is meant for, in both cameras."""
    demo = demo_script(0)
    truth = Truth(World(demo), demo)
    for camera_id in ("cam-01", "cam-02"):
        zones = {z.id: z for z in zones_of(demo.cameras[camera_id], demo.scenes["xinghe-road"])}
        heap = [
            b for t in range(12, 40, 4) for b in truth.visible(camera_id, float(t)) if b.actor_id == "heap-1"
        ]
        import numpy as np

        assert inside(np.array([heap[0].box.foot]), zones["pavement-right"].polygon)[0]


def test_zone_areas_are_those_of_the_ground():
    """The part of a plaza in view is some hundred square metres, never more than the plaza."""
    demo = demo_script(0)
    zone = zones_of(demo.cameras["cam-03"], demo.scenes["people-plaza"])[0]
    assert zone.area_m2 is not None
    assert 100 < zone.area_m2 < 52 * 54
    assert polygon_area(zone.polygon) > 0.3


def test_a_fleet_is_spread_over_the_district():
    """Each port has an id and a place of its own and shows what a camera of the script sees."""
    demo = demo_script(0)
    ports = fleet(demo, 700)
    assert len({port.id for port in ports}) == 700
    assert len({(port.x, port.y) for port in ports}) > 690
    assert {port.view for port in ports[len(demo.cameras) :]} == set(demo.cameras)


def test_a_large_fleet_is_written_one_camera_to_a_line(tmp_path: Path):
    """Hundreds of cameras are written in a moment and read as the same cameras."""
    demo = demo_script(0)
    done = write_district(tmp_path, demo, access=access, matters=MATTERS, cameras=fleet(demo, 1000))
    assert done.cameras == 1000
    lines = (tmp_path / "cameras" / "police.yaml").read_text("utf-8").splitlines()
    row = yaml.safe_load(lines[-1])[0]
    assert Camera.model_validate(row).grid_code


def test_a_single_camera_as_configuration():
    """The caller may build one camera; its pose is the true one."""
    demo = demo_script(0)
    camera = camera_config(demo.cameras["cam-07"], demo, access("cam-07"))
    assert camera.pose is not None
    assert camera.pose.height_m == pytest.approx(5.0)
