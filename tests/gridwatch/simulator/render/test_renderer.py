"""Pictures: size, sameness, what is in them."""

import numpy as np
import pytest

from gridwatch.simulator.render.light import LIGHTS
from gridwatch.simulator.render.renderer import Renderer
from gridwatch.simulator.tracks import Along, Still
from gridwatch.simulator.world import World
from tests.builders_render import SMALL, script

HEAP = Still(id="h", kind="rubble", scene="here", x=0, y=18, since=8.0)
WALKER = Along(id="w", kind="person", scene="here", path=((-6, 16), (6, 16)), speed=1.2)


def test_a_picture_has_its_size_and_is_repeatable():
    """(h, w, 3) uint8; the same second twice is the same picture, a later one is not."""
    renderer = Renderer(World(script(WALKER)))
    picture = renderer.picture("eye", 2.0, SMALL)
    assert picture.shape == (180, 320, 3)
    assert picture.dtype == np.uint8
    assert (picture == renderer.picture("eye", 2.0, SMALL)).all()
    assert (picture != renderer.picture("eye", 2.5, SMALL)).any()


def test_a_heap_changes_its_own_pixels_only():
    """Before and after differ at the heap (noise aside) and nowhere else."""
    world = World(script(HEAP))
    renderer = Renderer(world, caption=False)
    before, seen = renderer.compose("eye", 7.0, SMALL), renderer.compose("eye", 9.0, SMALL)
    change = np.abs(seen.picture.astype(int) - before.picture.astype(int)).max(2)
    x0, y0, x1, y1 = (int(v) for v in seen.cuts[0].sprite.extent)
    assert change[y0:y1, x0:x1].mean() > 25
    assert change[:, : x0 - 40].mean() < 8
    world.remove("h", 20.0)
    after = renderer.picture("eye", 21.0, SMALL)
    assert np.abs(after.astype(int) - before.picture.astype(int)).max(2)[y0:y1, x0:x1].mean() < 10


@pytest.mark.parametrize("light", LIGHTS)
def test_every_light_makes_a_picture_worth_deciding_on(light: str):
    """Neither black nor flat nor overexposed."""
    picture = Renderer(World(script(WALKER, HEAP, light=light))).picture("eye", 9.0, SMALL)
    assert picture.mean() > 14
    assert picture.std() > 8
    assert (picture >= 250).mean() < 0.2


def test_a_port_that_shows_another_cameras_view():
    """A fleet's port shows the picture of its model under its own name."""
    base = script(WALKER)
    from dataclasses import replace

    port = replace(base.cameras["eye"], id="port-1", view="eye")
    world = World(replace(base, cameras={**base.cameras, "port-1": port}))
    renderer = Renderer(world, caption=False)
    assert (renderer.picture("port-1", 3.0, SMALL) == renderer.picture("eye", 3.0, SMALL)).all()


def test_few_empty_pictures_are_kept():
    """The cache is bounded."""
    renderer = Renderer(World(script(WALKER)), sets=1)
    for size in (SMALL, (160, 90), (200, 120)):
        renderer.picture("eye", 1.0, size)
    assert len(renderer._sets) == 1


def test_preparing_paints_what_is_needed_once():
    """After `prepare` every camera's own empty picture is there."""
    renderer = Renderer(World(script(WALKER)))
    renderer.prepare(size=SMALL)
    pose = renderer._world.cameras["eye"].pose
    assert list(renderer._sets) == [("eye", *SMALL, "day", pose)]


def test_a_camera_that_was_turned_shows_something_else_and_comes_back():
    """The same second, another pose: another picture; its own view is as before."""
    renderer = Renderer(World(script(HEAP)), caption=False)
    home = renderer.picture("eye", 9.0, SMALL)
    pose = renderer._world.cameras["eye"].pose
    away = renderer.picture("eye", 9.0, SMALL, pose=pose.model_copy(update={"heading_deg": 120.0}))
    assert np.abs(home.astype(int) - away).mean() > 5
    assert np.array_equal(home, renderer.picture("eye", 9.0, SMALL))
