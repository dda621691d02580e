"""One life of the service and one of the receiver, each until it is killed. Run in processes of their own."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from alerts.store.alone import alone
from core.clock import SystemClock
from gridwatch.bench.crash_script import Script
from gridwatch.bench.deliver_parts import Parts
from gridwatch.loop import run
from gridwatch.simulator.platform_inbox import MAX_BYTES, Inbox, Refused

WITNESSED, ARRIVED = "witnessed.jsonl", "arrived.jsonl"
RETRY_S = (0.05, 0.1, 0.2, *[0.3] * 2000)
_FAILS = 0.03  # share of webhooks that the receiver answers with 503
_LINGERS_S = 0.03  # at most, between keeping a webhook and answering it
_ORPHAN_S = 0.5  # this often it is looked whether whoever started us still lives


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """What both need to know."""

    folder: Path
    port: int  # of the receiver, the same in all its lives
    secret: str

    @property
    def url(self) -> str:
        """Where webhooks go."""
        return f"http://127.0.0.1:{self.port}/incidents"

    @property
    def store(self) -> str:
        """SQLAlchemy address of the database."""
        return f"sqlite:///{self.folder / 'gridwatch.db'}"


class Lines:
    """A file of JSON lines that is only added to: a line is there whole, or not at all, when the process is killed."""

    def __init__(self, path: Path, *, sync: bool) -> None:
        self._sync = sync
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def add(self, line: Mapping[str, Any]) -> None:
        """Write a line; with `sync` it is on the disk when this returns."""
        os.write(self._file, json.dumps(line).encode() + b"\n")
        if self._sync:
            os.fsync(self._file)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return what such a file holds; nothing where there is none."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def service(scene: Scene, *, life: int, seed: int, quiet: bool) -> None:
    """Live: deliver what is owed and, unless `quiet`, let things happen without a pause."""
    run(_service(scene, life, seed, quiet))


async def _service(scene: Scene, life: int, seed: int, quiet: bool) -> None:
    rng = random.Random(f"{seed}/{life}")  # noqa: S311 - a script, jitter
    with alone(scene.store):
        parts = Parts(
            scene.folder,
            url=scene.url,
            secret=scene.secret,
            clock=SystemClock(),
            rng=rng,
            retry_s=RETRY_S,
            verify_s=0.0,
        )
        witness = Lines(scene.folder / WITNESSED, sync=False)
        script = Script(parts, rng, witness.add, life=life)
        async with asyncio.TaskGroup() as group:  # what breaks ends the life, and is told by the nursery
            group.create_task(parts.courier.run(asyncio.Event()))
            if not quiet:
                group.create_task(_act(script, parts))
            await _orphaned(os.getppid())
            os._exit(1)  # nobody is left to be told anything


async def _act(script: Script, parts: Parts) -> None:
    while True:
        await asyncio.to_thread(script.step)
        parts.courier.poke()


def receiver(scene: Scene, *, life: int, seed: int, quiet: bool) -> None:
    """Live: keep every webhook that verifies, on the disk, before it is answered; without `quiet` fail now and then."""
    run(_receiver(scene, random.Random(f"{seed}/receiver/{life}"), quiet))  # noqa: S311 - faults by script


async def _receiver(scene: Scene, rng: random.Random, quiet: bool) -> None:
    inbox, arrived = Inbox(scene.secret), Lines(scene.folder / ARRIVED, sync=True)

    async def take(request: web.Request) -> web.Response:
        body = await request.read()
        if not quiet and rng.random() < _FAILS:
            return web.Response(status=503, text="try again")
        message = inbox.take(request.headers, body)
        status = message.status if isinstance(message, Refused) else 200
        event: dict[str, Any] = {}
        if not isinstance(message, Refused):
            event = {"incident": message.incident_id, "version": message.version}
        digest = hashlib.sha256(body).hexdigest()
        arrived.add({"id": request.headers.get("webhook-id"), "sha256": digest, "status": status, **event})
        if not quiet:
            await asyncio.sleep(rng.uniform(0, _LINGERS_S))
        return web.json_response(
            {"code": 0, "case_number": f"C-{event.get('incident', '?')[-8:]}"}, status=status
        )

    app = web.Application(client_max_size=MAX_BYTES + 1)
    app.router.add_post("/incidents", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", scene.port, reuse_address=True).start()
        await _orphaned(os.getppid())
    finally:
        await runner.cleanup()


async def _orphaned(parent: int) -> None:
    """Return when whoever started us is gone; nothing else tells."""
    while os.getppid() == parent:  # noqa: ASYNC110 - the operating system sets no event
        await asyncio.sleep(_ORPHAN_S)
