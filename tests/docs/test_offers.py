"""What the pages say about CAP, exports, MQTT and the digest is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from alerts.cap.alert import MAX_PICTURES, MAX_REFERENCES, cap_alert
from alerts.cap.meaning import CATEGORY
from alerts.filing import _summary
from alerts.store import rules
from api.streams import AT_ONCE, LONGEST_S
from core.config.settings.offers import Cap, Digest, Mqtt
from core.config.settings.root import Settings
from tests.alerts.cap.schema import read_cap
from tests.alerts.cap.test_alert import ISSUER, LINKS, OPENED
from tests.builders import at
from tests.builders_store import incident, picture, step

DOCS = Path(__file__).parents[2] / "docs"
INTEGRATORS, ADMINISTRATORS = (
    (DOCS / f"{name}.md").read_text(encoding="utf-8") for name in ("integrators", "administrators")
)


def test_the_settings_of_the_page_are_accepted() -> None:
    """What an administrator copies works, and shows every key that there is."""
    block = next(
        b for b in re.findall(r"```yaml\n(.*?)```", ADMINISTRATORS, re.DOTALL) if b.startswith("cap:")
    )
    given = yaml.safe_load(block)
    Settings.model_validate({"district": {"name": "x", "code": "990101"}, **given})
    for name, model in (("cap", Cap), ("mqtt", Mqtt), ("digest", Digest)):
        assert given[name].keys() == model.model_fields.keys()


def test_every_element_of_a_message_is_on_the_page() -> None:
    """Whoever maps CAP onto his own system finds what each element holds."""
    message = cap_alert(incident(pictures=(picture(),)), (OPENED,), issuer=ISSUER, links=LINKS, now=at(0))
    names = {element.tag.rpartition("}")[2] for element in read_cap(message).iter()}
    structure = {
        "alert", "source", "language", "senderName", "description", "restriction", "valueName", "value",
        "areaDesc", "resourceDesc", "mimeType", "uri",
    }  # fmt: skip
    assert {name for name in names - structure if f"`{name}`" not in INTEGRATORS} == set()
    assert {name for name in CATEGORY.values() if f"`{name}`" not in INTEGRATORS} == set()
    assert f"the newest {MAX_REFERENCES}" in INTEGRATORS
    assert f"at most {MAX_PICTURES} masked pictures" in INTEGRATORS


def test_every_field_of_a_message_by_mqtt_is_on_the_page() -> None:
    """The live event, and its number."""
    section = INTEGRATORS[INTEGRATORS.index("### MQTT") :]
    for name in ("seq", *_summary(incident(), step())):
        assert f"`{name}`" in section, name


@pytest.mark.parametrize(
    ("number", "page"), [(rules.EVENTS_KEPT, INTEGRATORS), (rules.EVENTS_KEPT, ADMINISTRATORS)]
)
def test_the_journal_goes_back_as_far_as_told(number: int, page: str) -> None:
    """How long an outage may last."""
    assert f"{number:,} events" in page


def test_bounds_of_exports_are_told() -> None:
    """How many, and how long."""
    assert {4: "four exports may be under way"}[AT_ONCE] in INTEGRATORS
    assert f"{LONGEST_S / 60:g} minutes" in INTEGRATORS
