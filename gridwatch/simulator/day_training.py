"""Training pictures out of scripted days: what resembles a heap stands there all day, and is labelled as nothing.

The worlds of `training` are scattered anew for each picture; in a day the same flower bed, stall and tricycle are
seen in every light, beside heaps that come and go. The days are of seeds that nothing is scored on.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from gridwatch.simulator.day import DAY_START, day_script
from gridwatch.simulator.render.renderer import Renderer
from gridwatch.simulator.script import SceneScript
from gridwatch.simulator.training import label_rows, put_labelled
from gridwatch.simulator.world import World

FIRST_SEED = 1000
"""Days of smaller seeds are for scoring."""

CAMERAS = 12  # of a day's twenty
LOOKS = 7  # of each
WRONG_SHARE = 0.5  # of the looks, drawn from the time of a heap or an overflowing bin of that place
WRONG = frozenset({"construction_waste", "bin_overflow"})


def render_day_looks(
    out_dir: Path,
    count: int,
    seed: int = 0,
    *,
    size: tuple[int, int] = (960, 540),
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Render `count` looks of as many days as that takes, with their labels, into `out_dir`.

    Args:
        out_dir: gets `images/train` and `labels/train`; existing files are overwritten.
        count: pictures to make.
        seed: the same seed makes the same pictures; those of another are of other days.
        size: width and height in pixels.
        progress: called with (done, count) after each picture.

    Raises:
        ValueError: the seed is negative: its days would be those that are scored.
    """
    if seed < 0:
        raise ValueError(f"seed {seed}: give 0 or more")
    done = 0
    day = FIRST_SEED + 1000 * seed
    while done < count:
        script = day_script(day)
        world = World(script)
        renderer = Renderer(world, start=DAY_START, sets=2)
        rng = random.Random(f"looks {day}")
        for camera_id in rng.sample(list(script.cameras), CAMERAS):
            for number, at in enumerate(moments(script, camera_id, rng)[: count - done]):
                seen = renderer.compose(camera_id, at, size)
                rows = label_rows(world, seen)
                name = f"day_{day}_{camera_id}_{number}"
                put_labelled(out_dir, name, seen.picture, rows, quality=rng.choice((60, 75, 82, 82, 92)))
                done += 1
                if progress is not None:
                    progress(done, count)
        day += 1


def moments(script: SceneScript, camera_id: str, rng: random.Random) -> list[float]:
    """Return when a camera of a day is looked at, in order, in seconds of the script."""
    wrong = [
        event
        for event in script.planned
        if event.scene == script.cameras[camera_id].scene and event.matter in WRONG
    ]
    at = []
    for _ in range(LOOKS):
        if wrong and rng.random() < WRONG_SHARE:
            event = rng.choice(wrong)
            at.append(rng.uniform(event.start, min(event.end, script.seconds)))
        else:
            at.append(rng.uniform(0.0, script.seconds))
    return sorted(at)
