"""YAML with line numbers: the value of a file, and where each key stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from gridwatch.configuration.problem import Problem, dotted

KeyPath = tuple[str | int, ...]

_MAX_BYTES = 64_000_000
_MAX_DEPTH = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class YamlFile:
    """A parsed file: plain data, the line of every key path, and what was wrong with the text."""

    name: str
    data: Any
    lines: Mapping[KeyPath, int]
    problems: tuple[Problem, ...]

    def line_of(self, path: KeyPath) -> int | None:
        """Return the line of the deepest known part of `path`."""
        for end in range(len(path), -1, -1):
            line = self.lines.get(path[:end])
            if line is not None:
                return line
        return None


def read_yaml(path: Path, name: str) -> YamlFile:
    """Read one file. Syntax errors and doubled keys are problems, not exceptions."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            return _broken(name, None, f"is larger than {_MAX_BYTES} bytes", "Split it into several files.")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return _broken(name, None, f"is not UTF-8 text (byte {error.start})", "Save it as UTF-8.")
    except OSError as error:
        return _broken(name, None, f"cannot be read: {error.strerror}", "Check the path and its permissions.")
    loader = yaml.CSafeLoader(text)
    try:
        node = loader.get_single_node()
        walk = _Walk(name, loader)
        data = walk.value(node, ()) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return _broken(
            name,
            mark.line + 1 if mark else None,
            f"is not valid YAML: {error.problem or error.context}",
            "Check indentation, quotes and brackets around this line.",
        )
    except yaml.YAMLError as error:
        return _broken(name, None, f"is not valid YAML: {error}", "Remove the character it names.")
    finally:
        loader.dispose()
    return YamlFile(name=name, data=data, lines=walk.lines, problems=tuple(walk.problems))


def _broken(name: str, line: int | None, what: str, cure: str) -> YamlFile:
    problem = Problem(file=name, line=line, key="", what=what, cure=cure)
    return YamlFile(name=name, data=None, lines={}, problems=(problem,))


class _Walk:
    """Turns nodes into plain data and remembers lines."""

    def __init__(self, name: str, loader: yaml.CSafeLoader) -> None:
        self._name = name
        self._loader = loader
        self.lines: dict[KeyPath, int] = {}
        self.problems: list[Problem] = []

    def value(self, node: yaml.Node, path: KeyPath) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if len(path) > _MAX_DEPTH:
            raise yaml.MarkedYAMLError(problem="nested too deeply", problem_mark=node.start_mark)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
        return self._loader.construct_object(node)

    def _mapping(self, node: yaml.MappingNode, path: KeyPath) -> dict[str, Any]:
        self._loader.flatten_mapping(node)
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(self._loader.construct_object(key_node))
            line = key_node.start_mark.line + 1
            if key in result:
                first = self.lines[(*path, key)]
                self.problems.append(
                    Problem(
                        file=self._name,
                        line=line,
                        key=dotted((*path, key)),
                        what=f"is given twice (first in line {first})",
                        cure="Keep one of the two.",
                    )
                )
            self.lines[(*path, key)] = line
            result[key] = self.value(value_node, (*path, key))
        return result
