"""Profiles and rules as the API tells them, each explained in two languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from api.models.base import Told
from api.models.figures import NamedOut
from api.models.overlay import OverlayOut
from core.config.camera import Camera, RuleOverride, Zone
from core.config.profile import CountRule, CrowdRule, DwellRule, Profile, Rule
from core.reason import Fact, Language, Reason
from core.words.names import LABELS, ZONE_KINDS, name_of, names_of

Names = Mapping[str, tuple[str, str]]
"""Key to its name in Chinese and English."""


class RuleOut(Told):
    """One rule of a profile."""

    id: str
    """Unique within the profile."""
    name: str
    """What it looks for, in Chinese: the name of its matter."""
    name_en: str
    """The same in English."""
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
    def of(cls, rule: Rule, names: Names) -> RuleOut:
        """Tell a rule; `names`: of rules, by id."""
        numbers = [one for one in RuleOverride.model_fields if one in type(rule).model_fields]
        why = explained(rule)
        return cls(
            id=rule.id,
            name=names[rule.id][0],
            name_en=names[rule.id][1],
            kind=rule.kind,
            matter=rule.matter,
            classes=list(rule.classes),
            zone_kinds=list(rule.zone_kinds),
            values={name: getattr(rule, name) for name in numbers},
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
    def of(cls, profile: Profile, matters: Names) -> ProfileOut:
        """Tell a profile; `matters`: what they are called, by key."""
        names = rule_names(profile, matters)
        return cls(
            name=profile.name,
            version=profile.version,
            description=profile.description,
            period_s=profile.period_s,
            rules=[RuleOut.of(rule, names) for rule in profile.rules],
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
    zone_kind_names: list[NamedOut]
    """What these are called."""
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
        matters: Names,
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
            zone_kind_names=[
                NamedOut(
                    key=kind, label=name_of(kind, ZONE_KINDS, "zh"), label_en=name_of(kind, ZONE_KINDS, "en")
                )
                for kind in zone_kinds
            ],
            profile=ProfileOut.of(profile, matters) if profile is not None else None,
            profile_named=camera.profile,
            overrides=list(camera.overrides),
            ptz=ptz,
        )


def rule_names(profile: Profile, matters: Names) -> Names:
    """Return what each rule is called: by its matter, with its id where another rule has the same one."""
    seen = Counter(rule.matter for rule in profile.rules)

    def name(rule: Rule) -> tuple[str, str]:
        chinese, english = matters.get(rule.matter, (rule.matter, rule.matter))
        return (
            (chinese, english)
            if seen[rule.matter] == 1
            else (f"{chinese}({rule.id})", f"{english} ({rule.id})")
        )

    return {rule.id: name(rule) for rule in profile.rules}


def tell(reason: Reason, language: Language, rules: Names) -> str:
    """Tell a reason that may speak of a rule, by the rule's name."""
    named = rules.get(str(reason.facts.get("rule")))
    if named is None:
        return reason.tell(language)
    return replace(reason, facts={**reason.facts, "rule": named[language == "en"]}).tell(language)


def explained(rule: Rule) -> Reason:
    """Say what a rule does."""
    facts: dict[str, Fact] = {
        "things_en": " / ".join(name_of(one, LABELS, "en") for one in rule.classes),
        "things": "、".join(name_of(one, LABELS, "zh") for one in rule.classes),
        "where_en": _zones(rule, "en") or "every zone",
        "where": _zones(rule, "zh") or "所有区域",
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


def _zones(rule: Rule, language: Language) -> str:
    return names_of(", ".join(rule.zone_kinds), ZONE_KINDS, language)


def _span(seconds: float) -> str:
    return f"{seconds:g} s" if seconds < 120 else f"{seconds / 60:g} min"


def _span_zh(seconds: float) -> str:
    return f"{seconds:g}秒" if seconds < 120 else f"{seconds / 60:g}分钟"
