"""Second opinions on a look: asks those who are to be asked, in bounds, and never fails a look.

The policy (pure) says about what; this file keeps the bounds: so many questions in a minute, so many at once,
and a deadline for each. What has no answer by then is decided by the rule alone, and counted. Who does not answer
several times in a row, or asks for a pause, is left alone for a while.

Where opinions act, a look waits for them (`hear`). In shadow they change nothing, so nothing waits for them: the look
goes on, they are asked beside it (`postpone`, then `ask_beside`), and what is said is kept when it comes.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import structlog

from alerts.retry import read_retry_after
from core.clock import Clock
from core.config.profile import Profile
from core.config.settings.opinions import SecondOpinion
from core.detection import Detections
from core.frame import Frame
from core.opinion import Opinion, Says
from core.reason import Fact, Reason
from core.sighting import Sighting
from gridwatch.opinions import policy
from gridwatch.opinions.beside import Beside
from gridwatch.opinions.policy import State
from gridwatch.opinions.question import Answer, Asks, Question, Unanswered
from gridwatch.opinions.rest import Rest

log = structlog.get_logger(__name__)

WAITING = 16  # questions beside looks, those under way included, at most; each holds its picture
CLOSING_S = 1.0  # those under way at the end get so long to be answered
_MINUTE = 60.0

Keep = Callable[[Sighting, Opinion], Awaitable[None]]
"""Keeps what was said of a sighting whose look has been taken in."""


class SecondOpinions:
    """Asks one asker. Owns it: `close` closes it.

    `beside`: in shadow looks do not wait for it. A replay sets it to False, so that it tells the same every time.
    """

    def __init__(self, settings: SecondOpinion, asker: Asks, clock: Clock, *, beside: bool = False) -> None:
        self._settings = settings
        self._asker = asker
        self._clock = clock
        self._asked_at: deque[float] = deque(maxlen=settings.per_minute)
        self._free = asyncio.Semaphore(settings.at_once)
        self._beside = Beside(WAITING)
        self._rest = Rest()
        self.beside = beside and not settings.act
        self.counts: Counter[str] = Counter()  # questions since the start, by what came of them
        self.seconds = 0.0  # spent waiting for answers

    async def hear(
        self,
        frame: Frame,
        detections: Detections,
        profile: Profile,
        *,
        before: State | None,
        after: State,
        sightings: Sequence[Sighting],
    ) -> tuple[dict[str, Any], tuple[Sighting, ...]]:
        """Return the state to keep and the sightings, with opinions. before, after: rule state around the look."""
        memory = policy.remembered(before)
        wanted = policy.due(self._settings, before, memory, sightings)
        questions = _questions(frame, detections, profile, wanted)
        heard = await asyncio.gather(*(self._one(question) for question in questions))
        opinions = {
            question.sighting.subject: opinion for question, opinion in zip(questions, heard, strict=True)
        }
        return policy.applied(self._settings, after, memory, sightings, opinions)

    def postpone(
        self,
        frame: Frame,
        detections: Detections,
        profile: Profile,
        *,
        before: State | None,
        after: State,
        sightings: Sequence[Sighting],
    ) -> tuple[dict[str, Any], tuple[Question, ...]]:
        """Return the state to keep and what to ask once it is kept; the sightings stay as they are."""
        memory = policy.remembered(before)
        wanted = policy.due(self._settings, before, memory, sightings)
        questions = _questions(frame, detections, profile, wanted)
        return policy.postponed(after, memory, [one.sighting for one in questions]), questions

    def ask_beside(self, questions: Sequence[Question], keep: Keep) -> None:
        """Ask while the look goes on and keep what is said; what finds no room is not asked, and counted."""
        for question in questions:
            if not self._beside.start(partial(self._kept, question, keep)):
                self.counts[Says.NOT_ASKED.value] += 1

    @property
    def shed(self) -> int:
        """Questions beside looks since the start that found no room."""
        return self._beside.shed

    async def drain(self) -> None:
        """Wait until everything that was asked beside looks has been answered and kept."""
        await self._beside.drain()

    async def close(self) -> None:
        """Let the last questions be answered, or cancel them; free what the asker holds."""
        left = await self._beside.close(CLOSING_S)
        if left:
            log.info("opinion.left", questions=left, why="the service stops")
        await self._asker.close()

    async def _kept(self, question: Question, keep: Keep) -> None:
        opinion = await self._one(question)
        try:
            await keep(question.sighting, opinion)
        except Exception as error:  # noqa: BLE001 - nobody waits for it; the look itself is kept, and this is told
            subject = question.sighting.subject
            log.warning("opinion.lost", subject=subject, error=f"{type(error).__name__}: {error}")

    async def _one(self, question: Question) -> Opinion:
        began = self._clock.monotonic()
        answer = await self._answer(question, began)
        took_s = self._clock.monotonic() - began
        self.counts[answer.says.value] += 1
        self.seconds += took_s
        return Opinion(
            says=answer.says,
            confidence=answer.confidence,
            by=self._asker.name,
            reason=answer.reason,
            acts=self._settings.act,
            took_s=took_s,
        )

    async def _answer(self, question: Question, now: float) -> Answer:
        resting_s = self._rest.left_s(now)
        if resting_s > 0:
            detail = f"not asked for another {resting_s:.0f} s: the last questions had no answer"
            return _none(Says.NOT_ASKED, Reason(code="opinion.failed", facts={"detail": detail}))
        if len(self._asked_at) == self._asked_at.maxlen and now - self._asked_at[0] < _MINUTE:
            facts: dict[str, Fact] = {"per_minute": self._settings.per_minute}
            return _none(Says.NOT_ASKED, Reason(code="opinion.not_asked", facts=facts))
        self._asked_at.append(now)
        wait_s = None
        try:
            async with asyncio.timeout(self._settings.deadline_s), self._free:
                answer = await self._asker.ask(question)
        except TimeoutError:
            late = Reason(code="opinion.late", facts={"deadline_s": self._settings.deadline_s})
            answer = _none(Says.LATE, late)
        except Unanswered as error:
            answer = _none(Says.FAILED, error.reason)
            if error.ours:
                return answer
            wait_s = read_retry_after(error.retry_after, self._clock.now())
        except Exception as error:  # a fault of an asker must not cost the look: the rule decides
            log.exception("opinion.broke", subject=question.sighting.subject)
            fault = Reason(code="opinion.failed", facts={"detail": type(error).__name__})
            answer = _none(Says.FAILED, fault)
        self._rested(self._rest.after(answer.says, self._clock.monotonic(), wait_s=wait_s))
        return answer

    def _rested(self, rest: Rest) -> None:
        now = self._clock.monotonic()
        if rest.left_s(now) > 0 >= self._rest.left_s(now):
            log.warning("opinion.rests", by=self._asker.name, seconds=round(rest.left_s(now)))
        self._rest = rest


def _none(says: Says, reason: Reason) -> Answer:
    return Answer(says=says, confidence=0.0, reason=reason)


def _questions(
    frame: Frame, detections: Detections, profile: Profile, wanted: Sequence[Sighting]
) -> tuple[Question, ...]:
    rules = {rule.id: rule for rule in profile.rules}
    return tuple(
        Question(frame=frame, detections=detections, sighting=sighting, rule=rules[sighting.rule])
        for sighting in wanted
        if sighting.rule in rules
    )
