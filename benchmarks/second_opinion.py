"""What a second opinion does to precision and recall: the same stored looks with none, a tile and an endpoint.

The looks are detected once and remembered; each way then runs through the very pipeline and is scored against the
truth. The endpoint is a stand-in on this machine that speaks the protocol over HTTP. No language model is behind it:
it knows the truth and is wrong as often as `--right` says, cannot tell one time in ten, and fails one time in
twenty. So its line shows what an endpoint of that quality would do, not what a given model does.

    gridwatch simulate day --out var/day
    python benchmarks/second_opinion.py var/day [--model models/default] [--larger FOLDER] [--json -]
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # run as a script, only its own folder is on the path

from core.clock import Clock, SystemClock  # noqa: E402 - the path comes first
from core.config.settings.opinions import SecondOpinion  # noqa: E402 - the path comes first
from core.config.settings.root import Settings  # noqa: E402 - the path comes first
from core.opinion import Says as Verdict  # noqa: E402 - the path comes first
from core.secrets import Secrets  # noqa: E402 - the path comes first
from gridwatch.opinions.endpoint import EndpointAsker  # noqa: E402 - the path comes first
from gridwatch.opinions.question import Answer, Question  # noqa: E402 - the path comes first
from gridwatch.opinions.second import SecondOpinions  # noqa: E402 - the path comes first
from gridwatch.workbench.district import read_district  # noqa: E402 - the path comes first
from gridwatch.workbench.looks import read_looks, write_looks  # noqa: E402 - the path comes first
from gridwatch.workbench.opinions import replayed_opinions  # noqa: E402 - the path comes first
from gridwatch.workbench.replay import Seconds  # noqa: E402 - the path comes first
from gridwatch.workbench.scoring import score  # noqa: E402 - the path comes first
from gridwatch.workbench.session import Wanted, run_replay  # noqa: E402 - the path comes first
from gridwatch.workbench.truth import TrueEvent, read_truth  # noqa: E402 - the path comes first
from tests.fakes.vision_endpoint import Asked, Says, VisionEndpoint  # noqa: E402 - the path comes first

NEAR = 0.15  # centres of box and true box, in shares of the picture: nearer is the same thing
UNSURE, BROKEN = 0.1, 0.05  # shares of the stand-in's answers


@dataclass(kw_only=True)
class Way:
    """One way to ask, and what it has counted."""

    name: str
    opens: Seconds
    counts: dict[str, int]


class StandIn:
    """Answers by the truth of the question that is being asked, and errs as told."""

    def __init__(self, events: list[TrueEvent], right: float, seed: int) -> None:
        self._events = events
        self._right = right
        self._rng = random.Random(seed)  # noqa: S311 - a scripted error rate, not a secret
        self.true = False  # of the question under way

    def know(self, question: Question) -> None:
        """Look up whether it is so."""
        one = question.sighting
        self.true = any(
            event.matter == one.matter
            and one.camera_id in event.cameras
            and event.start <= one.at
            and (event.end is None or one.at <= event.end)
            and _near(event, question)
            for event in self._events
        )

    def answer(self, _asked: Asked) -> Says:
        """Say it, or err."""
        if self._rng.random() < BROKEN:
            return Says(status=503, raw=b"overloaded")
        if self._rng.random() < UNSURE:
            return _said("cannot_tell")
        right = self._rng.random() < self._right
        return _said("agrees" if self.true == right else "disagrees")


class Told(EndpointAsker):
    """The asker of the product; before it asks, the stand-in is told what the question is about."""

    stand_in: StandIn

    async def ask(self, question: Question) -> Answer:
        """Ask over HTTP."""
        self.stand_in.know(question)
        return await super().ask(question)


def main() -> None:
    """Run every way over the same looks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("day", type=Path, help="stored looks with configs/ and truth.jsonl")
    parser.add_argument("--model", type=Path, default=ROOT / "models" / "default")
    parser.add_argument("--larger", type=Path, help="another model to ask")
    parser.add_argument("--right", type=float, nargs="*", default=[1.0, 0.9, 0.7], help="of the stand-in")
    parser.add_argument("--cache", type=Path, help="remembered detections; default: a temporary folder")
    parser.add_argument("--cameras", nargs="*", help="only these")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--json", type=str, help="file, or - for standard output")
    given = parser.parse_args()
    rows = run(given)
    if given.json == "-":
        print(json.dumps(rows, indent=2))
        return
    if given.json:
        Path(given.json).write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    print(f"{'asked':<26}{'precision':>10}{'recall':>8}{'F1':>7}{'false/cam-day':>14}{'alarms':>8}  opinions")
    for row in rows:
        print(
            f"{row['way']:<26}{_told(row['precision']):>10}{_told(row['recall']):>8}{_told(row['f1']):>7}"
            f"{_told(row['false_alarms_per_camera_day']):>14}{row['alarms']:>8}  {row['opinions']}"
        )


def run(given: argparse.Namespace) -> list[dict[str, Any]]:
    """Return one row for each way."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        day = _part_of(given.day, set(given.cameras), Path(folder) / "day") if given.cameras else given.day
        looked = {one.camera for one in read_looks(day)}
        events = [event for event in read_truth(day / "truth.jsonl") if looked & event.cameras]
        for way in _ways(given, day, read_district(day / "configs").settings, events):
            wanted = Wanted(
                paths=(day,),
                out=Path(folder) / "run",
                model=given.model,
                cache=given.cache or Path(folder) / "cache",
                threads=given.threads,
            )
            outcome = run_replay(wanted, clock=SystemClock(), second=way.opens)
            card = score(outcome.run, events).to_json()
            kept = (
                "precision",
                "recall",
                "f1",
                "f1_ci95",
                "false_alarms_per_camera_day",
                "events",
                "camera_days",
            )
            rows.append(
                {"way": way.name, "alarms": len(outcome.run.alarms)}
                | {name: card[name] for name in kept}
                | {
                    "opinions": way.counts,
                    "took_s": round(outcome.took_s, 1),
                }
            )
    return rows


def _part_of(day: Path, cameras: set[str], folder: Path) -> Path:
    """Return a folder with the looks of some cameras alone; the pictures are linked, not copied."""
    folder.mkdir()
    for name in ("configs", "truth.jsonl", *cameras):
        (folder / name).symlink_to((day / name).resolve())
    looks = [one for one in read_looks(day) if one.camera in cameras]
    write_looks(folder, [replace(one, path=folder / one.path.relative_to(day)) for one in looks])
    return folder


def _ways(given: argparse.Namespace, day: Path, settings: Settings, events: list[TrueEvent]) -> list[Way]:
    def by_settings(name: str, **opinion: Any) -> Way:
        wanted = settings.model_copy(update={"opinion": SecondOpinion.model_validate(opinion)})
        way = Way(name=name, opens=lambda _: _none(), counts={})

        @asynccontextmanager
        async def opens(clock: Clock) -> AsyncIterator[SecondOpinions | None]:
            folders = {"model": given.model, "configs": day / "configs"}
            async with replayed_opinions(wanted, **folders, secrets=Secrets(), clock=clock) as second:
                yield second
                _counted(way, second)

        way.opens = opens
        return way

    ways = [
        by_settings("nobody"),
        by_settings("tile, shadow", kind="tile", per_minute=6000),
        by_settings("tile", kind="tile", act=True, per_minute=6000),
    ]
    if given.larger:
        folder = str(given.larger.resolve())
        ways.append(by_settings("larger model", kind="model", folder=folder, act=True, per_minute=6000))
    return ways + [_endpoint(right, events) for right in given.right]


def _endpoint(right: float, events: list[TrueEvent]) -> Way:
    way = Way(name=f"endpoint, {right:.0%} right", opens=lambda _: _none(), counts={})

    @asynccontextmanager
    async def opens(clock: Clock) -> AsyncIterator[SecondOpinions | None]:
        stand_in = StandIn(events, right, seed=0)
        async with AsyncExitStack() as stack:
            city = await stack.enter_async_context(VisionEndpoint(choose=stand_in.answer))
            wanted = SecondOpinion.model_validate(
                {
                    "kind": "endpoint",
                    "act": True,
                    "per_minute": 6000,
                    "at_once": 1,  # one question at a time: the stand-in knows one truth
                    "endpoint": {"url": city.url, "model": "stand-in", "allow": ["127.0.0.1/32"]},
                }
            )
            assert wanted.endpoint is not None  # noqa: S101 - set above; told to the type checker
            asker = Told(
                wanted.endpoint, key=None, enlarge=wanted.enlarge, deadline_s=wanted.deadline_s, at_once=1
            )
            asker.stand_in = stand_in
            second = SecondOpinions(wanted, asker, clock)
            stack.push_async_callback(second.close)
            yield second
            _counted(way, second)

    way.opens = opens
    return way


@asynccontextmanager
async def _none() -> AsyncIterator[None]:
    yield None


def _counted(way: Way, second: SecondOpinions | None) -> None:
    if second is not None:
        way.counts = dict(second.counts)


def _near(event: TrueEvent, question: Question) -> bool:
    if event.box is None or event.box_camera != question.sighting.camera_id or question.sighting.box is None:
        return True  # the truth names no box in this camera: matter and time must do
    (x, y), (true_x, true_y) = question.sighting.box.centre, event.box.centre
    return abs(x - true_x) < NEAR and abs(y - true_y) < NEAR


def _said(verdict: Verdict | str) -> Says:
    return Says(content=json.dumps({"verdict": verdict, "confidence": 0.8, "reason": "stand-in"}))


def _told(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    main()
