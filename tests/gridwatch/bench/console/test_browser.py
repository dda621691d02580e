"""The browser that a bench drives."""

from __future__ import annotations

import pytest

from core.errors import GridwatchError
from gridwatch.bench.console.browser import chromium


async def test_a_browser_that_is_not_there_is_named() -> None:
    """With what to install, before anything is measured."""
    with pytest.raises(GridwatchError, match=r"no browser at /no/chromium.*apt install"):
        async with chromium("/no/chromium"):
            pass
