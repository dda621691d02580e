"""A profile for an experiment: by name or file, with single values changed from the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from core.config.profile import Profile
from core.errors import ConfigError
from gridwatch.configuration.problem import did_you_mean
from gridwatch.configuration.validate import validate
from gridwatch.configuration.yaml_file import read_yaml


def read_profile(configs: Path, name: str, changes: Sequence[str] = ()) -> Profile:
    """Return the profile `name` (a name in `configs`/profiles or a YAML file) with `changes` made.

    Args:
        configs: the configs folder.
        name: profile name or file.
        changes: `<rule id>.<key>=<value>` or `<key>=<value>`; values are read as YAML.

    Raises:
        ConfigError: naming every mistake.
    """
    path = Path(name)
    if path.suffix not in {".yaml", ".yml"}:
        known = {file.stem: file for file in sorted((configs / "profiles").glob("*.y*ml"))}
        if name not in known:
            cure = did_you_mean(name, known, f"Known: {', '.join(known) or 'none'}.")
            raise ConfigError(f"{configs / 'profiles'}: no profile {name}. {cure}")
        path = known[name]
    file = read_yaml(path, str(path))
    data: Any = file.data
    if file.problems or not isinstance(data, dict):
        raise ConfigError("\n".join(map(str, file.problems)) or f"{path}: holds no profile")
    for change in changes:
        _change(data, change)
    profile, problems = validate(Profile, data, file=str(path), line_of=file.line_of)
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
        raise ConfigError(
            f"--set {change}: no rule {rule_id}. {did_you_mean(rule_id, rules, 'Check the id.')}"
        )
    rules[rule_id][key] = value
