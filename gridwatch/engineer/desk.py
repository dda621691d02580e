"""Everything behind the engineer's pages, over the configured folders and the workbench's own code."""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alerts.store.base import Json
from core.clock import Clock
from core.config.settings.root import Settings
from core.errors import NotFound
from gridwatch.engineer.labelling import read_labels, write_labels
from gridwatch.engineer.shelves import Shelf, below

if TYPE_CHECKING:
    from gridwatch.promotion.acting import Judged
    from gridwatch.workbench.runs import Run
    from gridwatch.workbench.truth import TrueEvent

ALARMS_TOLD = 500
MOST_BYTES = 20_000_000  # of a picture or of sweep.json


class EngineerDesk:
    """Answers `api.engineering.WorkbenchBook`. Scores and comparisons are made one at a time."""

    def __init__(self, settings: Settings, configs: Path, clock: Clock) -> None:
        """`configs`: the live folder, in which a promotion changes what is live."""
        folders = settings.workbench
        self._runs = Shelf(folders.runs, "workbench.runs")
        self._clips = Shelf(folders.clips, "workbench.clips")
        self._truth = Shelf(folders.truth, "workbench.truth")
        self._candidates = Shelf(folders.candidates, "workbench.candidates")
        self._shadow = Path(settings.shadow.file)
        self._configs = configs
        self._clock = clock
        self._busy = threading.Lock()

    def runs(self) -> Sequence[Json]:
        """Return every run, the newest first; a broken one says what is wrong with it."""
        from core.errors import GridwatchError

        told: list[Json] = []
        for path in self._runs.entries(lambda one: (one / "run.json").is_file()):
            try:
                told.append(_summary(path, self._read(path.name)))
            except GridwatchError as error:
                told.append({"name": path.name, "wrong": str(error)[:500]})
        return told

    def run(self, name: str) -> Json:
        """Return one run with its alarms."""
        run = self._read(name)
        alarms = [
            {
                "id": one.id,
                "matter": one.matter,
                "cameras": list(one.cameras),
                "opened_at": one.opened_at.isoformat(),
                "closed_at": one.closed_at.isoformat() if one.closed_at else None,
                "confidence": one.confidence,
                "count": one.count,
                "why": one.why,
                "picture": one.picture,
            }
            for one in run.alarms[:ALARMS_TOLD]
        ]
        sources = [
            {"camera": one.camera, "start": one.start.isoformat(), "seconds": one.seconds, "looks": one.looks}
            for one in run.sources[:ALARMS_TOLD]
        ]
        more = {
            "command": run.command,
            "changes": list(run.changes),
            "facts": dict(run.facts),
            "unread": list(run.unread),
        }
        return {**_summary(self._runs.path(name), run), **more, "alarms_told": alarms, "sources": sources}

    def picture(self, name: str, file: str) -> bytes:
        """Return a picture of a run."""
        path = below(self._runs.path(name), file)
        if path.suffix.lower() not in {".jpg", ".jpeg"} or path.stat().st_size > MOST_BYTES:
            raise NotFound(f"there is no picture {file[:200]!r}")
        return path.read_bytes()

    def truths(self) -> Sequence[Json]:
        """Return every truth file."""
        files = self._truth.entries(lambda one: one.suffix == ".jsonl" and one.is_file())
        return [{"name": one.name, "at": _changed(one), "bytes": one.stat().st_size} for one in files]

    def score(self, name: str, truth: str) -> Json:
        """Return the scorecard of a run, with the worst misses and false alarms in pictures."""
        from gridwatch.workbench.scoring import gallery
        from gridwatch.workbench.scoring.scorecard import score

        run, folder = self._read(name), self._runs.path(name)
        with self._busy:
            card = score(run, self._events(truth))
            shown = {
                "misses": gallery.worst_misses(run, card, folder=folder),
                "false_alarms": gallery.worst_false_alarms(run, card, folder=folder),
            }
        told = {
            kind: [
                {
                    "name": one.name,
                    "matter": one.matter,
                    "title": one.title,
                    "lines": [line.tell() for line in one.lines],
                    "lines_zh": [line.tell("zh") for line in one.lines],
                    "picture": one.picture,
                    "caption": one.caption.tell(),
                    "caption_zh": one.caption.tell("zh"),
                }
                for one in exhibits
            ]
            for kind, exhibits in shown.items()
        }
        return {"run": name, "truth": truth, "scorecard": card.to_json(), **told}

    def compare(self, a: str, b: str, truth: str) -> Json:
        """Return run B beside run A."""
        from gridwatch.workbench.scoring.comparison import compare

        with self._busy:
            return {"truth": truth, **compare(self._read(a), self._read(b), self._events(truth)).to_json()}

    def sweeps(self) -> Sequence[str]:
        """Return every sweep, the newest first."""
        return [one.name for one in self._runs.entries(lambda one: (one / "sweep.json").is_file())]

    def sweep(self, name: str) -> Json:
        """Return what a sweep has tried and chosen, as it wrote it."""
        path = below(self._runs.path(name), "sweep.json")
        if path.stat().st_size > MOST_BYTES:
            raise NotFound(f"sweep.json of {name} is larger than {MOST_BYTES} bytes")
        told: Json = json.loads(path.read_text("utf-8"))
        return told

    def shadow(self) -> Sequence[Json]:
        """Return every trial, the latest first; none where no shadow has run."""
        from gridwatch.shadow.kept import read_book
        from gridwatch.shadow.report import told

        return [told(one) for one in read_book(self._shadow)] if self._shadow.is_file() else []

    def shadow_picture(self, trial: str, side: str, subject: str) -> bytes:
        """Return the masked picture of a would-be alarm."""
        from gridwatch.shadow.kept import read_picture
        from gridwatch.shadow.trial import Side

        found = (
            read_picture(self._shadow, trial, Side(side), subject)
            if self._shadow.is_file() and side in {one.value for one in Side}
            else None
        )
        if found is None:
            raise NotFound(
                "no picture of it was kept: `shadow.pictures` is off, or it is no alarm of this trial"
            )
        return found

    def candidates(self) -> Sequence[Json]:
        """Return what may be promoted: profiles, and model folders."""

        def is_one(path: Path) -> bool:
            return path.suffix in {".yaml", ".yml"} if path.is_file() else (path / "model.yaml").is_file()

        return [
            {"name": one.name, "kind": "model" if one.is_dir() else "profile", "at": _changed(one)}
            for one in self._candidates.entries(is_one)
        ]

    def promotions(self) -> Sequence[Json]:
        """Return every promotion, the newest first."""
        from gridwatch.promotion import audit

        return audit.entries(self._configs / audit.FILE)[::-1]

    def judge(self, candidate: str, live_run: str, candidate_run: str, truth: str) -> Json:
        """Return what would take the place of what, and what speaks against it."""
        with self._busy, self._judged(candidate, live_run, candidate_run, truth) as judged:
            return _told(judged)

    def promote(
        self,
        candidate: str,
        live_run: str,
        candidate_run: str,
        truth: str,
        *,
        who: str,
        reason: str,
        force: bool,
    ) -> Json:
        """Make a candidate live where the gate or `force` lets it."""
        from gridwatch.promotion import acting, audit, swap
        from gridwatch.promotion.settle import settle

        with self._busy, swap.alone(self._configs):
            settle(self._configs / audit.FILE, self._configs)
            with self._judged(candidate, live_run, candidate_run, truth) as judged:
                if judged.why_not and not (force and reason):
                    return {**_told(judged), "done": False}
                acting.promote(self._configs, judged, self._by(who, reason))
                return {**_told(judged), "done": True}

    def undo(self, *, who: str, reason: str, force: bool) -> Sequence[Json]:
        """Put back what the last promotion replaced."""
        from gridwatch.promotion import acting, audit, swap
        from gridwatch.promotion.settle import settle

        with self._busy, swap.alone(self._configs):
            last = settle(self._configs / audit.FILE, self._configs)
            acting.undo(self._configs, last, self._by(who, reason), force=force)
        return self.promotions()

    def clips(self) -> Sequence[Json]:
        """Return every clip and folder of stored looks."""
        from gridwatch.workbench.clips import VIDEO
        from gridwatch.workbench.looks import is_looks

        return [
            {
                "name": one.name,
                "kind": "looks" if one.is_dir() else "clip",
                "at": _changed(one),
                "labelled": self._labels(one.name).exists(),
            }
            for one in self._clips.entries(lambda one: one.suffix.lower() in VIDEO or is_looks(one))
        ]

    def clip(self, name: str) -> Json:
        """Return one with its length or its looks."""
        from gridwatch.engineer.stepping import about

        return about(self._clips.path(name))

    def frame(self, name: str, at: float) -> bytes:
        """Return the picture at a second of a clip, or the look of that number, as JPEG."""
        from gridwatch.engineer.stepping import picture

        return picture(self._clips.path(name), at)

    def labels(self, name: str) -> tuple[Sequence[Json], str]:
        """Return the events of a clip and the mark of this version."""
        self._clips.path(name)
        return read_labels(self._labels(name))

    def write_labels(self, name: str, lines: Sequence[Json], mark: str) -> str:
        """Write the events of a clip; return the new mark."""
        self._clips.path(name)
        return write_labels(self._labels(name), lines, mark)

    def _labels(self, name: str) -> Path:
        return self._truth.new(f"{Path(name).stem}.jsonl")

    def _read(self, name: str) -> Run:
        from gridwatch.workbench.runs import read_run

        return read_run(self._runs.path(name))

    def _events(self, truth: str) -> Sequence[TrueEvent]:
        from gridwatch.workbench.truth import read_truth

        return read_truth(self._truth.path(truth))

    @contextmanager
    def _judged(self, candidate: str, live_run: str, candidate_run: str, truth: str) -> Iterator[Judged]:
        """Score both runs anew: a scorecard that lies about may be of other looks."""
        from gridwatch.promotion.acting import judge
        from gridwatch.promotion.gate import Margins
        from gridwatch.workbench.scoring.scorecard import score

        events = self._events(truth)
        with tempfile.TemporaryDirectory() as folder:
            cards = (Path(folder) / "live.json", Path(folder) / "candidate.json")
            for path, name in zip(cards, (live_run, candidate_run), strict=True):
                path.write_text(json.dumps(score(self._read(name), events).to_json()), "utf-8")
            yield judge(self._configs, self._candidates.path(candidate), cards, Margins())

    def _by(self, who: str, reason: str) -> dict[str, object]:
        at = self._clock.now().astimezone(UTC).isoformat(timespec="seconds")
        return {"at": at, "who": who, "reason": reason}


def _summary(path: Path, run: Run) -> Json:
    first = min((one.start for one in run.sources), default=None)
    return {
        "name": path.name,
        "at": _changed(path / "run.json"),
        "model": run.model,
        "model_sha256": run.model_sha256,
        "profiles": dict(run.profiles),
        "cameras": len(run.sources),
        "camera_days": round(run.camera_days, 4),
        "alarms": len(run.alarms),
        "since": first.isoformat() if first else None,
        "took_s": run.took_s,
    }


def _told(judged: Judged) -> dict[str, Any]:
    planned = judged.planned
    return {
        "kind": planned.kind,
        "name": planned.name,
        "replaces": planned.replaces,
        "against": [why.tell() for why in judged.why_not],
        "against_zh": [why.tell("zh") for why in judged.why_not],
        "live": judged.live.to_json(),
        "candidate": judged.candidate.to_json(),
    }


def _changed(path: Path) -> str:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
