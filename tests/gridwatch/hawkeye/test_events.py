from tests.builders_hawkeye import wish


def test_a_wish_waits_for_its_best_camera() -> None:
    """The first of its choices."""
    assert wish("inc-1", "best", "second").camera_id == "best"
