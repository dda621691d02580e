"""The machine behind the codec. What it makes of incidents is tested in test_codec.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import pytest

from alerts.store.shapes import WrongValue, copier_of, reader_of, writer_of


class Colour(StrEnum):
    """Two colours."""

    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """A record in a record."""

    colour: Colour
    n: int = 0


@dataclass(frozen=True, kw_only=True)
class Tree:
    """Every container that a record may hold."""

    name: str
    leaves: tuple[Leaf, ...] = ()
    best: Leaf | None = None
    notes: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)


TREE = Tree(
    name="a", leaves=(Leaf(colour=Colour.RED), Leaf(colour=Colour.BLUE, n=2)), notes={"x": 1, "y": None}
)
PLAIN = {
    "name": "a",
    "leaves": [{"colour": "red", "n": 0}, {"colour": "blue", "n": 2}],
    "best": None,
    "notes": {"x": 1, "y": None},
}


def test_both_ways():
    """Records become dicts, tuples become lists, and back."""
    assert writer_of(Tree)(TREE) == PLAIN
    assert reader_of(Tree)(PLAIN) == TREE
    assert reader_of(Tree)({"name": "a"}) == Tree(name="a")


def test_each_annotation_is_read_once():
    """The second question gets the first answer."""
    assert writer_of(Tree) is writer_of(Tree)


@pytest.mark.parametrize(
    ("plain", "path", "words"),
    [
        (PLAIN | {"leaves": [{"colour": "red"}, {"colour": "green"}]}, ".leaves[1].colour", "wanted one of"),
        (PLAIN | {"best": {"n": 1}}, ".best", "missing ['colour']"),
        (PLAIN | {"notes": {"x": []}}, ".notes['x']", "wanted a plain value, got list"),
        (PLAIN | {"name": None}, ".name", "wanted str, got NoneType"),
        ([], "", "wanted dict, got list"),
    ],
)
def test_wrong_values_are_told_by_their_path(plain, path, words):
    """The path is put together on the way up."""
    with pytest.raises(WrongValue) as caught:
        reader_of(Tree)(plain)
    assert caught.value.path == path
    assert words in str(caught.value)


@dataclass(frozen=True)
class Odd:
    """A record with a field that has no JSON form."""

    when: complex


@dataclass(frozen=True)
class Ambiguous:
    """A union of records: the reader could not tell which."""

    what: Leaf | Tree


@pytest.mark.parametrize("kind", [Odd, Ambiguous])
def test_unknown_annotation_is_a_mistake_of_ours(kind):
    """It is noticed when the first such record is kept, by every test that keeps one."""
    with pytest.raises(TypeError, match="codec does not know"):
        writer_of(kind)


@dataclass(frozen=True, kw_only=True)
class Wood:
    """Trees wherever they may stand."""

    trees: tuple[Tree, ...] = ()
    oldest: Tree | None = None
    by_name: Mapping[str, str] = field(default_factory=dict)


def test_a_copy_owns_its_mappings_and_shares_the_rest():
    """However deep a mapping lies; a record that can hold none is not copied at all."""
    wood = Wood(trees=(TREE,), oldest=TREE, by_name={"a": "b"})
    copier = copier_of(Wood)
    assert copier is not None
    copy = copier(wood)
    assert copy == wood
    for was, now in (
        (wood.by_name, copy.by_name),
        (TREE.notes, copy.trees[0].notes),
        (TREE.notes, copy.oldest.notes),
    ):
        assert was is not now
    assert copy.trees[0].leaves is TREE.leaves
    assert copier(Wood()) == Wood()
    assert copier_of(Leaf) is None
