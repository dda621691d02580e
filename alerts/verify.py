"""Is it gone? What the looks since "handled" (or since it was seen cleared) add up to. Pure.

The history is the only memory: every look that decides something while verifying is one of its steps,
so a restart, or another worker, counts on from where the last one stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.case.eyes import Eyes
from alerts.life import Event
from core.config.settings.merging import Merging
from core.incident import Incident, Status, Step, View
from core.reason import Reason

BLIND_AFTER = timedelta(minutes=15)  # a view that brought no look for this long is not waited for


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What is to be done with a verifying incident."""

    event: Event | None = None  # the step to take; None: wait
    why: Reason | None = None
    ask: tuple[str, ...] = ()  # cameras to look through again


def begun(history: Sequence[Step]) -> Step | None:
    """Return the step that made it verifying, the last one if there were several."""
    return next(
        (s for s in reversed(history) if s.after is Status.VERIFYING and s.before is not Status.VERIFYING),
        None,
    )


def stand(
    incident: Incident, history: Sequence[Step], *, now: datetime, merging: Merging, eyes: Eyes | None = None
) -> Standing:
    """Judge a verifying incident; any other stands as it is."""
    eyes = eyes or Eyes()
    start = begun(history)
    if incident.status is not Status.VERIFYING or start is None:
        return Standing()
    looks = [step for step in history if step.seq > start.seq]
    present = sum(step.what == Event.LOOK_PRESENT.value for step in looks)
    if present >= merging.verify_present:
        return Standing(
            event=Event.STILL_THERE, why=Reason(code="life.still_there", facts={"looks": present})
        )
    cleared = [view for view in incident.views if _cleared(view, looks, merging)]
    blind = [
        view
        for view in incident.views
        if view not in cleared and view.last_look < start.at and now - start.at > BLIND_AFTER
    ]
    waiting = [view for view in incident.views if view not in cleared and view not in blind]
    proofs = sum(step.what == Event.LOOK_CLEAR.value for step in looks)
    proven = start.what != Event.CLEARED.value or proofs >= merging.verify_proof
    if cleared and not waiting and proven:
        facts = {"cleared": len(cleared), "views": len(incident.views), "blind": len(blind)}
        return Standing(event=Event.PROVEN, why=Reason(code="life.proven", facts=facts))
    given_up = next((step for step in looks if step.what == Event.NOT_VERIFIED.value), None)
    if given_up is not None:
        # it is said; a camera that has looked since then, by patrol or not, is asked again
        back = [view.camera_id for view in waiting if view.last_look > given_up.at]
        return Standing(ask=tuple(dict.fromkeys(back)))
    why = _in_vain(incident, [*waiting, *blind], start, now=now, merging=merging, eyes=eyes)
    if why is not None:
        return Standing(event=Event.NOT_VERIFIED, why=why)
    wanted = [*waiting, *blind] or list(cleared)
    return Standing(ask=tuple(dict.fromkeys(view.camera_id for view in wanted)))


def all_cleared(incident: Incident) -> bool:
    """Return whether the rules of every view have seen it gone."""
    return all(view.cleared_at is not None for view in incident.views)


def _in_vain(
    incident: Incident,
    unclear: Sequence[View],
    start: Step,
    *,
    now: datetime,
    merging: Merging,
    eyes: Eyes,
) -> Reason | None:
    """Return why nothing can be verified, once that is sure: the cameras are gone, or brought nothing for long."""
    cameras = tuple(dict.fromkeys(view.camera_id for view in unclear))
    trouble, which = eyes.troubled(cameras)
    decided = max([start.at, *(view.last_look for view in incident.views)])
    too_long = (now - decided).total_seconds() > merging.verify_give_up_s
    gone = trouble == "gone" and which == cameras and now - start.at > BLIND_AFTER
    if not too_long and not gone:
        return None
    hours = round(merging.verify_give_up_s / 3600, 1)
    if trouble is None:
        return Reason(code="life.not_verified", facts={"hours": hours})
    return Reason(code=f"case.could_not.{trouble}", facts={"cameras": ", ".join(which), "hours": hours})


def _cleared(view: View, looks: Sequence[Step], merging: Merging) -> bool:
    """Whether its rule says so, or enough of the last looks through it that could decide."""
    if view.cleared_at is not None:
        return True
    mine = [
        step.what == Event.LOOK_CLEAR.value
        for step in looks
        if step.why.facts.get("camera") == view.camera_id
    ]
    return sum(mine[-merging.verify_clear_of :]) >= merging.verify_clear
