"""Is it gone? What the looks since "handled" (or since it was seen cleared) add up to. Pure.

The history is the only memory: every look that decides something while verifying is one of its steps,
so a restart, or another worker, counts on from where the last one stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.life import Event
from core.incident import Incident, Status, Step, View
from core.reason import Reason

PRESENT_LOOKS = 2  # looks that show it after "handled" reopen it: one may have caught the truck loading
CLEAR_LOOKS = 2  # looks in a row that clear a view whose rule has lost its memory
PROOF_LOOKS = 1  # looks beyond the rule's own that prove what nobody has called handled
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


def stand(incident: Incident, history: Sequence[Step], *, now: datetime, give_up_s: float) -> Standing:
    """Judge a verifying incident; any other stands as it is."""
    start = begun(history)
    if incident.status is not Status.VERIFYING or start is None:
        return Standing()
    looks = [step for step in history if step.seq > start.seq]
    present = sum(step.what == Event.LOOK_PRESENT.value for step in looks)
    if present >= PRESENT_LOOKS:
        return Standing(
            event=Event.STILL_THERE, why=Reason(code="life.still_there", facts={"looks": present})
        )
    cleared = [view for view in incident.views if _cleared(view, looks)]
    blind = [
        view
        for view in incident.views
        if view not in cleared and view.last_look < start.at and now - start.at > BLIND_AFTER
    ]
    waiting = [view for view in incident.views if view not in cleared and view not in blind]
    proofs = sum(step.what == Event.LOOK_CLEAR.value for step in looks)
    proven = start.what != Event.CLEARED.value or proofs >= PROOF_LOOKS
    if cleared and not waiting and proven:
        facts = {"cleared": len(cleared), "views": len(incident.views), "blind": len(blind)}
        return Standing(event=Event.PROVEN, why=Reason(code="life.proven", facts=facts))
    if any(step.what == Event.NOT_VERIFIED.value for step in looks):
        return Standing()  # given up: it is said, and patrol looks may still decide
    decided = max([start.at, *(view.last_look for view in incident.views)])
    if (now - decided).total_seconds() > give_up_s:
        hours = round(give_up_s / 3600, 1)
        why = Reason(code="life.not_verified", facts={"hours": hours})
        return Standing(event=Event.NOT_VERIFIED, why=why)
    wanted = [*waiting, *blind] or list(cleared)
    return Standing(ask=tuple(dict.fromkeys(view.camera_id for view in wanted)))


def all_cleared(incident: Incident) -> bool:
    """Return whether the rules of every view have seen it gone."""
    return all(view.cleared_at is not None for view in incident.views)


def _cleared(view: View, looks: Sequence[Step]) -> bool:
    if view.cleared_at is not None:
        return True
    run = 0
    for step in looks:
        if step.why.facts.get("camera") != view.camera_id:
            continue
        run = run + 1 if step.what == Event.LOOK_CLEAR.value else 0
    return run >= CLEAR_LOOKS
