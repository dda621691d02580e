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
_MAX_VALUES = 8_000_000  # with every alias written out; 100,000 cameras with zones are some 6 million


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
        _check_depth(text)
        node = loader.get_single_node()
        if node is not None and "*" in text:
            _size(node, {})
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


def _check_depth(text: str) -> None:
    """Raise where the text nests too deeply: the composer recurses in C, and would end the process."""
    loader, depth = yaml.CSafeLoader(text), 0
    try:
        while loader.check_event():
            event: Any = loader.get_event()  # the stubs have no marks
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > _MAX_DEPTH:
                raise yaml.MarkedYAMLError(problem="nested too deeply", problem_mark=event.start_mark)
    finally:
        loader.dispose()


def _size(node: yaml.Node, known: dict[int, int]) -> int:
    """Return how many values a node holds with its aliases written out; raise where a few lines become millions."""
    size = known.get(id(node))
    if size is not None:
        if size == 0:
            raise yaml.MarkedYAMLError(problem="an alias holds itself", problem_mark=node.start_mark)
        return size
    known[id(node)] = 0  # being counted
    below: list[yaml.Node] = []
    if isinstance(node, yaml.MappingNode):
        below = [value for _, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        below = node.value
    size = known[id(node)] = 1 + sum(_size(one, known) for one in below)
    if size > _MAX_VALUES:
        raise yaml.MarkedYAMLError(problem="its aliases repeat too much", problem_mark=node.start_mark)
    return size


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
        return self._scalar(node)

    def _scalar(self, node: yaml.Node) -> Any:
        """Return a plain value. The complaint holds no part of it: it may be a password that begins with `!`."""
        try:
            return self._loader.construct_object(node)
        except (yaml.constructor.ConstructorError, ValueError, LookupError, OverflowError):
            what = "what is written here is no such date, number or tag; put it in quotes"
            raise yaml.MarkedYAMLError(problem=what, problem_mark=node.start_mark) from None

    def _mapping(self, node: yaml.MappingNode, path: KeyPath) -> dict[str, Any]:
        self._loader.flatten_mapping(node)
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(self._scalar(key_node))
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
