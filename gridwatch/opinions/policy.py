"""Who is asked about, and what an opinion changes. Pure: rule state in, rule state out.

What was said is remembered in the camera's rule state, under `opinions`, as long as the rules remember the
subject: it is written in the look's own transaction, so a restart neither asks again nor forgets.

    {"version": 1, ..., "rules": {...}, "opinions": {"waste/kerb/7": ["disagrees", 1, 1793606400.0]}}

A question that is asked beside its look is remembered as asked, with null for an answer that the state never hears:
in shadow it would change nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.config.settings.opinions import SecondOpinion
from core.opinion import Opinion, Says
from core.sighting import Finding, Sighting
from detectors.rules.memory import subjects_of

KEY = "opinions"
State = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """What is remembered of one subject."""

    says: (
        Says | None
    )  # the last that somebody answered; without any, how the last question ended; None: not told
    asked: int  # times
    at: float  # when last asked, seconds since 1970

    def to_json(self) -> list[Any]:
        """Return JSON types."""
        return [self.says and self.says.value, self.asked, self.at]

    @classmethod
    def from_json(cls, row: Sequence[Any]) -> Heard:
        """Read what `to_json` wrote; ValueError or TypeError when it is something else."""
        says, asked, at = row
        return cls(says=None if says is None else Says(says), asked=int(asked), at=float(at))

    def after(self, says: Says, at: float) -> Heard:
        """Return what is remembered after one more question: only an answer replaces an answer."""
        kept = self.says if self.says and self.says.answered and not says.answered else says
        return Heard(says=kept, asked=self.asked + 1, at=at)


Memory = Mapping[str, Heard]
"""By subject within its camera."""


def remembered(before: State | None) -> Memory:
    """Return what a state remembers; what cannot be read is asked again."""
    rows: Any = (before or {}).get(KEY)
    memory: dict[str, Heard] = {}
    for subject, row in rows.items() if isinstance(rows, Mapping) else ():
        try:
            memory[str(subject)] = Heard.from_json(row)
        except (TypeError, ValueError):
            continue
    return memory


def due(
    settings: SecondOpinion, before: State | None, memory: Memory, sightings: Sequence[Sighting]
) -> tuple[Sighting, ...]:
    """Return the sightings that somebody is to be asked about now.

    Asked about is what a rule has just become sure of; and, where opinions act, what is being held back and was
    last asked about long enough ago.
    """
    known = _confirmed(before)
    wanted = []
    for sighting in sightings:
        if sighting.finding is not Finding.PRESENT or (
            settings.matters and sighting.matter not in settings.matters
        ):
            continue
        heard = memory.get(local(sighting))
        if heard is None:
            ask = local(sighting) not in known
        else:
            waited_s = sighting.at.timestamp() - heard.at
            ask = _holds(settings, heard) and heard.asked < settings.asks and waited_s >= settings.again_s
        if ask:
            wanted.append(sighting)
    return tuple(wanted)


def applied(
    settings: SecondOpinion,
    after: State,
    memory: Memory,
    sightings: Sequence[Sighting],
    opinions: Mapping[str, Opinion],
) -> tuple[dict[str, Any], tuple[Sighting, ...]]:
    """Return the state to keep and the sightings with what was said, by subject, in `opinions`."""
    told, heard = [], dict(memory)
    for sighting in sightings:
        subject, opinion = local(sighting), opinions.get(sighting.subject)
        if opinion is not None:
            at, before = sighting.at.timestamp(), memory.get(subject)
            heard[subject] = (
                before.after(opinion.says, at) if before else Heard(says=opinion.says, asked=1, at=at)
            )
        held = sighting.finding is Finding.PRESENT and subject in heard and _holds(settings, heard[subject])
        told.append(
            sighting if opinion is None and not held else replace(sighting, opinion=opinion, held=held)
        )
    return _with(after, heard), tuple(told)


def postponed(after: State, memory: Memory, asked: Sequence[Sighting]) -> dict[str, Any]:
    """Return the state to keep when `asked` are asked about beside their look: once, whatever comes of it."""
    new = {local(one): Heard(says=None, asked=1, at=one.at.timestamp()) for one in asked}
    return _with(after, {**memory, **new})


def _with(after: State, memory: Memory) -> dict[str, Any]:
    """Return the state with what is remembered of the subjects that its rules still know."""
    alive = _subjects(after)
    kept = {subject: heard.to_json() for subject, heard in memory.items() if subject in alive}
    state = {key: value for key, value in after.items() if key != KEY}
    return state | {KEY: kept} if kept else state


def _holds(settings: SecondOpinion, heard: Heard) -> bool:
    return settings.act and heard.says is Says.DISAGREES


def _confirmed(state: State | None) -> set[str]:
    return {subject for subject, confirmed in _subjects(state).items() if confirmed}


def _subjects(state: State | None) -> dict[str, bool]:
    """Return every subject that a rule state remembers, as `local` names it, and whether it is confirmed."""
    try:
        return {
            f"{key}/{number}": confirmed
            for key, entry in dict((state or {})["rules"]).items()
            for number, confirmed, *_ in subjects_of(entry)
        }
    except (KeyError, TypeError, ValueError):
        return {}  # the rule book starts afresh from such a state, and so do the opinions


def local(sighting: Sighting) -> str:
    """Return the subject within its camera's state: "<rule>/<zone>/<n>"."""
    return sighting.subject.removeprefix(f"{sighting.camera_id}/")
