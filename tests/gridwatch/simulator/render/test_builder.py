"""Solids: closed, looking outwards, of the size asked for."""

import numpy as np
import pytest

from gridwatch.simulator.render.builder import Builder


def volume(builder: Builder) -> float:
    """Volume by the divergence theorem: right only if every face looks outwards."""
    mesh = builder.mesh()
    a, b, c, d = (mesh.vertices[mesh.faces[:, i]].astype(np.float64) for i in range(4))
    return float(
        (np.einsum("ij,ij->i", a, np.cross(b, c)) + np.einsum("ij,ij->i", a, np.cross(c, d))).sum() / 6
    )


def test_a_box_has_its_volume():
    """2 x 3 x 4, turned, far from the origin."""
    builder = Builder()
    builder.box((7, -3, 5), (2, 3, 4), (1, 2, 3), turn_deg=30)
    assert volume(builder) == pytest.approx(24.0, rel=1e-4)


def test_a_tube_has_about_a_cylinders_volume():
    """Any direction; sixteen sides come close."""
    for end in ((0, 0, 2), (2, 0, 0), (0, -2, 0), (1.2, 1.2, 1.06)):
        builder = Builder()
        builder.tube((0, 0, 0), end, 0.5, 0.5, (1, 2, 3), sides=16)
        length = float(np.linalg.norm(end))
        assert volume(builder) == pytest.approx(np.pi * 0.25 * length, rel=0.04)


def test_a_ball_has_about_an_ellipsoids_volume():
    """Caps and rows included."""
    builder = Builder()
    builder.ball((1, 2, 3), (0.5, 1.0, 0.75), (1, 2, 3), sides=20, rows=14)
    assert volume(builder) == pytest.approx(4 / 3 * np.pi * 0.375, rel=0.08)


def test_a_disc_looks_along_its_normal():
    """Both the plain disc and the ring."""
    for inner in (0.0, 0.3):
        builder = Builder()
        builder.disc((0, 0, 1), (1, 0, 0), 0.5, (1, 2, 3), inner=inner)
        assert builder.mesh().normals[:, 0] == pytest.approx(1.0, abs=1e-5)


def test_what_is_carried_does_not_count_for_the_box():
    """Vertices after `end_of_body` are outside of `body`."""
    builder = Builder()
    builder.box((0, 0, 0), (1, 1, 1), (1, 2, 3))
    builder.end_of_body()
    builder.box((5, 0, 0), (1, 1, 1), (1, 2, 3))
    mesh = builder.mesh()
    assert (mesh.body, len(mesh.vertices), mesh.parts) == (8, 16, (0, 8))


def test_a_skin_takes_the_chosen_faces_only():
    """Half of the faces of two rings."""
    builder = Builder()
    rings = [[(-1, 0, z), (0, -1, z), (1, 0, z), (0, 1, z)] for z in (0, 1)]
    builder.skin(rings, np.zeros((1, 4, 3)), np.array([[True, False, True, False]]))
    assert len(builder.mesh().faces) == 2
