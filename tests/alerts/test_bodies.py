from __future__ import annotations

import json
from typing import Any

from alerts.bodies import Enclosures, body_of
from alerts.links import EvidenceLinks
from core.config.crosswalk import Crosswalk
from core.config.receiver import Receiver
from core.incident import Incident
from tests.builders import at
from tests.builders_mapping import jpeg
from tests.builders_store import WASTE, incident, picture, step

LINKS = EvidenceLinks(base_url="https://g/evidence", key=b"k" * 16, valid_s=60)
CROSSWALK = Crosswalk.model_validate(
    {
        "crosswalk": "to-2013",
        "version": "1",
        "from_table": WASTE.table,
        "to_table": "GB/T 30428.2-2013",
        "rows": [{"code": "06011", "to": "01-11", "name": "渣土", "name_en": "Spoil"}],
    }
)


def _body(one: Incident, enclosed: Enclosures | None = None, **changes: Any) -> dict[str, Any]:
    values = {"name": "city", "url": "http://127.0.0.1:9/", "secret": "s", "allow": ["127.0.0.0/8"]}
    type_, body = body_of(
        one,
        step(),
        event="opened",
        event_id="msg_1",
        source="urn:gridwatch:test",
        receiver=Receiver.model_validate(values | changes),
        enclosed=enclosed or Enclosures(),
        now=at(0),
    )
    assert type_ == "gridwatch.incident.opened.v1"
    return dict(json.loads(body))


def test_without_a_mapping_it_is_the_standard_body() -> None:
    """A CloudEvent around a Feature, in the receiver's codes where it wants others."""
    standard = _body(incident())
    assert standard["data"]["properties"]["matter"]["code"] == "06011"
    other = _body(incident(), Enclosures(crosswalks={"to-2013": CROSSWALK}), codes="to-2013")
    assert (
        other["data"]["properties"]["matter"] | {"code": "01-11", "table": "GB/T 30428.2-2013"}
        == (other["data"]["properties"]["matter"])
    )


def test_a_mapping_writes_everything_in_the_receivers_shape() -> None:
    """Its codes, its datum, its pictures."""
    shown = incident(pictures=(picture("latest"), picture("before")))
    small = jpeg(32)
    found = _body(
        shown,
        Enclosures(links=LINKS, read=lambda _: small, crosswalks={"to-2013": CROSSWALK}),
        codes="to-2013",
        datum="GCJ02",
        body={
            "fields": {
                "code": {"path": "matter.code"},
                "moved": {"path": "place.lon"},
                "links": {"pictures": "link"},
                "bytes": {"pictures": "base64"},
            }
        },
    )
    assert found["code"] == "01-11"
    assert found["moved"] != 120.25
    assert [link.split("?")[0].rsplit("/", 1)[1] for link in found["links"]] == ["before.jpg", "latest.jpg"]
    assert len(found["bytes"]) == 2
