"""Outfits from seeds."""

from gridwatch.simulator.render.figures.wardrobe import outfit


def test_the_same_person_wears_the_same():
    """A seed decides all, and seeds differ."""
    assert outfit(11) == outfit(11)
    assert len({outfit(seed).top for seed in range(40)}) > 8


def test_roles_dress_people():
    """Workers wear helmets and mostly vests; an umbrella is given, not drawn."""
    workers = [outfit(seed, "worker") for seed in range(30)]
    assert all(w.helmet for w in workers)
    assert sum(w.vest is not None for w in workers) > 20
    assert outfit(1, "umbrella").umbrella is not None
    assert outfit(1).umbrella is None
