"""What one picture would come to, as the API takes and tells it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from api.camera_desk import Tried
from api.models.base import Told
from api.models.rules import Names, rule_names, tell
from core.config.camera import RuleOverride, Zone
from core.words.names import thing_of


class TryIn(Told):
    """What to try; what is left out is as the camera has it."""

    jpeg: str | None = Field(default=None, max_length=11_000_000)
    """A JPEG in base64, 8 MB at most; null: the camera's last picture."""
    zones: tuple[Zone, ...] | None = Field(default=None, max_length=32)
    """Zones in the place of the camera's; empty: the whole picture."""
    overrides: tuple[RuleOverride, ...] | None = Field(default=None, max_length=32)
    """Overrides in the place of the camera's."""


class BoxOut(Told):
    """One thing that the detector found."""

    name: str
    """Its class."""
    label: str
    """What it is called in Chinese."""
    label_en: str
    """The same in English."""
    score: float
    """0..1."""
    x0: float
    """Left, 0..1."""
    y0: float
    """Top, 0..1."""
    x1: float
    """Right, 0..1."""
    y1: float
    """Bottom, 0..1."""


class RuleTriedOut(Told):
    """What one rule makes of the picture."""

    rule: str
    """Id of the rule."""
    name: str
    """What it looks for, in Chinese."""
    name_en: str
    """The same in English."""
    matter: str
    """Key of the matter."""
    fires: Literal["now", "later", "no"]
    """now: it is confirmed; later: such a picture counts towards confirmation; no: it does not."""
    boxes: list[int]
    """Which boxes count, by their place in `boxes`."""
    zones: list[str]
    """Zones in which they lie."""
    why: list[str]
    """In Chinese."""
    why_en: list[str]
    """In English."""


class TriedOut(Told):
    """What the detector and the rules make of one picture. Nothing is kept."""

    camera_id: str
    """Ours."""
    at: datetime
    """When the picture was taken."""
    profile: str
    """What it was checked for."""
    boxes: list[BoxOut]
    """What the detector found, most confident first."""
    shed: int
    """Boxes above the bound, left out."""
    rules: list[RuleTriedOut]
    """Every rule, in the profile's order."""
    with_memory: bool
    """Whether what the rules remember of earlier looks was taken into account."""

    @classmethod
    def of(cls, tried: Tried, matters: Names) -> TriedOut:
        """Tell it; `matters`: what they are called, by key."""
        names = rule_names(tried.profile, matters)
        boxes = [
            BoxOut(
                name=name,
                label=thing_of(name, "zh"),
                label_en=thing_of(name, "en"),
                score=round(score, 3),
                x0=box.x0,
                y0=box.y0,
                x1=box.x1,
                y1=box.y1,
            )
            for box, score, name in tried.detections
        ]
        rules = [
            RuleTriedOut(
                rule=one.rule,
                name=names[one.rule][0],
                name_en=names[one.rule][1],
                matter=one.matter,
                fires=one.fires,
                boxes=list(one.boxes),
                zones=list(one.zones),
                why=[tell(reason, "zh", names) for reason in one.why],
                why_en=[tell(reason, "en", names) for reason in one.why],
            )
            for one in tried.verdicts
        ]
        return cls(
            camera_id=tried.camera.id,
            at=tried.at,
            profile=f"{tried.profile.name} v{tried.profile.version}",
            boxes=boxes,
            shed=tried.detections.shed,
            rules=rules,
            with_memory=tried.state_known,
        )
