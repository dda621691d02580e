from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from alerts.evidence import EvidenceStore
from core.clock import ManualClock
from core.detection import Detections
from core.frame import Image
from core.incident import Picture
from gridwatch.workbench.clip_replay import ClipReplay
from gridwatch.workbench.district import read_district
from gridwatch.workbench.feedback.album import Album, ViewLog
from gridwatch.workbench.feedback.claims import label_by
from gridwatch.workbench.feedback.export import Exported, Labeller, Material, export
from gridwatch.workbench.feedback.reading import Case, read_cases
from gridwatch.workbench.feedback.verdicts import Said
from gridwatch.workbench.model.labels import Label
from tests.builders import NAMES, START, detections, profile
from tests.builders_desk import HEAP
from tests.builders_feedback import case, picture


class Desk:
    """An evidence folder to keep pictures in and to export from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.evidence = EvidenceStore(folder / "evidence", max_bytes=10**8)

    def kept(self, seed: int, role: str = "before", **changes: object) -> Picture:
        """Keep a picture of a scene that its seed decides."""
        scene = np.random.default_rng(seed).integers(0, 255, (9, 16, 3), np.uint8)
        image = cv2.resize(scene, (640, 360), interpolation=cv2.INTER_CUBIC)
        jpeg = cv2.imencode(".jpg", image)[1].tobytes()
        key = self.evidence.keep(jpeg, kind="raw", incident_id="inc_1", role=role, taken_at=START)
        return picture(role, raw_key=key, **changes)  # type: ignore[arg-type] # keywords of the builder

    def export(self, *cases: Case, teacher: Labeller | None = None, limit: int = 100) -> Exported:
        """Export these cases, masked by blurring."""
        views = ViewLog(self._folder / "evidence" / "views.jsonl", who="li", why="", clock=ManualClock(START))
        label_of = label_by({"test": profile()}, NAMES)
        return export(
            Material(cases=cases, around=cases, label_of=label_of, names=NAMES),
            Album(self.evidence, views, lambda image: cv2.blur(image, (3, 3))),  # type: ignore[arg-type,return-value] # uint8 in, uint8 out
            self._folder / "out",
            masked=True,
            teacher=teacher,
            limit=limit,
        )

    def labels(self) -> dict[str, str]:
        """The label files by camera."""
        return {path.name[:5]: path.read_text() for path in (self._folder / "out" / "labels").rglob("*.txt")}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty desk."""
    return Desk(tmp_path)


def test_verdicts_become_a_data_set(desk: Desk, tmp_path: Path) -> None:
    """A confirmed heap has its box, a rejected one none, and the manifest tells whose word it was."""
    true = case(Said.CONFIRMED, desk.kept(1))
    false = case(Said.REJECTED, desk.kept(2, camera_id="cam-2"), incident_id="inc_2", camera_id="cam-2")
    done = desk.export(true, false)
    assert (done.pictures, done.empty, dict(done.boxes), dict(done.left_out)) == (2, 1, {"waste": 1}, {})
    assert dict(done.parts) == {"train": 1, "val": 1}
    assert desk.labels() == {"cam-1": Label(name=6, box=HEAP).line() + "\n", "cam-2": ""}
    rows = [json.loads(line) for line in (tmp_path / "out" / "manifest.jsonl").read_text().splitlines()]
    assert [
        (row["incident"], row["verdict"], row["who"], row["model_sha256"], row["masked"]) for row in rows
    ] == [
        ("inc_1", "confirmed", "operator:li", "ff", True),
        ("inc_2", "rejected", "operator:li", "ff", True),
    ]
    assert all(len(row["file_sha256"]) == 64 and row["picture_sha256"] == "ab" * 32 for row in rows)
    assert len((tmp_path / "evidence" / "views.jsonl").read_text().splitlines()) == 2


def test_the_same_still_scene_makes_one_picture(desk: Desk) -> None:
    """`before` and `latest` of one heap; the empty place afterwards is another scene, though it looks alike."""
    pictures = (desk.kept(1), desk.kept(1, "latest", seconds=30), desk.kept(1, "after", seconds=900))
    done = desk.export(case(Said.CONFIRMED, *pictures, gone=True))
    assert (done.pictures, done.empty) == (2, 1)
    assert dict(done.left_out) == {"the same still scene is in the set": 1}


def test_pictures_of_one_second_are_two_files_and_have_the_same_names_in_every_export(
    tmp_path: Path,
) -> None:
    """Two looks of one camera at one incident, a third of a second apart; a name that changes doubles a picture."""
    names = []
    for folder in (tmp_path / "first", tmp_path / "second"):
        desk = Desk(folder)
        shots = (desk.kept(1), desk.kept(2, "latest", seconds=0.3), desk.kept(3, "after", seconds=0.6))
        done = desk.export(case(Said.CONFIRMED, *shots, gone=True))
        files = sorted(path.name for path in (folder / "out" / "images").rglob("*.jpg"))
        rows = (folder / "out" / "manifest.jsonl").read_text().splitlines()
        assert done.pictures == len(set(files)) == len(rows) > 1
        assert sorted(json.loads(row)["file"] for row in rows) == files
        names.append(files)
    assert names[0] == names[1]


def test_what_is_left_out_is_counted(desk: Desk) -> None:
    """By reason; the limit is one of them."""
    cases = [
        case(Said.CONFIRMED, desk.kept(seed, seconds=seed * 100), incident_id=f"inc_{seed}", seconds=0)
        for seed in range(1, 5)
    ]
    unmasked = case(Said.REJECTED, desk.kept(9, masked_key=None, seconds=9000), incident_id="inc_9")
    done = desk.export(unmasked, *cases, limit=3)
    assert done.pictures == 3
    assert dict(done.left_out) == {"persons could not be masked": 1, "beyond the limit": 1}


class Sees:
    """A teacher that sees a car and the heap's place as a person."""

    def label(self, image: Image, given: Sequence[Label] = ()) -> list[Label]:
        """Return a car (2) where it was told of one box."""
        return [Label(name=2, box=(0.7, 0.7, 0.9, 0.9))] * len(given)


def test_a_teacher_labels_the_rest(desk: Desk) -> None:
    """Its numbers are those of the default model; it is told what is labelled already."""
    done = desk.export(case(Said.CONFIRMED, desk.kept(1)), teacher=Sees())
    assert (done.taught, dict(done.boxes)) == (1, {"waste": 1})
    (text,) = desk.labels().values()
    assert [line.split()[0] for line in text.splitlines()] == ["6", "2"]


class Square:
    """Sees the magenta square of these pictures as waste."""

    def detect(self, images: Sequence[Image], plans: Sequence[object] = ()) -> list[Detections]:
        """Return its box where the picture is not all grey."""
        box = [60 / 160, 50 / 90, 91 / 160, 76 / 90]
        rows = [[("waste", box, 0.9)] if int(image[60, 75, 2]) > 150 else [] for image in images]
        return [detections(*row, size=(160, 90)) for row in rows]


@pytest.mark.parametrize(("act", "boxes"), [("confirm", {"waste": 1}), ("reject", {})])
def test_from_a_look_to_a_label(tmp_path: Path, act: str, boxes: dict[str, int]) -> None:
    """The real rules, desk and evidence: what an operator does there is what is labelled here, and unmarked."""
    clip = tmp_path / "yard"
    clip.mkdir()
    image = np.full((90, 160, 3), 90, np.uint8)
    cv2.rectangle(image, (60, 50), (90, 75), (230, 0, 230), cv2.FILLED)
    for look in range(6):
        cv2.imwrite(str(clip / f"{look:03d}.png"), image)
    rule = {"id": "waste", "kind": "dwell", "matter": "construction_waste", "classes": ["waste"], "over_s": 0}
    checked = profile(rule)
    codes = read_district(Path(__file__).resolve().parents[4] / "configs").codes
    replay = ClipReplay(
        clip, checked, Square(), codes, every_s=1.0, evidence=tmp_path / "evidence", facts={"model": "m"}
    )  # fmt: skip
    assert len(list(replay.looks())) == 6
    (raised,) = replay.incidents()
    replay._replay._desk.act(raised.id, act, "li", "seen myself")
    with replay._replay._store.read() as reader:
        cases, around = read_cases(reader, None)
    views = ViewLog(tmp_path / "evidence" / "v.jsonl", who="li", why="", clock=ManualClock(START))
    done = export(
        Material(cases=cases, around=around, label_of=label_by({checked.name: checked}, NAMES), names=NAMES),
        Album(EvidenceStore(tmp_path / "evidence", max_bytes=10**8), views, lambda raw: raw),
        tmp_path / "out",
        masked=True,
    )
    assert (done.pictures, dict(done.boxes)) == (1, boxes)
    (written,) = (tmp_path / "out" / "images").rglob("*.jpg")
    assert (
        np.abs(cv2.imread(str(written)).astype(int) - image).max() < 120
    )  # JPEG blurs edges; the mark differs by 165
