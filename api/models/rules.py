"""Profiles and rules as the API tells them, each explained in two languages."""

from __future__ import annotations

from typing import Any

from api.models.base import Told
from api.models.overlay import OverlayOut
from core.config.camera import Camera, RuleOverride, Zone
from core.config.profile import CountRule, CrowdRule, DwellRule, Profile, Rule
from core.reason import LABELS, Fact, Reason


class RuleOut(Told):
    """One rule of a profile."""

    id: str
    """Unique within the profile."""
    kind: str
    """dwell, crowd or count."""
    matter: str
    """Key of the matter."""
    classes: list[str]
    """Detector classes that count."""
    zone_kinds: list[str]
    """Zone kinds it applies to; empty: every zone."""
    values: dict[str, Any]
    """Its numbers, by the names that an override uses."""
    explained: str
    """What it does, in Chinese."""
    explained_en: str
    """What it does, in English."""

    @classmethod
    def of(cls, rule: Rule) -> RuleOut:
        """Tell a rule."""
        names = [one for one in RuleOverride.model_fields if one in type(rule).model_fields]
        why = explained(rule)
        return cls(
            id=rule.id,
            kind=rule.kind,
            matter=rule.matter,
            classes=list(rule.classes),
            zone_kinds=list(rule.zone_kinds),
            values={name: getattr(rule, name) for name in names},
            explained=why.tell("zh"),
            explained_en=why.tell("en"),
        )


class ProfileOut(Told):
    """One profile."""

    name: str
    """Unique."""
    version: int
    """Grows with every change that matters."""
    description: str
    """One line for people."""
    period_s: float
    """Seconds between patrol looks."""
    rules: list[RuleOut]
    """What is checked."""

    @classmethod
    def of(cls, profile: Profile) -> ProfileOut:
        """Tell a profile."""
        return cls(
            name=profile.name,
            version=profile.version,
            description=profile.description,
            period_s=profile.period_s,
            rules=[RuleOut.of(rule) for rule in profile.rules],
        )


class CheckedForOut(Told):
    """What a camera is checked for: its zones, its profile, and what of it the camera has otherwise."""

    camera_id: str
    """Ours."""
    version: str
    """The If-Match for a change by PATCH /api/v1/cameras/{id}/overlay."""
    overlay: OverlayOut
    """Which parts come from the camera's own file, and which are set over it."""
    zones: list[Zone]
    """In force; empty: the whole picture, of kind any."""
    zone_kinds: list[str]
    """Kinds that rules of any profile are for, and that other cameras have."""
    profile: ProfileOut | None
    """The profile that is chosen for it, without its overrides."""
    profile_named: str | None
    """The profile that the camera names itself; null: chosen by owner, scene and grid."""
    overrides: list[RuleOverride]
    """What it has otherwise."""
    ptz: dict[str, Any] | None
    """How it is turned: presets, whether by degrees; null where it cannot be."""

    @classmethod
    def of(
        cls,
        camera: Camera,
        profile: Profile | None,
        *,
        overlay: OverlayOut,
        zone_kinds: list[str],
    ) -> CheckedForOut:
        """Tell it."""
        ptz = None
        if camera.ptz is not None:
            presets = [{"token": one.token, "name": one.name or one.token} for one in camera.ptz.presets]
            ptz = {"presets": presets, "degrees": camera.ptz.zero_heading_deg is not None}
        return cls(
            camera_id=camera.id,
            version=overlay.version,
            overlay=overlay,
            zones=list(camera.zones),
            zone_kinds=zone_kinds,
            profile=ProfileOut.of(profile) if profile is not None else None,
            profile_named=camera.profile,
            overrides=list(camera.overrides),
            ptz=ptz,
        )


def explained(rule: Rule) -> Reason:
    """Say what a rule does."""
    english = [LABELS[one][0] if one in LABELS else one for one in rule.classes]
    chinese = [LABELS[one][1] if one in LABELS else one for one in rule.classes]
    facts: dict[str, Fact] = {
        "things_en": " / ".join(english),
        "things": "、".join(chinese),
        "where_en": ", ".join(rule.zone_kinds) or "every zone",
        "where": "、".join(rule.zone_kinds) or "所有区域",
        "sure": round(rule.min_confidence * 100),
        "k": rule.k,
        "over_en": _span(rule.over_s),
        "over": _span_zh(rule.over_s),
        "clear_n": rule.clear_n,
    }
    match rule:
        case DwellRule():
            return Reason(code="rule.dwell", facts={**facts, "n": rule.n})
        case CrowdRule() if rule.per_m2 is not None:
            return Reason(code="rule.density", facts={**facts, "per_m2": rule.per_m2})
        case CrowdRule():
            return Reason(code="rule.crowd", facts={**facts, "count": rule.count})
        case CountRule():
            return Reason(code="rule.count", facts={**facts, "limit": rule.limit})


def _span(seconds: float) -> str:
    return f"{seconds:g} s" if seconds < 120 else f"{seconds / 60:g} min"


def _span_zh(seconds: float) -> str:
    return f"{seconds:g}秒" if seconds < 120 else f"{seconds / 60:g}分钟"
