from api.hawkeyes import NoHeads


async def test_where_nothing_turns_everybody_is_at_home() -> None:
    """The default of an API without hawk-eyes."""
    heads = NoHeads()
    assert heads.head("x").stand == "home"
    assert (await heads.hold("x", "Li", 1)).held_by is None
    assert (await heads.release("x", "Li")).held_by is None
