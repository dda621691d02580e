"""Trucks and buses."""

import random

from gridwatch.simulator.render.figures.lorry import bus, truck


def test_trucks_vary():
    """Closed, open and covered beds differ in their number of faces."""
    assert len({len(truck(random.Random(seed)).faces) for seed in range(12)}) >= 3


def test_a_bus_has_windows_on_both_sides():
    """Glossy faces look left and right."""
    mesh = bus(random.Random(1))
    shiny = mesh.normals[mesh.gloss > 0.7, 0]
    assert (shiny > 0.9).sum() >= 5
    assert (shiny < -0.9).sum() >= 5
