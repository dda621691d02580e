"""Asks many cameras at once, in threads; every answer is handed over in the caller's own thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue

from core.config.camera import Camera
from gridwatch.probing.plan import Plan
from ingest.onvif.probe import ProbeResult, Problem

Ask = Callable[[Camera], ProbeResult]


def ask_all(plan: Plan, ask: Ask, *, threads: int, answered: Callable[[ProbeResult], None]) -> None:
    """Ask every camera of the plan; `answered` is called once for each, also for those that are given up.

    Ctrl-C ends it at once: what is under way is left to threads that end with the process. An error of `ask` itself,
    which is to put all that a camera does wrong into its answer, ends it too.
    """
    asked: SimpleQueue[Camera | None] = SimpleQueue()
    answers: SimpleQueue[ProbeResult | Exception] = SimpleQueue()
    threads = max(1, min(threads, plan.left))
    for number in range(threads):
        worker = threading.Thread(
            target=_work, args=(asked, answers, ask), name=f"probe-{number}", daemon=True
        )
        worker.start()
    under_way = 0
    try:
        while plan.left or under_way:
            while under_way < threads and (camera := plan.start()) is not None:
                asked.put(camera)
                under_way += 1
            answer = answers.get()
            under_way -= 1
            if isinstance(answer, Exception):
                raise answer
            answered(answer)
            for camera in plan.ended(answer):
                answered(_given_up(camera, answer))
    finally:
        for _ in range(threads):
            asked.put(None)


def _work(asked: SimpleQueue[Camera | None], answers: SimpleQueue[ProbeResult | Exception], ask: Ask) -> None:
    while (camera := asked.get()) is not None:
        try:
            answers.put(ask(camera))
        except Exception as wrong:  # noqa: BLE001 - raised again where it is read
            answers.put(wrong)


def _given_up(camera: Camera, because: ProbeResult) -> ProbeResult:
    where = f"{because.host}:{because.port}"
    told = f"not asked: {where} refused the same login of {because.camera_id} and of others"
    return ProbeResult(
        camera_id=camera.id,
        host=camera.access.host or "",
        port=camera.access.onvif_port,
        problems=(Problem.of("login_stopped", told),),
    )
