"""A profile as one camera has it: its own values in the place of the profile's. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from core.config.camera import RuleOverride
from core.config.profile import CountRule, CrowdRule, DwellRule, Profile, Rule


@dataclass(frozen=True, kw_only=True, slots=True)
class Misfit:
    """An override that the profile cannot take."""

    rule: str  # as the override names it
    what: str
    cure: str


def tuned(profile: Profile, overrides: Sequence[RuleOverride]) -> tuple[Profile, tuple[Misfit, ...]]:
    """Return the profile with a camera's overrides in it, and those that do not fit, which are left out.

    Without overrides the very same object comes back: thousands of cameras share it.
    """
    if not overrides:
        return profile, ()
    wanted = {one.rule: one for one in overrides}
    known = [rule.id for rule in profile.rules]
    misfits = [
        Misfit(
            rule=name,
            what=f"the profile {profile.name} has no rule {name}",
            cure=f"Name one of {', '.join(known)}, or take the override out.",
        )
        for name in wanted
        if name not in known
    ]
    rules: list[Rule] = []
    for rule in profile.rules:
        override = wanted.get(rule.id)
        if override is None:
            rules.append(rule)
        elif not override.off:
            changed, wrong = _changed(rule, override)
            rules.append(changed)
            misfits += wrong
    if not rules:
        what, cure = "every rule is off", "Leave one on, or set enabled: false for the camera."
        return profile, (*misfits, Misfit(rule=overrides[0].rule, what=what, cure=cure))
    return profile.model_copy(update={"rules": tuple(rules)}), tuple(misfits)


def _changed(rule: Rule, override: RuleOverride) -> tuple[Rule, list[Misfit]]:
    """Return the rule with the override's values, and what of them it cannot take."""
    given = override.model_dump(exclude={"rule", "off"}, exclude_none=True)
    strange = sorted(given.keys() - type(rule).model_fields.keys())
    if strange:
        cure = f"A {rule.kind} rule takes {', '.join(_takes(rule))}."
        what = f"{', '.join(strange)}: is no value of a {rule.kind} rule"
        return rule, [Misfit(rule=rule.id, what=what, cure=cure)]
    measures = given.keys() & {"count", "per_m2"}
    if isinstance(rule, CrowdRule) and len(measures) == 1:
        given[("per_m2" if "count" in measures else "count")] = None  # one takes the place of the other
    try:
        return type(rule).model_validate({**rule.model_dump(), **given}), []
    except ValidationError as error:
        told = "; ".join(str(one["msg"]).removeprefix("Value error, ") for one in error.errors())
        return rule, [Misfit(rule=rule.id, what=told, cure="Correct the value, or take it out.")]


def _takes(rule: DwellRule | CrowdRule | CountRule) -> list[str]:
    """Return what an override may say of a rule of this kind."""
    return [name for name in RuleOverride.model_fields if name in type(rule).model_fields]
