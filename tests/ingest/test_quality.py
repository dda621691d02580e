"""Each bad picture has its name; real scenes, with people and cars passing, have none."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from core.config.settings.looking import Quality
from core.frame import Image
from core.look import LookFailureKind as Kind
from ingest.quality import TURNED_LOOKS, QualityState, Verdict, judge

QUALITY = Quality()
START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
RNG = np.random.default_rng(6)

CLIPS = {
    "intel_car_detection_topdown.mp4": 8,
    "intel_one_by_one_person.mp4": 15,
    "motorway_hardshoulder_pedestrian.avi": 15,
    "plaza_crowd_720p50.avi": 5,
    "road_single_car_360p.avi": 9,
    "towncentre_street_1080p.mp4": 4,
}  # every n-th picture, about thirty looks each


NOISE = RNG.normal(0, 1, 640 * 360 * 3).astype(np.float32)


def noisy(image: np.ndarray, sigma: float = 2.0) -> Image:
    """The same with sensor noise, another one each time."""
    noise = np.roll(NOISE, int(RNG.integers(NOISE.size)))[: image.size].reshape(image.shape)
    return np.clip(image + sigma * noise, 0, 255).astype(np.uint8)


def street() -> Image:
    """A picture with content."""
    rng = np.random.default_rng(1)
    image = np.full((360, 640, 3), (120, 130, 110), np.uint8)
    for _ in range(60):
        x, y, w, h = (int(v) for v in rng.integers([0, 0, 20, 20], [600, 330, 160, 120]))
        cv2.rectangle(image, (x, y), (x + w, y + h), [int(v) for v in rng.integers(30, 220, 3)], -1)
    return image


def looks(
    images: list[Image], state: QualityState | None = None, every_s: float = 60
) -> tuple[list[Verdict], QualityState]:
    """Judge pictures one after the other."""
    state, verdicts = state or QualityState(), []
    for n, image in enumerate(images):
        verdict, state = judge(image, state, QUALITY, at=START + timedelta(seconds=n * every_s))
        verdicts.append(verdict)
    return verdicts, state


def kinds(images: list[Image], state: QualityState | None = None, every_s: float = 60) -> list[Kind | None]:
    """The kinds of the verdicts."""
    return [verdict.kind for verdict in looks(images, state, every_s)[0]]


def printed(image: Image, n: int) -> Image:
    """The same with a clock printed into it."""
    return np.asarray(
        cv2.putText(image.copy(), f"2026-11-02 08:{n:02}", (10, 30), 0, 0.8, (255, 255, 255), 2), np.uint8
    )


def test_black_white_and_covered():
    """Black even with a clock printed in it; white; a single tone. Night with lamps is none of them."""
    black = noisy(np.full((360, 640, 3), 3), 1)
    assert kinds([black, printed(black, 1)]) == [Kind.BLACK, Kind.BLACK]
    assert (
        kinds([np.full((360, 640, 3), 255, np.uint8), noisy(np.full((360, 640, 3), 254))])
        == [Kind.OVEREXPOSED] * 2
    )
    assert kinds([noisy(np.full((360, 640, 3), 90), 1)]) == [Kind.BLURRED]
    night = (street() * 0.08).astype(np.uint8)
    for x in range(60, 640, 120):
        cv2.circle(night, (x, 150), 14, (200, 230, 250), -1)
    assert kinds([noisy(night)]) == [None]


def test_frozen_is_the_same_picture_and_not_a_scene_at_rest():
    """Bit for bit the same five times, a clock in it or not; with noise it is a scene at rest."""
    still = street()
    assert kinds([still] * 6) == [None] * 4 + [Kind.FROZEN] * 2
    assert kinds([printed(still, n) for n in range(6)]) == [None] * 4 + [Kind.FROZEN] * 2
    assert kinds([noisy(still) for _ in range(12)]) == [None] * 12
    assert kinds([still] * 5 + [noisy(still), still]) == [None] * 4 + [Kind.FROZEN, None, None]


def test_a_stream_that_repeats_pictures_is_not_frozen_at_once():
    """A watched scene at rest may be the same for a second; only looks some seconds apart count."""
    still = street()
    assert kinds([still] * 20, every_s=0.2) == [None] * 20
    assert kinds([still] * 130, every_s=0.2)[-1] is Kind.FROZEN


def test_blurred_by_itself_or_against_its_own_past():
    """A smooth picture always; a grainy one when it falls far below what is usual."""
    sharp = street()
    smooth = np.asarray(cv2.GaussianBlur(sharp, (0, 0), 8), np.uint8)
    assert kinds([smooth]) == [Kind.BLURRED]
    grass = np.asarray(cv2.resize(RNG.integers(0, 255, (180, 320, 3), np.uint8), (640, 360)), np.uint8)
    _, state = looks([noisy(grass) for _ in range(10)])
    soft = np.asarray(cv2.GaussianBlur(noisy(grass), (0, 0), 2), np.uint8)
    assert kinds([soft]) == [None]
    assert kinds([soft], state) == [Kind.BLURRED]


def test_turned_needs_several_looks_and_can_be_accepted():
    """Two odd looks may be a lorry; three are a turned camera, until it looks back or a person accepts."""
    here, there = street(), street()[:, ::-1].copy()
    verdicts, state = looks([noisy(here) for _ in range(40)])
    assert all(verdict.good for verdict in verdicts)
    assert any(verdict.likeness is not None for verdict in verdicts)
    verdicts, turned = looks([noisy(there) for _ in range(8)], state)
    told = [verdict.kind for verdict in verdicts]
    assert told.index(Kind.TURNED) in {TURNED_LOOKS - 1, TURNED_LOOKS, TURNED_LOOKS + 1, TURNED_LOOKS + 2}
    assert told[-1] is Kind.TURNED
    assert kinds([noisy(here)], turned) == [None]
    assert kinds([noisy(there) for _ in range(8)], turned.accept_view()) == [None] * 8


def test_a_lorry_before_the_lens_is_not_a_turned_camera():
    """Two looks without anything of the view, then the view again."""
    here = street()
    _, state = looks([noisy(here) for _ in range(40)])
    lorry = [noisy(np.roll(here[::-1], 77 * n, axis=1)) for n in range(2)]
    assert kinds([*lorry, noisy(here), *lorry, noisy(here)], state) == [None] * 6


def test_state_survives_a_restart_as_small_json():
    """Sharpness and views go on; garbage begins anew."""
    here, there = street(), street()[:, ::-1].copy()
    _, state = looks([noisy(here) for _ in range(40)])
    text = json.dumps(state.to_json())
    assert len(text) < 8000
    again = QualityState.from_json(json.loads(text))
    assert kinds([noisy(there) for _ in range(8)], again)[-1] is Kind.TURNED
    for garbage in (None, [], {"sharpness": "x"}, {"day": {"edges": 1}}):
        assert QualityState.from_json(garbage).day is None


@pytest.fixture(scope="module")
def scenes(shared_data: Path) -> dict[str, list[Image]]:
    """Pictures of the recorded clips, at the size at which they are judged."""
    found = {}
    for name, step in CLIPS.items():
        with av.open(str(shared_data / "clips" / name)) as container:
            pictures = islice(container.decode(container.streams.video[0]), 0, 30 * step, step)
            found[name] = [
                np.asarray(p.to_ndarray(format="bgr24", width=640, height=360), np.uint8) for p in pictures
            ]
    return found


@pytest.fixture(scope="module")
def known(scenes: dict[str, list[Image]]) -> dict[str, tuple[list[Verdict], QualityState]]:
    """The verdicts on each scene, and what was learned of it."""
    return {name: looks(images) for name, images in scenes.items()}


def test_nothing_is_wrong_with_real_scenes(
    scenes: dict[str, list[Image]], known: dict[str, tuple[list[Verdict], QualityState]]
):
    """Roads, a plaza full of people, a corridor, a motorway: no picture is called bad, in light or dim light."""
    for name, (verdicts, state) in known.items():
        assert [v.detail for v in verdicts if not v.good] == [], name
        dim = [noisy((image * 0.4).astype(np.uint8)) for image in scenes[name][:8]]
        assert kinds(dim, state) == [None] * len(dim), name


def rolled(image: Image) -> Image:
    """The picture of a camera that hangs askew."""
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 20, 1)
    return np.asarray(cv2.warpAffine(image, turn, (width, height), borderMode=cv2.BORDER_REFLECT), np.uint8)


@pytest.mark.parametrize(
    ("turn", "at_least"),
    [
        # A straight road and a tiled corridor look alike further along; the packed plaza has nothing steady.
        pytest.param(lambda image: np.roll(image, image.shape[1] // 2, axis=1), 3, id="to the side"),
        pytest.param(lambda image: np.roll(image, image.shape[0] // 3, axis=0), 5, id="upwards"),
        pytest.param(rolled, 5, id="askew"),
    ],
)
def test_real_scenes_turned_are_noticed(
    scenes: dict[str, list[Image]],
    known: dict[str, tuple[list[Verdict], QualityState]],
    turn: Callable[[Image], Image],
    at_least: int,
):
    """So many of the six scenes tell that the camera was turned."""
    turned = [kinds([turn(image) for image in scenes[name][:9]], state) for name, (_, state) in known.items()]
    assert sum(Kind.TURNED in told for told in turned) >= at_least


@pytest.mark.benchmark
def test_what_judging_costs():
    """Milliseconds of CPU for one 1280 x 720 picture."""
    import time  # the benchmark alone reads CPU time

    images = [np.asarray(cv2.resize(noisy(street()), (1280, 720)), np.uint8) for _ in range(6)]
    _, state = looks(images * 5)
    began = time.process_time()
    looks(images * 30, state)
    print(f"{(time.process_time() - began) / 180 * 1000:.2f} ms")
