from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.mapping.source import Source
from alerts.mapping.values import LONGEST, Writing, word, write
from core.config.mapping import MappedField
from core.config.receiver import TimeFormat
from tests.builders_mapping import message_source

PATTERN = TimeFormat(format="yyyy-MM-dd HH:mm:ss", zone="Asia/Shanghai")


def writing(source: Source, **changes: Any) -> Writing:
    """What a field is written with."""
    values = {"source": source, "tables": {}, "time": PATTERN, "pictures": {"link": ["a", "b"]}}
    return Writing(**(values | changes))


TABLES = {"events": {"opened": 1}, "classes": {"06": "市容环境", "*": "其他"}, "yes": {"false": 0, "true": 1}}


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ({"path": "incident_id"}, "inc_1"),
        ({"path": "version"}, 1),
        ({"path": "version", "type": "text"}, "1"),
        ({"path": "matter.code"}, "06011"),
        ({"path": "matter.code", "type": "whole"}, 6011),
        ({"path": "matter.code", "slice": [0, 2]}, "06"),
        ({"path": "matter.code", "slice": [0, 2], "table": "classes"}, "市容环境"),
        ({"path": "matter.code", "slice": [2, 4], "table": "classes"}, "其他"),
        ({"path": "event", "table": "events"}, 1),
        ({"path": "status", "table": "events"}, None),
        ({"path": "status", "table": "events", "default": 9}, 9),
        ({"path": "matter.confirmed"}, False),
        ({"path": "matter.confirmed", "type": "text"}, "false"),
        ({"path": "matter.confirmed", "table": "yes"}, 0),
        ({"path": "wgs84.lon"}, 120.25),
        ({"path": "wgs84.lon", "decimals": 1}, 120.2),
        ({"path": "wgs84.lon", "decimals": 6, "type": "text"}, "120.250000"),
        ({"path": "place.radius_m", "type": "whole"}, 4),
        ({"text": "{wgs84.lat:.4f},{wgs84.lon:.4f}"}, "30.4500,120.2500"),
        ({"text": "{area.street.name}{title.zh}", "longest": 6}, "河畔街道河…"),
        ({"path": "event_time"}, "2026-11-02 16:00:00"),
        ({"path": "event_time", "time": "unix_ms"}, 1793606400000),
        ({"text": "at {event_time}", "time": "unix_s"}, "at 1793606400"),
        ({"path": "times.closed"}, None),
        ({"path": "case_number", "default": "none yet"}, "none yet"),
        ({"path": "cameras"}, ["cam-1"]),
        ({"pictures": "link"}, ["a", "b"]),
        ({"pictures": "link", "join": ";"}, "a;b"),
        ({"pictures": "base64", "join": ";"}, None),
        ({"pictures": "base64", "default": ""}, ""),
        ({"value": 3}, 3),
        ({"value": False}, False),
        ({"value": "1" * 400, "type": "number"}, None),
        ({"path": "title.zh", "type": "number"}, None),
    ],
)
def test_fields_as_receivers_want_them(source, field: dict[str, Any], written: Any) -> None:
    """Cut, looked up, rounded, typed, joined; nothing is `default`."""
    found = write(MappedField.model_validate(field), writing(source(), tables=TABLES))
    assert found == written
    assert type(found) is type(written)


def test_a_text_is_bounded(source) -> None:
    """Whatever an operator types, a body stays small; pictures have limits of their own."""
    long = source(title="长" * 150)
    repeated = MappedField(text="{title.zh}" * 90)
    assert len(str(write(repeated, writing(long)))) <= LONGEST
    picture = "x" * (LONGEST + 1)
    assert write(MappedField(pictures="link"), writing(long, pictures={"link": [picture]})) == [picture]


def test_scalars_as_words() -> None:
    """As platforms write them."""
    assert [word(one) for one in (True, 3.0, 3.5, None, "x", 0)] == ["true", "3", "3.5", "", "x", "0"]


PATHS = [
    "incident_id", "version", "matter.code", "matter.confirmed", "place.lon", "times.closed", "event_time",
    "cameras", "case_number", "area.grid.code", "facts.model", "pictures.0.url", "confidence",
]  # fmt: skip


@given(data=st.data())
def test_nothing_that_passes_the_models_can_raise(data) -> None:
    """A body that could not be written would take the incident's transaction with it."""
    origin = data.draw(
        st.sampled_from([{"path": path} for path in PATHS] + [{"text": f"{{{path}}}!"} for path in PATHS])
        | st.just({"pictures": "link"})
        | st.builds(lambda value: {"value": value}, st.text(max_size=5) | st.integers() | st.booleans())
    )
    ways = data.draw(
        st.fixed_dictionaries(
            {},
            optional={
                "table": st.sampled_from(["events", "classes", "unheard_of"]),
                "slice": st.sampled_from([[0, 2], [3, 9], [50, 60]]),
                "decimals": st.integers(0, 9),
                "type": st.sampled_from(["text", "number", "whole"]),
                "longest": st.integers(1, 10),
                "join": st.sampled_from([",", ""]),
                "time": st.sampled_from(["unix_s", "unix_ms", "yyyy"]),
                "default": st.sampled_from([0, "", "x"]),
            },
        )
    )
    found = write(MappedField.model_validate(origin | ways), writing(message_source(), tables=TABLES))
    json.dumps(found, allow_nan=False)
    assert not isinstance(found, datetime)
