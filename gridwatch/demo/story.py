"""What the demo tells while it runs: every change of an incident and every camera that goes or comes, a line each."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from datetime import datetime

from alerts.life import Event
from alerts.store.base import LiveEvent, Store
from core.config.camera import Camera
from core.incident import Status
from gridwatch.cli.show import out
from gridwatch.demo.report import DemoReport

_COLOURS = {
    Status.OPEN: "red",
    Status.REOPENED: "red",
    Status.REPORTED: "cyan",
    Status.HANDLING: "cyan",
    Status.VERIFYING: "yellow",
    Status.CLOSED: "green",
}
_TOLD = {Event.VIEW_ADDED.value, Event.SECOND_VIEW.value, Event.NO_SECOND_VIEW.value}
_QUIET = {Status.CANDIDATE, Status.EXPIRED}


class Story:
    """Follows the store's live events and prints them."""

    def __init__(
        self, store: Store, cameras: Mapping[str, Camera], began: datetime, *, headless: bool
    ) -> None:
        self._store = store
        self._cameras = cameras
        self._began = began
        self._headless = headless
        self._seq = 0
        self._told: dict[str, int] = {}  # steps told, by incident

    async def run(self, stop: asyncio.Event) -> None:
        """Tell until `stop`."""
        while not stop.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), 0.5)
            await asyncio.to_thread(self._catch_up)

    def say(self, text: str, colour: str = "white") -> None:
        """Print one line."""
        out.print(text, style=colour, markup=False)

    def sum_up(self, report: DemoReport) -> None:
        """Print the end."""
        truth, sent = report.truth, report.deliveries
        self.say(
            f"{report.cameras} cameras, {report.looks} looks, {report.on_time_share:.1%} of them on time"
        )
        if truth is not None:
            self.say(f"{truth.matched} of {truth.events} events found, {truth.false_alarms} false alarms")
        verified = sent["verified_by_receiver"]
        self.say(f"{sent['accepted']} deliveries accepted, {verified} signatures verified by the receiver")

    def _catch_up(self) -> None:
        with self._store.read() as reader:
            events = reader.events_since(self._seq)
        for event in events:
            self._seq = event.seq
            if event.kind == "incident":
                self._incident(event)
            elif event.kind == "camera":
                name = self._cameras[event.ref].name if event.ref in self._cameras else event.ref
                self._line(event.at, f"{event.ref} {name}: {event.data.get('why_en', '')}", "magenta")

    def _incident(self, event: LiveEvent) -> None:
        with self._store.read() as reader:
            incident, steps = reader.incident(event.ref), reader.history(event.ref)
        if incident is None:
            return
        told = self._told.get(incident.id, 0)
        self._told[incident.id] = len(steps)
        for step in steps[told:]:
            moved = step.after is not step.before
            if step.after in _QUIET or not (moved or step.what in _TOLD):
                continue
            names = ", ".join(incident.cameras)
            head = step.after.value if moved else step.what.replace("_", " ")
            text = f"{head.upper():<12} {incident.title_en} [{names}]: {step.why.tell('en')}"
            self._line(step.at, text, _COLOURS.get(step.after, "white") if moved else "blue")

    def _line(self, at: datetime, text: str, colour: str) -> None:
        self.say(f"{(at - self._began).total_seconds():6.1f} s  {text}", colour)
