import pytest

from api.trials import NoTrials
from core.errors import NotFound


async def test_where_there_are_no_receivers_none_is_found() -> None:
    """The default of an API without any."""
    with pytest.raises(NotFound, match="city"):
        await NoTrials().preview("city", None)
    with pytest.raises(NotFound, match="city"):
        await NoTrials().send_test("city")
