"""Builders of the simulator's visible half: a small script with one place, one camera and what you give it."""

from __future__ import annotations

from collections.abc import Mapping

from core.config.camera import Pose
from gridwatch.simulator.places import scene
from gridwatch.simulator.render.pinhole import Pinhole
from gridwatch.simulator.scenery import Scene
from gridwatch.simulator.script import Planned, SceneScript, camera_at
from gridwatch.simulator.world import Actor, SimCamera, Track

SMALL = (320, 180)


def pinhole(*, height: float = 5.0, heading: float = 0.0, tilt: float = 20.0, hfov: float = 60.0, roll: float = 0.0,
            size: tuple[int, int] = SMALL) -> Pinhole:  # fmt: skip
    """A camera above the origin."""
    pose = Pose(height_m=height, heading_deg=heading, tilt_deg=tilt, hfov_deg=hfov, roll_deg=roll)
    return Pinhole(east_m=0.0, north_m=0.0, pose=pose, width=size[0], height=size[1])


def place(kind: str = "plaza", seed: int = 1) -> Scene:
    """A place at the origin that looks north."""
    return scene(kind, "here", 0.0, 0.0, 0.0, seed)


def eye(
    here: Scene, *, at: tuple[float, float] = (0.0, 20.0), spot: tuple[float, float, float] = (0.0, 5.0, 6.0)
) -> SimCamera:
    """A camera in the place."""
    return camera_at("eye", "Eye", "police", here, spot, at, 60.0, 0)


def script(
    *tracks: Track, kind: str = "plaza", planned: tuple[Planned, ...] = (), light: str = "day"
) -> SceneScript:
    """A script of one place without its template's things, one camera, and these tracks."""
    here = place(kind).cleared(0.0, 0.0, 1e6)
    cameras: Mapping[str, SimCamera] = {"eye": eye(here)}
    return SceneScript(
        seed=0, seconds=60.0, scenes={"here": here}, cameras=cameras, tracks=tracks, planned=planned,
        lights=((0.0, light),),
    )  # fmt: skip


def actor(
    kind: str = "person", x: float = 0.0, y: float = 15.0, actor_id: str = "a", **changes: object
) -> Actor:
    """A thing in front of the camera of `pinhole`."""
    values: dict[str, object] = {"id": actor_id, "kind": kind, "scene": "here", "x": x, "y": y}
    return Actor(**(values | changes))  # type: ignore[arg-type]  # keywords of a test
