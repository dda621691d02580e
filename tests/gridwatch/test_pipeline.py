from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from core.clock import ManualClock
from core.config.settings.detecting import GateChoice
from core.config.settings.opinions import SecondOpinion
from core.detection import Detections
from core.errors import StoreError
from core.frame import Frame
from core.ground import Ground
from core.incident import Status
from core.look import LookFailure, LookFailureKind, LookReason, LookRequest
from core.opinion import Says
from detectors.batcher import Shed
from detectors.gate import Gate
from detectors.tiles import Plan
from gridwatch.gating import Gating
from gridwatch.opinions.question import Answer, Question
from gridwatch.opinions.second import SecondOpinions
from gridwatch.pipeline import Looked, Pipeline, Posting
from tests.builders import camera, detections, failure, frame, profile
from tests.builders_api import Deck
from tests.builders_opinions import Asker

HEAP = ("waste", (0.4, 0.6, 0.6, 0.8), 0.9)
WASTE = profile(
    {
        "id": "waste",
        "kind": "dwell",
        "matter": "construction_waste",
        "classes": ["waste"],
        "k": 3,
        "n": 4,
        "over_s": 20,
    }
)


class Script:
    """Looks and sees as told: one entry a look."""

    def __init__(self, *entries: Detections | LookFailure | Exception) -> None:
        self.entries = list(entries)
        self.plans: list[Plan | None] = []
        self.seconds = 0.0

    async def look(self, request: LookRequest) -> Frame | LookFailure:
        """Take a picture every ten seconds."""
        self.seconds += 10
        if self.entries and isinstance(self.entries[0], LookFailure):
            return self.entries.pop(0)  # type: ignore[return-value] # just checked
        return frame(seconds=self.seconds, camera_id=request.camera_id)

    async def detect(self, _frame: Frame, plan: Plan | None = None) -> Detections:
        """Give what is next, and note what was asked for."""
        self.plans.append(plan)
        entry = self.entries.pop(0)
        if isinstance(entry, Exception):
            raise entry
        assert isinstance(entry, Detections)
        return entry


@pytest.fixture
def deck(tmp_path: Path, clock: ManualClock) -> Deck:
    """A store and a desk."""
    return Deck(tmp_path, clock)


@pytest.fixture
def thread() -> Iterator[ThreadPoolExecutor]:
    """The store's thread."""
    with ThreadPoolExecutor(1) as pool:
        yield pool


def pipeline_of(
    deck: Deck,
    thread: ThreadPoolExecutor,
    script: Script,
    second: SecondOpinions | None = None,
    posting: Posting | None = None,
    gating: Gating | None = None,
) -> Pipeline:
    """The pipeline over a script; every call is another process as far as its memory goes."""
    posting = posting or Posting(camera=camera(), profile=WASTE)
    return Pipeline(
        posting=lambda camera_id: posting if camera_id == "cam-1" else None,
        looks=script,
        sees=script,
        desk=deck.desk,
        store=deck.store,
        store_thread=thread,
        facts={"model_sha256": "ab12"},
        clock=deck.clock,
        second=second,
        gating=gating,
    )


def request(camera_id: str = "cam-1") -> LookRequest:
    """A patrol look."""
    return LookRequest(camera_id=camera_id, not_before=0, deadline=1, reason=LookReason.PATROL)


async def test_looks_become_an_incident_with_what_it_rests_on(deck: Deck, thread: ThreadPoolExecutor) -> None:
    """Three looks over twenty seconds: one incident, with the model's hash and the profile's version."""
    pipeline = pipeline_of(deck, thread, Script(*[detections(HEAP)] * 3))
    for _ in range(3):
        ended = await pipeline.run(request())
        assert isinstance(ended, Looked)
    (incident,) = ended.decision.incidents
    assert incident.status is Status.OPEN
    assert incident.facts["model_sha256"] == "ab12"
    assert incident.facts["profile"] == "test v1"


async def test_a_new_process_goes_on_with_the_dwell(deck: Deck, thread: ThreadPoolExecutor) -> None:
    """The state comes from the store, not from a memory that a killed process loses."""
    script = Script(*[detections(HEAP)] * 3)
    for _ in range(3):
        ended = await pipeline_of(deck, thread, script).run(request())
    assert isinstance(ended, Looked)
    assert ended.decision.incidents[0].status is Status.OPEN


async def test_a_quiet_look_costs_no_transaction(
    deck: Deck, thread: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 123 looks a second an empty street must not be written down."""
    monkeypatch.setattr(deck.desk, "take", lambda *_: pytest.fail("asked the desk"))
    ended = await pipeline_of(deck, thread, Script(detections())).run(request())
    assert isinstance(ended, Looked)
    assert ended.notes


async def test_a_look_for_an_incident_reaches_the_desk_though_nothing_is_seen(
    deck: Deck, thread: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty picture is the proof that a heap was cleared."""
    asked: list[str | None] = []
    real = deck.desk.take
    monkeypatch.setattr(
        deck.desk, "take", lambda look, *rest: (asked.append(look.incident_id), real(look, *rest))[1]
    )
    proof = replace(frame(seconds=5, reason=LookReason.VERIFY), incident_id="inc_1")
    await pipeline_of(deck, thread, Script(detections())).digest(proof)
    assert asked == ["inc_1"]


async def test_a_failed_look_is_handed_on_and_never_seen(deck: Deck, thread: ThreadPoolExecutor) -> None:
    """A black picture is no empty street."""
    script = Script(failure(LookFailureKind.BLACK))
    ended = await pipeline_of(deck, thread, script).run(request())
    assert isinstance(ended, LookFailure)
    assert script.entries == []


async def test_a_shed_picture_is_a_look_without_budget(deck: Deck, thread: ThreadPoolExecutor) -> None:
    """It was not looked at, and is counted as such."""
    ended = await pipeline_of(deck, thread, Script(Shed("the waiting room is full"))).run(request())
    assert isinstance(ended, LookFailure)
    assert ended.kind is LookFailureKind.NO_BUDGET


async def test_a_removed_camera_ends_quietly(deck: Deck, thread: ThreadPoolExecutor) -> None:
    """It was taken out of the configuration while its look was under way."""
    ended = await pipeline_of(deck, thread, Script(detections())).run(request("cam-9"))
    assert isinstance(ended, LookFailure)


async def test_after_a_failed_transaction_the_state_is_read_again(
    deck: Deck, thread: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was not written must not be built upon."""
    pipeline = pipeline_of(deck, thread, Script(*[detections(HEAP)] * 4))
    real = deck.desk.take

    def broken(*_: object) -> None:
        raise StoreError("disk full")

    monkeypatch.setattr(deck.desk, "take", broken)
    with pytest.raises(StoreError):
        await pipeline.run(request())
    monkeypatch.setattr(deck.desk, "take", real)
    await pipeline.run(request())
    ended = await pipeline.run(request())
    assert isinstance(ended, Looked)
    assert ended.decision.incidents == () or ended.decision.incidents[0].status is Status.CANDIDATE


@pytest.mark.parametrize(
    ("act", "statuses"),
    [
        (False, [Status.CANDIDATE, Status.OPEN]),
        (True, [Status.CANDIDATE, Status.CANDIDATE]),
    ],
)
async def test_a_second_opinion_is_asked_once_when_a_rule_becomes_sure(
    deck: Deck, thread: ThreadPoolExecutor, act: bool, statuses: list[Status]
) -> None:
    """In shadow it opens and says what was said; acting, it stays a candidate. A new process does not ask again."""
    script, asker = Script(*[detections(HEAP)] * 6), Asker(Says.DISAGREES)
    seen = set()
    for _ in range(6):
        second = SecondOpinions(SecondOpinion(kind="tile", act=act), asker, deck.clock)
        ended = await pipeline_of(deck, thread, script, second).run(request())
        assert isinstance(ended, Looked)
        seen.update(one.status for one in ended.decision.incidents)
    assert len(asker.asked) == 1
    assert sorted(seen) == sorted(set(statuses))
    with deck.store.read() as reader:
        (incident,) = reader.live_incidents()
    assert incident.facts["opinion"].startswith("disagrees 0.80")


@pytest.mark.parametrize("beside", [True, False])
async def test_in_shadow_the_look_comes_to_the_same(
    deck: Deck, thread: ThreadPoolExecutor, tmp_path: Path, beside: bool
) -> None:
    """Wishes, sightings and statuses are those of a pipeline that asks nobody."""

    async def told(deck: Deck, second: SecondOpinions | None) -> list[object]:
        pipeline = pipeline_of(deck, thread, Script(*[detections(HEAP)] * 5), second)
        ends = [await pipeline.run(request()) for _ in range(5)]
        return [
            (
                [(one.subject, one.finding, one.held) for one in end.sightings],
                end.decision.wishes,
                [(one.id, one.status) for one in end.decision.incidents],
            )
            for end in ends
            if isinstance(end, Looked)
        ]

    shadow = SecondOpinions(SecondOpinion(kind="tile"), Asker(Says.DISAGREES), deck.clock, beside=beside)
    other = Deck(tmp_path / "other", ManualClock(deck.clock.now()))
    assert await told(deck, shadow) == await told(other, None)
    await shadow.drain()
    assert shadow.counts == {"disagrees": 1}


async def test_in_shadow_no_look_waits_for_an_answer_and_the_verdict_comes_after(
    deck: Deck, thread: ThreadPoolExecutor
) -> None:
    """The asker hangs until the look is over; what it says then stands on the incident, and asks nobody twice."""

    class Slow(Asker):
        go = asyncio.Event()

        async def ask(self, question: Question) -> Answer:
            await self.go.wait()
            return await super().ask(question)

    asker = Slow(Says.DISAGREES)
    second = SecondOpinions(SecondOpinion(kind="tile"), asker, deck.clock, beside=True)
    pipeline = pipeline_of(deck, thread, Script(*[detections(HEAP)] * 5), second)
    for _ in range(4):
        ended = await asyncio.wait_for(pipeline.run(request()), 5)
    with deck.store.read() as reader:
        (incident,) = reader.live_incidents()
    assert (incident.status, "opinion" in incident.facts, asker.asked) == (Status.OPEN, False, [])
    asker.go.set()
    await second.drain()
    with deck.store.read() as reader:
        (incident,) = reader.live_incidents()
        history = reader.history(incident.id)
    assert incident.facts["opinion"] == "disagrees 0.80 (shadow)"
    assert (history[-1].what, history[-1].look_id) == ("second_opinion", asker.asked[0].frame.look_id)
    ended = await pipeline.run(request())
    await second.drain()
    assert isinstance(ended, Looked)
    assert len(asker.asked) == 1


async def test_nothing_is_asked_about_a_look_that_could_not_be_kept(
    deck: Deck, thread: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A verdict would have nothing to stand on; the next look asks."""
    asker = Asker(Says.AGREES)
    second = SecondOpinions(SecondOpinion(kind="tile"), asker, deck.clock, beside=True)
    pipeline = pipeline_of(deck, thread, Script(*[detections(HEAP)] * 4), second)
    for _ in range(2):
        await pipeline.run(request())

    def full(*_: object) -> None:
        raise StoreError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(deck.desk, "take", full)
        with pytest.raises(StoreError):
            await pipeline.run(request())
    await second.drain()
    assert asker.asked == []
    await pipeline.run(request())
    await second.drain()
    assert len(asker.asked) == 1


async def test_tiles_and_the_plane_of_a_posting_reach_detector_and_rules(
    deck: Deck, thread: ThreadPoolExecutor
) -> None:
    """A crowd rule by density that asks for tiles: four go to the detector, ten square metres to the rule."""
    crowd = {
        "id": "crowd", "kind": "crowd", "matter": "crowding", "classes": ["person"], "per_m2": 0.3, "tiles": {},
    }  # fmt: skip
    plane = Ground(rows=((5, 0, -2), (0, -2, 2), (0, 0, 1)))
    posting = Posting(camera=camera(pose=None), profile=profile(crowd), ground=plane)
    persons = [("person", [i / 10, 0.5, i / 10 + 0.05, 0.7], 0.9) for i in range(3)]
    script = Script(detections(*persons))
    ended = await pipeline_of(deck, thread, script, posting=posting).run(request())
    (plan,) = script.plans
    assert plan is not None
    assert len(plan.tiles) == 4
    assert isinstance(ended, Looked)
    assert ended.sightings[0].reason.facts["area_m2"] == 10


def gated(deck: Deck, thread: ThreadPoolExecutor, script: Script) -> Pipeline:
    """The pipeline over a script whose pictures never change, with the gate on."""
    return pipeline_of(deck, thread, script, gating=Gating(GateChoice(mode="on")))


async def test_a_picture_that_has_not_changed_is_not_detected_on(
    deck: Deck, thread: ThreadPoolExecutor
) -> None:
    """The detector runs once for three looks; each of them ends with what it saw, and says so."""
    car = detections(("car", (0.1, 0.1, 0.2, 0.2), 0.9))
    pipeline = gated(deck, thread, Script(car))
    ended = [await pipeline.run(request()) for _ in range(3)]
    assert all(isinstance(one, Looked) and one.detections is car for one in ended)
    assert [one.gate for one in ended if isinstance(one, Looked)] == [
        Gate.FIRST,
        Gate.UNCHANGED,
        Gate.UNCHANGED,
    ]


async def test_the_gate_leaves_the_dwell_alone(deck: Deck, thread: ThreadPoolExecutor) -> None:
    """A heap is seen at the first look: from then on the detector sees every one, and it becomes an incident."""
    script = Script(*[detections(HEAP)] * 3)
    pipeline = gated(deck, thread, script)
    for _ in range(3):
        ended = await pipeline.run(request())
    assert isinstance(ended, Looked)
    assert len(ended.decision.incidents) == 1
    assert not script.entries


class Head:
    """A camera that leaves home by script: one answer a question."""

    def __init__(self, *stays: int | None) -> None:
        self.stays = list(stays)

    def stay(self, camera_id: str) -> int | None:
        """Give what is next."""
        return self.stays.pop(0)

    def why_away(self, camera_id: str) -> str:
        """Always the same."""
        return "Li is using it"


@pytest.mark.parametrize("stays", [(None,), (1, None), (1, 2)])
async def test_what_a_turned_camera_shows_is_not_judged(
    deck: Deck, thread: ThreadPoolExecutor, stays: tuple[int | None, ...]
) -> None:
    """Away before the look, turned during it, or even back again: no zone and no rule hears of the picture."""
    script = Script()
    pipeline = pipeline_of(deck, thread, script)
    pipeline._standing = Head(*stays)
    ended = await pipeline.run(request())
    assert isinstance(ended, LookFailure)
    assert (ended.kind, ended.detail) == (LookFailureKind.AWAY, "Li is using it")
    assert script.plans == []
    assert script.seconds == (0 if stays == (None,) else 10)


async def test_a_camera_at_home_is_judged(deck: Deck, thread: ThreadPoolExecutor) -> None:
    """The same stay before and after."""
    pipeline = pipeline_of(deck, thread, Script(detections()))
    pipeline._standing = Head(3, 3)
    assert isinstance(await pipeline.run(request()), Looked)
