"""Whether a truth is of what was looked at: figures against another truth look like figures. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from core.errors import GridwatchError
from gridwatch.workbench.runs import Source
from gridwatch.workbench.scoring.looked import seen
from gridwatch.workbench.truth import TrueEvent

_NAMED = 5  # cameras in a message
_TIME = "%Y-%m-%dT%H:%M:%SZ"


class OtherTruth(GridwatchError):
    """None of the events of a truth could have been seen; the message says what fits not to what."""


def check_belongs(events: Sequence[TrueEvent], sources: Sequence[Source]) -> str | None:
    """Return what is worth knowing before figures are believed, or None.

    Args:
        events: of the truth.
        sources: what was looked at.

    Raises:
        OtherTruth: there are events, and none of them could have been seen.
    """
    if not events:
        return (
            "the truth holds no event: every alarm counts as false, and nothing tells what is missed. That is right "
            "for recordings on which nothing is wrong; else give the file of their events by --truth"
        )
    looked = {source.camera for source in sources}
    strange = [event for event in events if not event.cameras & looked]
    if len(strange) == len(events):
        theirs = _names(camera for event in events for camera in event.cameras)
        raise OtherTruth(
            f"none of the {len(events)} events of the truth is at a camera that was looked at: they are at {theirs}, "
            f"and looked at were {_names(looked)}. Give the truth of these recordings by --truth, or correct its "
            "`cameras`; of a clip that is the name of its file without the ending"
        )
    if not seen(events, sources).events:
        begin = min(source.start for source in sources)
        end = max(source.start + timedelta(seconds=source.seconds) for source in sources)
        raise OtherTruth(
            f"none of the {len(events)} events of the truth lies within the time that was looked at: that is from "
            f"{begin:{_TIME}} to {end:{_TIME}}, and the first event starts at "
            f"{min(event.start for event in events):{_TIME}}. Give the truth of these recordings by --truth, or "
            "correct its times; those of a clip are seconds from its start"
        )
    if not strange:
        return None
    names = _names(camera for event in strange for camera in event.cameras)
    return (
        f"{len(strange)} of the {len(events)} events are at cameras that were not looked at ({names}): they count "
        "nowhere"
    )


def _names(cameras: Iterable[str]) -> str:
    known = sorted(set(cameras))
    more = f" and {len(known) - _NAMED} more" if len(known) > _NAMED else ""
    return f"{', '.join(known[:_NAMED]) or 'none'}{more}"
