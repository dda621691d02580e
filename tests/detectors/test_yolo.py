from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from core.config.camera import WHOLE_PICTURE
from core.config.profile import Rule
from core.config.settings.detecting import ModelChoice
from core.detection import Detections
from detectors.heads import HEADS
from detectors.model import Model
from detectors.network import open_network
from detectors.tiles import plan_for
from detectors.yolo import Detector
from tests.builders import profile
from tests.builders_detectors import ScriptedNetwork, model

COCO80 = tuple(f"coco-{i}" for i in range(80))


def scripted(*rows: tuple[float, ...], **changes: object) -> tuple[Detector, ScriptedNetwork]:
    """Build a 64x32 detector whose network always answers these (cx, cy, w, h, person, waste) rows."""
    raw = np.zeros((6, 42), np.float32)
    for i, row in enumerate(rows):
        raw[:, i] = row
    network = ScriptedNetwork(lambda batch: np.repeat(raw[None], len(batch), axis=0))
    return Detector(model(**changes), network, max_boxes=2, batch=4), network


def blank(width: int = 128, height: int = 64) -> NDArray[np.uint8]:
    """Build a black picture."""
    return np.zeros((height, width, 3), np.uint8)


def test_boxes_are_relative_sorted_and_suppressed() -> None:
    """Two overlapping persons become one, a waste at the same place stays, most confident first."""
    detector, _ = scripted((32, 16, 16, 8, 0.6, 0), (33, 16, 16, 8, 0.8, 0), (32, 16, 16, 8, 0, 0.7))
    (found,) = detector.detect([blank()])
    assert found.scores.tolist() == pytest.approx([0.8, 0.7])
    assert [name for _, _, name in found] == ["person", "waste"]
    assert found.boxes[0].tolist() == pytest.approx([25 / 64, 12 / 32, 41 / 64, 20 / 32])
    assert (found.picture_size, found.shed) == ((128, 64), 0)


def test_the_cap_sheds_and_counts() -> None:
    """Three far-apart boxes, room for two: the weakest goes, and it is said."""
    detector, _ = scripted((8, 8, 4, 4, 0.6, 0), (30, 8, 4, 4, 0.9, 0), (50, 8, 4, 4, 0.7, 0))
    (found,) = detector.detect([blank()])
    assert (len(found), found.shed) == (2, 1)
    assert found.scores.tolist() == pytest.approx([0.9, 0.7])


def test_letterbox_is_undone() -> None:
    """In a tall picture the padding left and right is taken off again."""
    detector, _ = scripted((32, 16, 16, 32, 0.9, 0))
    (found,) = detector.detect([blank(64, 128)])  # lies in columns 24..40 of 64
    assert found.boxes[0].tolist() == pytest.approx([0, 0, 1, 1])


def test_long_lists_go_in_batches_and_keep_their_order() -> None:
    """Ten pictures on a buffer of four: 4 + 4 + 2, each with its own size."""
    detector, network = scripted()
    found = detector.detect([blank(100 + i, 50) for i in range(10)])
    assert network.batches == [4, 4, 2]
    assert [one.picture_size[0] for one in found] == list(range(100, 110))
    detector.close()
    assert network.closed


def test_a_wide_picture_goes_into_a_low_input() -> None:
    """Wide, square and wide again: two go in one batch of 64x32, one in 64x64, and each comes back in its place."""
    shapes: list[tuple[int, ...]] = []

    def answer(batch: NDArray[np.float32]) -> NDArray[np.float32]:
        shapes.append(batch.shape)
        raw = np.zeros((len(batch), 6, 84), np.float32)
        raw[:, :5, 0] = (32, batch.shape[2] / 2, 64, batch.shape[2], 0.9)
        return raw

    network = ScriptedNetwork(answer)
    network.sizes = ((64, 32), (64, 64))
    found = Detector(model(size=(64, 64)), network).detect([blank(128, 64), blank(90, 90), blank(640, 320)])
    assert shapes == [(2, 3, 32, 64), (1, 3, 64, 64)]
    assert [one.picture_size for one in found] == [(128, 64), (90, 90), (640, 320)]
    assert all(one.boxes.tolist() == [[0, 0, 1, 1]] for one in found)


def test_end_to_end_kind_skips_suppression() -> None:
    """YOLO26 has done its own suppression: both overlapping rows stay."""
    rows = np.array([[1, 1, 9, 9, 0.9, 0], [1, 1, 9, 9, 0.8, 0]], np.float32)
    network = ScriptedNetwork(lambda batch: np.repeat(rows[None], len(batch), axis=0))
    assert len(Detector(model(kind="yolo26"), network).detect([blank()])[0]) == 2


def frames(path: Path, count: int) -> list[NDArray[np.uint8]]:
    """Return the first `count` key frames of a clip."""
    pictures = []
    with av.open(str(path)) as clip:
        clip.streams.video[0].codec_context.skip_frame = "NONKEY"
        for frame in clip.decode(video=0):
            pictures.append(frame.to_ndarray(format="bgr24"))
            if len(pictures) == count:
                break
    return pictures


def largest_difference(ours: Detections, theirs: NDArray[np.float32]) -> tuple[float, float]:
    """Return the largest distance in pixels and in confidence between paired boxes of the same class."""
    width, height = ours.picture_size
    pixels = ours.boxes * np.array([width, height, width, height], np.float32)
    assert len(pixels) == len(theirs)
    worst = [0.0, 0.0]
    left = list(range(len(theirs)))
    for box, score, label in zip(pixels, ours.scores, ours.labels, strict=True):
        near = min(
            (j for j in left if theirs[j, 5] == label), key=lambda j: np.abs(theirs[j, :4] - box).max()
        )
        left.remove(near)
        worst[0] = max(worst[0], float(np.abs(theirs[near, :4] - box).max()))
        worst[1] = max(worst[1], abs(float(theirs[near, 4] - score)))
    return worst[0], worst[1]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # torch's, about the exporter that ultralytics uses
def test_equals_ultralytics(shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the same weights, every box within 1 px and 0.01 confidence of ultralytics' own, 20 pictures and more.

    Once both letterbox to a square of 640, once both leave out the border that a wide picture has there.
    """
    pytest.importorskip("ultralytics", reason="the extra tune is not installed")
    from detectors.networks.torch import quiet_ultralytics

    ultralytics = quiet_ultralytics()
    weights = tmp_path / "yolov8n.pt"
    weights.write_bytes((shared_data / "weights" / "yolov8n_coco_dequant.pt").read_bytes())
    exported = Path(
        ultralytics.YOLO(str(weights)).export(format="onnx", imgsz=640, dynamic=True, verbose=False)
    )
    coco = Model(
        spec=model(size=(640, 640), classes=COCO80, weights=exported.name).spec, path=exported, sha256=""
    )
    network = open_network(coco, ModelChoice())
    every_input = network.sizes
    assert every_input == ((640, 384), (640, 480), (640, 544), (640, 640))

    folder = shared_data / "images"
    pictures = [cv2.imread(str(path)) for path in sorted(folder.glob("*/images/*/*.jpg"))[::97][:15]]
    for clip in ("plaza_crowd_720p50.avi", "towncentre_street_1080p.mp4", "road_single_car_360p.avi"):
        pictures += frames(shared_data / "clips" / clip, 2)
    assert len(pictures) >= 20
    reference = ultralytics.YOLO(str(weights))
    seen = 0
    wide = [picture for picture in pictures if picture.shape[1] * 9 == picture.shape[0] * 16]
    assert len(wide) >= 4
    for chosen, sizes, rect in ((pictures, every_input[-1:], False), (wide, every_input, True)):
        network.sizes = sizes  # type: ignore[misc]  # a plain attribute of this one
        for ours, picture in zip(Detector(coco, network).detect(chosen), chosen, strict=True):
            theirs = reference.predict(picture, imgsz=640, conf=0.25, iou=0.7, rect=rect, verbose=False)[0]
            pixels, confidence = largest_difference(ours, theirs.boxes.data.numpy())
            assert pixels <= 1
            assert confidence <= 0.01
            seen += len(ours)
    assert seen >= 50


def test_yolox_weights_see_the_same_street(shared_data: Path) -> None:
    """A second kind of head on real weights: YOLOX-nano finds the persons of a crowded street."""
    path = shared_data / "weights" / "yolox_nano_416.onnx"
    nano = Model(
        spec=model(kind="yolox", size=(416, 416), classes=COCO80, weights=path.name).spec,
        path=path,
        sha256="",
    )
    detector = Detector(nano, open_network(nano, ModelChoice()))
    (found,) = detector.detect(frames(shared_data / "clips" / "towncentre_street_1080p.mp4", 1))
    persons = found.of(["coco-0"], 0.35)
    assert len(persons) >= 3
    shapes = persons.boxes[:, 2:] - persons.boxes[:, :2]
    assert (shapes[:, 1] * 1080 > shapes[:, 0] * 1920).mean() > 0.7  # people stand upright
    assert HEADS["yolox"]


def test_tiles_go_in_batches_like_pictures_and_come_back_joined() -> None:
    """Two pictures, one of them in four tiles as well, on a buffer of four: 4 + 2; the plain one stays plain."""
    detector, network = scripted((32, 16, 8, 8, 0.9, 0))  # every view shows a person in its middle
    plan = plan_for([(tiled(), [WHOLE_PICTURE])])
    plain, both = detector.detect([blank(), blank(100, 50)], [None, plan])
    assert network.batches == [4, 2]
    assert (len(plain), len(both)) == (1, 2)  # capped at two: the middle of the whole, and of a tile
    assert both.shed == 3
    assert both.picture_size == (100, 50)


def test_no_plans_is_the_plain_way() -> None:
    """None for every picture asks for nothing more."""
    detector, network = scripted()
    assert len(detector.detect([blank(), blank()], [None, None])) == 2
    assert network.batches == [2]


def tiled() -> Rule:
    """Build a rule that counts persons in tiles, two by two."""
    crowd = {"id": "c", "kind": "crowd", "matter": "m", "classes": ["person"], "count": 5, "tiles": {}}
    return profile(crowd).rules[0]


def test_a_crowd_far_away_is_counted_in_tiles(shared_data: Path) -> None:
    """YOLOX-nano on a rendered crowd 40 m away: tiles of its zone find half as many again, and no doubles."""
    from benchmarks.crowd_count import rendered, ways

    path = shared_data / "weights" / "yolox_nano_416.onnx"
    classes = ("person", *COCO80[1:])
    nano = Model(
        spec=model(kind="yolox", size=(416, 416), classes=classes, weights=path.name).spec,
        path=path,
        sha256="",
    )
    detector = Detector(nano, open_network(nano, ModelChoice()))
    far = next(scene for scene in rendered([40], (1280, 720), 0) if scene.group.endswith("far"))
    plans = ways(far, [3], 0.2)
    found = detector.detect([far.image] * 2, [plans["whole"], plans["3x3"]])
    whole, zoned = (len(one.of(["person"])) for one in found)
    true = len(far.persons)
    assert true >= 30
    assert 1.5 * whole <= zoned <= 1.1 * true
    detector.close()
