"""Candidate profiles: read as the live ones are, from a folder that the live configuration does not use."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from core.config.profile import Profile
from gridwatch.configuration.problem import Problem, did_you_mean
from gridwatch.configuration.validate import validate
from gridwatch.configuration.yaml_file import YamlFile, read_yaml


def read_candidates(
    folder: Path, sees: Collection[str] | None = None
) -> tuple[dict[str, Profile], list[Problem]]:
    """Return the profiles of a folder by name, and every problem; an empty folder is one.

    `sees`: the classes of the model that they would run with; None where it is not known.
    """
    found: dict[str, Profile] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.y*ml")):
        name = f"{folder.name}/{path.name}"
        file = read_yaml(path, name)
        problems += file.problems
        if file.problems and file.data is None:
            continue
        profile, wrong = validate(Profile, file.data, file=name, line_of=file.line_of)
        problems += wrong
        if profile is None:
            continue
        if profile.name in found:
            problems.append(
                Problem(
                    file=name, line=1, key="name", what=f"{profile.name} is there twice", cure="Rename one."
                )
            )
        found[profile.name] = profile
        problems += _unseen(profile, file, sees)
    if not found and not problems:
        cure = "Put a changed copy of a profile there, or point shadow.profiles elsewhere."
        problems.append(Problem(file=str(folder), line=None, key="", what="holds no profile", cure=cure))
    return found, problems


def _unseen(profile: Profile, file: YamlFile, sees: Collection[str] | None) -> list[Problem]:
    """Return a problem for every class that the model does not see."""
    if sees is None:
        return []
    return [
        Problem(
            file=file.name,
            line=file.line_of(("rules", i, "classes", j)),
            key=f"rules[{i}].classes[{j}]",
            what=f"the model does not see {label}",
            cure=did_you_mean(label, sees, f"It sees {', '.join(sees)}."),
        )
        for i, rule in enumerate(profile.rules)
        for j, label in enumerate(rule.classes)
        if label not in sees
    ]
