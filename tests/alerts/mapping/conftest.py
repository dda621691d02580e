"""One message, as mappings see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from alerts.mapping.source import Source
from tests.builders_mapping import message_source


@pytest.fixture
def source() -> Callable[..., Source]:
    """What a mapping may name: `source(datum=..., **changes of the incident)`."""
    return message_source
