"""Days drawn for the attention bench."""

from __future__ import annotations

from collections import Counter

from gridwatch.bench.attention_days import DAY_S, Days, Recipe


def test_the_same_recipe_draws_the_same_days_and_no_day_is_like_another() -> None:
    """Events of day 3 begin on day 3, at cameras of one place each."""
    recipe = Recipe(seed=4, cameras=20, events=24)
    first, again = Days(recipe), Days(recipe)
    assert first.day(3) == again.day(3)
    assert [one.start - 3 * DAY_S for one in first.day(3)] != [one.start - 4 * DAY_S for one in first.day(4)]
    ward = first.ward()
    assert len(first.day(3)) == 24
    for one in first.day(3):
        assert 3 * DAY_S <= one.start < one.end <= 4 * DAY_S
        assert len({ward.scene_of[camera] for camera in one.cameras}) == 1
        assert any(rule.matter == one.matter for rule in ward.profile_of[one.cameras[0]].rules)


def test_where_it_happens_again_half_of_it_happens_at_a_tenth_of_the_places() -> None:
    """The same places every day, of every kind; without it no tenth stands out so."""
    for recurring, low, high in ((0.5, 0.45, 0.75), (0.0, 0.1, 0.35)):
        days = Days(Recipe(seed=4, cameras=60, events=24, recurring=recurring))
        scene_of = days.ward().scene_of
        counts = Counter(scene_of[one.cameras[0]] for number in range(6) for one in days.day(number))
        share = sum(count for _, count in counts.most_common(5)) / sum(counts.values())  # of 36 places
        assert low < share < high
