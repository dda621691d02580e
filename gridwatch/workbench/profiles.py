"""A profile for an experiment: by name or file, with single values changed from the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from core.config.profile import Profile
from core.errors import ConfigError
from gridwatch.configuration.problem import did_you_mean
from gridwatch.configuration.validate import validate
from gridwatch.configuration.yaml_file import YamlFile, read_yaml


def profile_file(configs: Path, name: str) -> Path:
    """Return the file of profile `name`: a name in `configs`/profiles, or a YAML file itself.

    Raises:
        ConfigError: there is none of that name; with the nearest one.
    """
    path = Path(name)
    if path.suffix in {".yaml", ".yml"}:
        return path
    known = {file.stem: file for file in sorted((configs / "profiles").glob("*.y*ml"))}
    if name not in known:
        cure = did_you_mean(name, known, f"Known: {', '.join(known) or 'none'}.")
        raise ConfigError(f"{configs / 'profiles'}: no profile {name}. {cure}")
    return known[name]


def read_profile(configs: Path, name: str, changes: Sequence[str] = ()) -> Profile:
    """Return the profile `name` (a name in `configs`/profiles or a YAML file) with `changes` made.

    Args:
        configs: the configs folder.
        name: profile name or file.
        changes: `<rule id>.<key>=<value>`, also `<rule id>.<key>.<key>=<value>`, or `<key>=<value>`; values are
            read as YAML.

    Raises:
        ConfigError: naming every mistake.
    """
    path = profile_file(configs, name)
    file = read_yaml(path, str(path))
    if file.problems or not isinstance(file.data, dict):
        raise ConfigError("\n".join(map(str, file.problems)) or f"{path}: holds no profile")
    for change in changes:
        _change(file.data, change)
    return _checked(file, path)


def read_profile_with(
    configs: Path, name: str, values: Sequence[tuple[str, object]], *, asked: str = "--grid"
) -> Profile:
    """Return the profile `name` with `(place, value)` set, as `read_profile` does for texts.

    Raises:
        ConfigError: naming every mistake.
    """
    path = profile_file(configs, name)
    file = read_yaml(path, str(path))
    if file.problems or not isinstance(file.data, dict):
        raise ConfigError("\n".join(map(str, file.problems)) or f"{path}: holds no profile")
    for place, value in values:
        put(file.data, place, value, told=f"{asked} {place}")
    return _checked(file, path)


def value_at(profile: Profile, place: str) -> object:
    """Return what a profile says at `<rule id>.<key>`, `<rule id>.<key>.<key>` or `<key>`, defaults included.

    Raises:
        ConfigError: it has no such rule or setting; with the nearest one.
    """
    rule_id, dot, key = place.partition(".")
    found: object = profile
    if dot:
        rules = {rule.id: rule for rule in profile.rules}
        if rule_id not in rules:
            known = f"{profile.name} has {', '.join(rules)}."
            raise ConfigError(f"{place}: no rule {rule_id}. {did_you_mean(rule_id, rules, known)}")
        found = rules[rule_id]
    for part in (key if dot else place).split("."):
        if found is None:
            return None  # e.g. tiles.across where there are no tiles
        fields = type(found).model_fields if isinstance(found, BaseModel) else {}
        if part not in fields:
            cure = did_you_mean(part, fields, f"Known: {', '.join(fields) or 'nothing below it'}.")
            raise ConfigError(f"{place}: {part} is not a setting here. {cure}")
        found = getattr(found, part)
    if isinstance(found, BaseModel):
        return found.model_dump(mode="json", exclude_defaults=True)
    return list(found) if isinstance(found, tuple) else found


def _checked(file: YamlFile, path: Path) -> Profile:
    profile, problems = validate(Profile, file.data, file=str(path), line_of=file.line_of)
    if profile is None:
        raise ConfigError("\n".join(map(str, problems)))
    return profile


def _change(data: dict[str, Any], change: str) -> None:
    place, equals, text = change.partition("=")
    if not equals or not place:
        raise ConfigError(f"--set {change}: write <rule>.<key>=<value>, e.g. crowd.count=15")
    try:
        value = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, LookupError, RecursionError) as error:
        raise ConfigError(
            f"--set {change[:200]}: what stands behind = is no value; put it in quotes"
        ) from error
    put(data, place, value, told=f"--set {change}")


def put(data: dict[str, Any], place: str, value: object, *, told: str) -> None:
    """Set a value in a profile's plain data, in place.

    Args:
        data: as the YAML file holds it.
        place: `<rule id>.<key>`, `<rule id>.<key>.<key>` or `<key>`.
        value: plain data.
        told: how an error names what was asked for.

    Raises:
        ConfigError: no such rule; with the nearest one.
    """
    rule_id, dot, key = place.partition(".")
    if not dot:
        data[place] = value
        return
    listed = data.get("rules")
    rules = {
        str(rule.get("id")): rule
        for rule in (listed if isinstance(listed, list) else [])
        if isinstance(rule, dict)
    }
    if rule_id not in rules:
        raise ConfigError(f"{told}: no rule {rule_id}. {did_you_mean(rule_id, rules, 'Check the id.')}")
    within: dict[str, Any] = rules[rule_id]
    *path, last = key.split(".")
    for part in path:
        below = within.get(part)
        within[part] = within = dict(below) if isinstance(below, dict) else {}
    within[last] = value
