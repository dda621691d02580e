"""Imports and probes in the background of the service: one of a kind at a time, by the code of the command line."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import structlog

from api.camera_book import ChangeRefused
from api.camera_desk import JobKind, JobNow
from api.models.job_wishes import ImportIn, ProbeIn
from core.clock import Clock
from core.errors import GridwatchError, NotFound
from core.ids import Ids
from gridwatch.cameras.job_work import import_wishes, prepared, probe_wish, probed
from gridwatch.configuration.loader import Configuration
from gridwatch.onboarding import importing
from gridwatch.onboarding.faults import BadLedger, Fault, alike
from gridwatch.onboarding.report import counts, faults_json, to_json
from gridwatch.probing.round import Wish

log = structlog.get_logger(__name__)

KEPT = 10  # jobs that are told of
FAULTS_TOLD = 2000  # of an import; the counts tell of the others
LEDGERS = (".csv", ".txt", ".xlsx", ".xls", ".ods")
TELL_S = 2.0  # between two live events of one job


class JobDesk:
    """What the API asks (api.camera_desk.Jobs). The event loop begins and ends jobs; they run in threads."""

    def __init__(
        self,
        *,
        configuration: Callable[[], Configuration],
        reload: Callable[[], Awaitable[bool]],
        changing: asyncio.Lock,
        tell: Callable[[JobNow], None],
        clock: Clock,
        ids: Ids,
        folder: Path,
    ) -> None:
        """`changing`: held while camera files are written. `tell`: in the event loop, when a job has moved on.

        `folder`: where the journal of probes is kept.
        """
        self._configuration = configuration
        self._reload = reload
        self._changing = changing
        self._tell = tell
        self._clock = clock
        self._ids = ids
        self._folder = folder
        self._jobs: deque[JobNow] = deque(maxlen=KEPT)
        self._stops: dict[str, Event] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._told_at: dict[str, float] = {}

    def jobs(self) -> Sequence[JobNow]:
        """Return what runs and what ran last, newest first."""
        return tuple(reversed(self._jobs))

    def begin_import(self, ledger: bytes, name: str, wishes: ImportIn, *, who: str) -> JobNow:
        """Begin an import of an uploaded ledger; a dry run unless it is to be written."""
        path = Path(name)
        if path.suffix.lower() not in LEDGERS:
            raise ChangeRefused(
                422, f"{path.name or 'a file without a name'}: give one of {', '.join(LEDGERS)}"
            )
        return self._begin("import", who, lambda job_id: self._import(job_id, ledger, path.name, wishes))

    def begin_probe(self, wishes: ProbeIn, *, who: str) -> JobNow:
        """Begin a probe."""
        wish = probe_wish(self._configuration(), wishes)  # what it names must be there
        return self._begin("probe", who, lambda job_id: self._probe(job_id, wish, wishes.threads))

    def stop(self, job_id: str) -> JobNow:
        """Stop a probe: what has been answered is kept."""
        job = self.job(job_id)
        if job.kind != "probe":
            raise ChangeRefused(409, "an import is not stopped: it is written whole, or not at all")
        if job_id in self._stops:
            self._stops[job_id].set()
        return job

    async def close(self) -> None:
        """Stop what can be stopped and wait for the rest."""
        for stop in self._stops.values():
            stop.set()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # running

    def _begin(self, kind: JobKind, who: str, work: Callable[[str], Awaitable[Mapping[str, Any]]]) -> JobNow:
        running = next((one for one in self._jobs if one.kind == kind and one.state == "running"), None)
        if running is not None:
            raise ChangeRefused(
                409, f"{running.who} runs one already ({running.id}); wait for its end", job=running.id
            )
        job = JobNow(
            id=self._ids.new("job"),
            kind=kind,
            state="running",
            what="beginning",
            done=0,
            total=0,
            began_at=self._clock.now(),
            ended_at=None,
            who=who,
            error="",
            result=None,
        )
        self._jobs.append(job)
        self._stops[job.id] = Event()
        task = asyncio.get_running_loop().create_task(self._run(job.id, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._tell(job)
        log.info("job.begun", job=job.id, kind=kind, who=who)
        return job

    async def _run(self, job_id: str, work: Callable[[str], Awaitable[Mapping[str, Any]]]) -> None:
        changes: dict[str, Any] = {"state": "failed"}
        try:
            result = await work(job_id)
            changes = {"state": "done" if result.get("complete", True) else "stopped", "result": result}
        except BadLedger as bad:
            result = {"ready": False, "faults": listed(bad.faults)}
            changes = {"state": "failed", "error": str(bad), "result": result}
        except (GridwatchError, OSError) as error:
            changes = {"state": "failed", "error": str(error)}
        except Exception as error:
            log.exception("job.broke", job=job_id)
            what = f"a fault of Gridwatch itself ({type(error).__name__}); its log says more"
            changes = {"state": "failed", "error": what}
        finally:
            self._stops.pop(job_id, None)
            self._told_at.pop(job_id, None)
            self._put(job_id, ended_at=self._clock.now(), **changes)
            self._tell(self.job(job_id))
            log.info("job.ended", job=job_id, state=changes["state"])

    async def _import(self, job_id: str, ledger: bytes, name: str, wishes: ImportIn) -> Mapping[str, Any]:
        """Prepare, write where that is wanted and all is well, and take what was written."""
        configs = self._configuration().folder
        done = await asyncio.to_thread(
            prepared, ledger, name, configs, import_wishes(wishes), self._progress(job_id)
        )
        written = wishes.write and done.ready
        if written:
            async with self._changing:  # nobody else writes camera files meanwhile
                await asyncio.to_thread(importing.write, done, configs, os.environ)
            await self._reload()
        return {
            **to_json(done),
            "faults": listed(done.faults),
            "faults_in_all": len(done.faults),
            "levels": dict(Counter(fault.level for fault in done.faults)),
            "headers": list(done.ledger.headers),
            "sums": dict(counts(done.files)),
            "written": written,
        }

    async def _probe(self, job_id: str, wish: Wish, threads: int) -> Mapping[str, Any]:
        """Ask everybody; what was answered before a stop is kept."""
        stop, tell = self._stops[job_id], self._progress(job_id)

        def told(done: int, total: int) -> None:
            tell("probing", done, total)
            if stop.is_set():
                raise KeyboardInterrupt  # how a round is ended early

        configuration = self._configuration()
        journal = self._folder / "probe.jsonl"
        return await asyncio.to_thread(probed, configuration, wish, threads, journal, self._clock, told)

    # telling

    def _progress(self, job_id: str) -> Callable[[str, int, int], None]:
        """Return what a job's thread tells its progress by."""
        loop = asyncio.get_running_loop()

        def told(what: str, done: int, total: int) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody asks any more
                loop.call_soon_threadsafe(self._moved, job_id, what, done, total)

        return told

    def _moved(self, job_id: str, what: str, done: int, total: int) -> None:
        if self.job(job_id).state != "running":
            return
        self._put(job_id, what=what, done=done, total=total)
        now = self._clock.monotonic()
        if now - self._told_at.get(job_id, float("-inf")) >= TELL_S:
            self._told_at[job_id] = now
            self._tell(self.job(job_id))

    def job(self, job_id: str) -> JobNow:
        """Return one job; NotFound where there is none."""
        found = next((one for one in self._jobs if one.id == job_id), None)
        if found is None:
            raise NotFound(f"no job {job_id}")
        return found

    def _put(self, job_id: str, **changes: Any) -> None:
        for i, one in enumerate(self._jobs):
            if one.id == job_id:
                self._jobs[i] = replace(one, **changes)


def listed(faults: Sequence[Fault]) -> list[dict[str, Any]]:
    """Return faults in both languages; alike ones stand together and bear one number, as the command line folds them.

    Where there are too many, every kind is told once before any is told twice.
    """
    groups = alike(faults)
    places = sorted((place, number) for number, group in enumerate(groups) for place in range(len(group)))
    told = []
    for number, place in sorted((number, place) for place, number in places[:FAULTS_TOLD]):
        fault = groups[number][place]
        (plain,) = faults_json([fault])
        words = {"what_zh": fault.what("zh"), "cure_zh": fault.cure("zh")}
        told.append({**plain, **words, "like": number, "alike": len(groups[number])})
    return told
