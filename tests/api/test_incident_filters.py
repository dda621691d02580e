from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import HTTPException

from api.incident_filters import filters
from core.case import Stage
from core.incident import Status
from core.people.who import machine
from tests.builders_api import Deck

WHO = machine("api", administers=False)


def test_every_parameter_filters() -> None:
    """What is left out does not."""
    assert filters(WHO).statuses == ()
    query = filters(
        WHO,
        grid="3301",
        matter=["waste"],
        owner=["police"],
        status=[Status.OPEN],
        camera="cam-1",
        since=datetime(2026, 1, 1, tzinfo=UTC),
        box="1,2,3,4",
    )
    assert (query.grid_prefix, query.matters, query.owners) == ("3301", ("waste",), ("police",))
    assert (query.statuses, query.camera_id, query.box) == ((Status.OPEN,), "cam-1", (1.0, 2.0, 3.0, 4.0))
    assert (query.since, query.until) == (datetime(2026, 1, 1, tzinfo=UTC), None)
    of_the_case = filters(WHO, stage=[Stage.HANDLING], held_for=["confirmation"], overdue=True)
    assert (of_the_case.stages, of_the_case.held) == ((Stage.HANDLING,), ("confirmation",))
    assert of_the_case.overdue
    assert not query.overdue


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"box": "1,2,3"}, "west,south,east,north"),
        ({"box": "nan,2,3,4"}, "west must be below east"),
        ({"until": datetime(2026, 1, 1)}, "time zone"),  # noqa: DTZ001 - what is refused
    ],
)
def test_what_cannot_be_meant_is_refused(wrong: dict[str, Any], told: str) -> None:
    """With what would be right."""
    with pytest.raises(HTTPException) as refused:
        filters(WHO, **wrong)
    assert refused.value.status_code == 422
    assert told in str(refused.value.detail)


def test_list_and_exports_take_the_same(deck: Deck) -> None:
    """A filter that a person has found in the list works for the file as well."""
    paths = deck.app.openapi()["paths"]
    named = {
        path: {one["name"] for one in paths[f"/api/v1/incidents{path}"]["get"]["parameters"]}
        for path in ("", "/export.csv", "/export.geojson")
    }
    shared = {
        "grid",
        "matter",
        "owner",
        "status",
        "camera",
        "since",
        "until",
        "box",
        "stage",
        "held_for",
        "overdue",
    }
    assert shared <= named[""] & named["/export.csv"] & named["/export.geojson"]
