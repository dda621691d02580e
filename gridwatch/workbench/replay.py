"""Recorded clips through the very pipeline that the service runs, with the clip's own time.

    clip ─► pictures_of ─► Frame ─► Pipeline.digest ─► Looked ─► sightings.jsonl, annotated video, report

Nothing of the path from picture to incident is repeated here: only where frames come from and what is
written down differ. The clock is the clip's, so a day takes as long as its pictures take to be seen.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alerts.codes import CodeTable
from alerts.desk import Desk
from alerts.evidence import EvidenceStore
from alerts.grid import GridIndex
from alerts.locate import Locator
from alerts.store.base import IncidentQuery
from alerts.store.memory import MemoryStore
from core.clock import ManualClock
from core.config.camera import Camera
from core.config.profile import Profile
from core.config.settings import Delivery, Merging
from core.detection import Detections
from core.errors import ClipError
from core.frame import Frame, FrameSource, Image
from core.ids import CountingIds
from core.incident import Incident, Status
from core.look import LookFailure, LookReason, LookRequest
from detectors.tiles import Plan
from detectors.yolo import Detector
from gridwatch.pipeline import Looked, Pipeline, Posting
from gridwatch.workbench.clips import pictures_of

START = datetime(2026, 1, 1, tzinfo=UTC)  # a clip without a stated time begins here


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplayedLook:
    """One look of a clip and everything that came of it."""

    seconds: float  # from the start of the clip
    looked: Looked


class ClipReplay:
    """One clip, one camera, one profile: iterate over `looks`, then ask for `incidents`."""

    def __init__(
        self,
        clip: Path,
        profile: Profile,
        detector: Detector,
        codes: CodeTable,
        *,
        every_s: float,
        evidence: Path,
        facts: Mapping[str, str],
    ) -> None:
        self.clip = clip
        self.camera = clip_camera(clip)
        self._every_s = every_s
        self._clock = ManualClock(START)
        self._ids = CountingIds()
        self._store = MemoryStore()
        self._evidence = EvidenceStore(evidence, max_bytes=10_000_000_000)
        self._detector = detector
        self._facts = facts
        self._posting = Posting(camera=self.camera, profile=profile)
        merging = Merging()
        self._desk = Desk(
            store=self._store,
            locator=Locator(cameras=lambda _: self.camera, grid=GridIndex, merging=merging),
            codes=codes,
            evidence=self._evidence,
            receivers=(),
            delivery=Delivery(),
            merging=merging,
            links=None,
            clock=self._clock,
            ids=self._ids,
        )

    def looks(self) -> Iterator[ReplayedLook]:
        """Look every `every_s` seconds of the clip.

        Raises:
            ClipError: when the clip cannot be read (on).
        """
        with ThreadPoolExecutor(1) as thread, asyncio.Runner() as runner:
            pipeline = Pipeline(
                posting=lambda _: self._posting,
                looks=_NoLooks(),
                sees=_Sees(self._detector),
                desk=self._desk,
                store=self._store,
                store_thread=thread,
                facts=self._facts,
                clock=self._clock,
            )
            for seconds, image in pictures_of(self.clip, self._every_s):
                frame = self._frame(seconds, image)
                self._clock.move_to(frame.taken_at)
                looked = runner.run(pipeline.digest(frame))
                if isinstance(looked, LookFailure):
                    raise ClipError(f"{self.clip} at {seconds:.1f} s: {looked.detail}")
                yield ReplayedLook(seconds=seconds, looked=looked)

    def incidents(self) -> tuple[Incident, ...]:
        """Return every incident that was raised, first one first; candidates that came to nothing are not."""
        raised = tuple(status for status in Status if status not in {Status.CANDIDATE, Status.EXPIRED})
        with self._store.read() as reader:
            page = reader.find(IncidentQuery(statuses=raised, limit=500))
        return tuple(sorted(page.incidents, key=lambda incident: incident.created_at))

    def picture(self, key: str) -> bytes:
        """Return a kept picture as JPEG."""
        return self._evidence.read(key)

    def _frame(self, seconds: float, image: Image) -> Frame:
        return Frame(
            camera_id=self.camera.id,
            look_id=self._ids.new("look"),
            taken_at=START + timedelta(seconds=seconds),
            reason=LookReason.PATROL,
            source=FrameSource.CLIP,
            image=image,
        )


def clip_camera(clip: Path) -> Camera:
    """Return the camera that a clip stands for: named after the file, place unknown."""
    slug = re.sub(r"[^A-Za-z0-9._-]", "-", clip.stem).lstrip("-._")[:64] or "clip"
    return Camera.model_validate(
        {
            "id": slug,
            "name": clip.name,
            "owner": "clips",
            "scene": "clip",
            "position": {"lon": 0, "lat": 0, "datum": "WGS84"},
            "access": {"host": "127.0.0.1"},
        }
    )


class _NoLooks:
    """Frames are pushed into the pipeline; nobody looks."""

    async def look(self, request: LookRequest) -> Frame | LookFailure:
        raise AssertionError(f"a replay does not look at {request.camera_id}")


class _Sees:
    """The detector, called in place: a replay has one picture at a time."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector

    async def detect(self, frame: Frame, plan: Plan | None = None) -> Detections:
        return self._detector.detect([frame.image], [plan])[0]


@contextlib.contextmanager
def opened_detector(folder: Path, *, threads: int = 0) -> Iterator[tuple[Detector, dict[str, str]]]:
    """Open a model folder; yield the detector and the facts that incidents record about it."""
    from core.config.settings import ModelChoice
    from detectors.model import read_model
    from detectors.network import open_network

    model = read_model(folder)
    network = open_network(model, ModelChoice(threads=threads))
    detector = Detector(model, network)
    try:
        yield detector, {"model": f"{model.spec.name} {model.spec.version}", "model_sha256": model.sha256}
    finally:
        detector.close()


def read_codes(configs: Path) -> tuple[CodeTable, Path]:
    """Return the city's code table and the model folder, as gridwatch.yaml in `configs` names them.

    Raises:
        ConfigError: naming every mistake in the files it needs.
    """
    from core.config.matter import MatterTable
    from core.config.settings import Settings
    from core.errors import ConfigError
    from gridwatch.configuration.loader import model_folder
    from gridwatch.configuration.validate import validate
    from gridwatch.configuration.yaml_file import read_yaml

    file = read_yaml(configs / "gridwatch.yaml", "gridwatch.yaml")
    settings, problems = validate(Settings, file.data, file=file.name, line_of=file.line_of)
    problems = [*file.problems, *problems]
    tables: dict[str, MatterTable] = {}
    for path in sorted((configs / "matters").glob("*.y*ml")):
        file = read_yaml(path, f"matters/{path.name}")
        table, wrong = validate(MatterTable, file.data, file=file.name, line_of=file.line_of)
        problems += [*file.problems, *wrong]
        if table is not None:
            tables[table.table] = table
    if problems or settings is None:
        raise ConfigError("\n".join(map(str, problems)))
    if settings.matter_table not in tables:
        raise ConfigError(f"{configs / 'matters'}: no table {settings.matter_table}")
    return CodeTable(tables[settings.matter_table]), model_folder(configs, settings)
