"""Cut-outs of actors, and what hides what."""

import numpy as np
import pytest

from gridwatch.simulator.render.light import DAY
from gridwatch.simulator.render.stage import Meshes, cut_out, hidden_by, props_of, visible_shares
from tests.builders_render import actor, pinhole, place

OPEN = np.full((180, 320), np.inf, np.float32)


def test_shapes_are_built_once_and_bounded():
    """The same looks give the same mesh; only so many are kept."""
    meshes = Meshes(keep=2)
    first = meshes.of(actor("bin", seed=1))
    assert meshes.of(actor("bin", seed=1, x=9.0)) is first
    meshes.of(actor("bin", seed=2))
    meshes.of(actor("bin", seed=3))
    assert meshes.of(actor("bin", seed=1)) is not first


def test_an_unknown_kind_is_named():
    """A script that asks for a dragon is told so."""
    with pytest.raises(ValueError, match="dragon"):
        Meshes().of(actor("dragon"))


def test_nearer_things_hide_farther_ones():
    """A van before a person; alone the person shows whole."""
    meshes = Meshes()
    person = cut_out(actor("person", y=16, actor_id="p"), pinhole(), meshes, None)
    van = cut_out(actor("van", y=12, actor_id="v", heading_deg=90.0), pinhole(), meshes, None)
    assert person is not None
    assert van is not None
    assert visible_shares([person], OPEN)["p"] == (1.0, 1.0)
    assert visible_shares([person, van], OPEN)["p"][0] < 0.6


def test_a_wall_in_front_hides():
    """A building 8 m away hides what is 15 m away."""
    person = cut_out(actor("person", y=15), pinhole(), Meshes(), DAY)
    assert person is not None
    wall = np.full((180, 320), 8.0, np.float32)
    assert visible_shares([person], wall)["a"][0] == 0.0
    hidden = hidden_by(person, (), wall)
    assert hidden is not None
    assert hidden.min() == 255
    assert hidden_by(person, (), OPEN) is None


def test_props_become_actors_in_the_world():
    """A turned scene turns its things."""
    here = place("street")
    props = props_of(here)
    assert len(props) == len(here.props)
    assert all(p.still for p in props)
