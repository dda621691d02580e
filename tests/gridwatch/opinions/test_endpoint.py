from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from core.config.settings.opinions import OpinionEndpoint
from core.opinion import Says as Verdict
from core.reason import Reason
from gridwatch.opinions.endpoint import MAX_ANSWER, EndpointAsker, picture_of, request_of, words_of
from gridwatch.opinions.question import Unanswered
from tests.builders import profile
from tests.builders_opinions import CROWD, question
from tests.fakes.vision_endpoint import Says, VisionEndpoint

KEY = "sk-very-secret-key"
PERSON = ("person", (0.46, 0.44, 0.5, 0.58), 0.9)


def asker(city: VisionEndpoint, **changes: Any) -> EndpointAsker:
    """Ask this endpoint."""
    values: dict[str, Any] = {"url": city.url, "model": "qwen-vl", "allow": ["127.0.0.0/8"]} | changes
    deadline_s = values.pop("deadline_s", 5.0)
    lookup = values.pop("lookup", None)
    return EndpointAsker(
        OpinionEndpoint.model_validate(values), key=KEY, enlarge=2.5, deadline_s=deadline_s, at_once=2, lookup=lookup
    )  # fmt: skip


async def failure(city: VisionEndpoint, **changes: Any) -> Unanswered:
    """Return how asking fails."""
    asking = asker(city, **changes)
    try:
        with pytest.raises(Unanswered) as caught:
            await asking.ask(question())
    finally:
        await asking.close()
    return caught.value


async def test_a_question_is_asked_as_the_protocol_says_and_answered() -> None:
    """POST /v1/chat/completions with the key, a text, a JPEG as data URL and a schema for the answer."""
    async with VisionEndpoint(
        [Says(content='{"verdict": "disagrees", "confidence": 0.7, "reason": "sand"}')]
    ) as city:
        asking = asker(city)
        answer = await asking.ask(question(PERSON))
        await asking.close()
    (asked,) = city.asked
    assert (answer.says, answer.confidence) == (Verdict.DISAGREES, 0.7)
    assert answer.reason.tell("en") == "second opinion: disagrees: sand"
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert asked.body["model"] == "qwen-vl"
    assert asked.body["response_format"]["type"] == "json_schema"
    assert "heap of waste" in asked.words
    assert asked.picture.shape == (320, 320, 3)


@pytest.mark.parametrize("ends", ["", "/", "/v1", "/v1/", "/v1/chat/completions"])
async def test_the_address_may_be_pasted_as_the_server_tells_it(ends: str) -> None:
    """Its manual names the base address, the one with /v1 or the whole of it."""
    async with VisionEndpoint() as city:
        asking = asker(city, url=city.url + ends)
        await asking.ask(question())
        await asking.close()
    assert [asked.path for asked in city.asked] == ["/v1/chat/completions"]


async def test_the_picture_is_masked_and_marked() -> None:
    """A face in the tile is gone before the picture leaves; the place is marked in red."""
    async with VisionEndpoint() as city:
        asking = asker(city)
        plain = question(PERSON)
        rng = np.random.default_rng(1)
        plain.frame.image[:] = rng.integers(0, 255, plain.frame.image.shape, np.uint8)
        await asking.ask(plain)
        await asking.close()
    shown = city.asked[0].picture.astype(int)
    head = shown[130:165, 120:160]  # the upper part of the person, in the tile
    assert head.std() < 0.5 * shown[10:60, 10:60].std()
    red = (shown[..., 2] > 180) & (shown[..., 1] < 90) & (shown[..., 0] < 90)
    assert red.sum() > 300


async def test_what_cannot_be_masked_is_not_sent() -> None:
    """Boxes were shed: one of them may have been a person."""
    from dataclasses import replace

    async with VisionEndpoint() as city:
        asking = asker(city)
        unsafe = question()
        unsafe = replace(unsafe, detections=replace(unsafe.detections, shed=1))
        with pytest.raises(Unanswered, match="masked safely"):
            await asking.ask(unsafe)
        await asking.close()
    assert city.asked == []


@pytest.mark.parametrize(
    ("said", "what"),
    [
        (Says(status=500, raw=b"out of memory"), "500"),
        (Says(status=401, raw=f"Incorrect API key provided: {KEY}".encode()), "Incorrect API key provided: ***"),
        (Says(status=302, raw=b""), "302"),
        (Says(raw=b"<html>"), "no JSON"),
        (Says(content="It is a heap, I think."), "no JSON object with a verdict"),
        (Says(content='{"verdict": "maybe"}'), "verdict maybe"),
        (Says(content=f'{{"verdict": "{KEY}"}}'), "verdict \\*\\*\\*"),
        (Says(size=MAX_ANSWER + 1), "more than"),
        (Says(cut=True), "Disconnected|Reset"),
        (Says(delay_s=2), "Timeout"),
    ],
)  # fmt: skip
async def test_every_fault_is_told_and_the_key_never(said: Says, what: str) -> None:
    """Slow, 500, garbage, wrong JSON, huge, cut: a reason that says so, in bounds."""
    async with VisionEndpoint([said]) as city:
        error = await failure(city, deadline_s=0.5)
    import re

    assert re.search(what.replace("***", "\\*\\*\\*") if "\\" not in what else what, str(error))
    assert KEY not in str(error)
    assert len(str(error)) < 400


@pytest.mark.parametrize(("status", "kept"), [(429, "7"), (503, "7"), (500, None)])
async def test_a_pause_that_it_asks_for_is_handed_on(status: int, kept: str | None) -> None:
    """Only where the status says that it is busy."""
    async with VisionEndpoint([Says(status=status, raw=b"busy", headers={"Retry-After": "7"})]) as city:
        error = await failure(city)
    assert (error.retry_after, error.ours) == (kept, False)


async def test_a_name_that_leads_elsewhere_is_not_asked() -> None:
    """The allow-list holds for the address that is connected to, whatever the name says."""

    async def elsewhere(_host: str, _port: int) -> Sequence[str]:
        return ["10.9.9.9"]

    async with VisionEndpoint() as city:
        error = await failure(city, url="http://vision.city.example:80", lookup=elsewhere)
        refused = await failure(city, url=city.url, allow=["10.0.0.0/8"])
    assert "10.9.9.9 lies in none of the allowed networks" in str(error)
    assert "allowed" in str(refused)
    assert city.asked == []


def test_older_servers_are_asked_as_they_understand() -> None:
    """json_object has no schema; none says nothing, and the words ask for JSON anyway."""
    settings = {"url": "http://127.0.0.1:1/v1", "model": "m", "allow": ["127.0.0.1/32"]}
    formats = {
        one: request_of(question(), b"", OpinionEndpoint.model_validate(settings | {"answer_format": one})).get(
            "response_format"
        )
        for one in ("json_object", "none")
    }  # fmt: skip
    assert formats == {"json_object": {"type": "json_object"}, "none": None}


def test_a_crowd_is_asked_about_by_number() -> None:
    """What the detector counted, and from how many on it matters."""
    asked = question(rule=profile(CROWD), count=12, matter="crowding", reason=Reason.text(""))
    assert words_of(asked) == (
        "Matter: crowding. The detector counted 12 persons (人员) in the red rectangle. Are there at least 10?"
    )


def test_a_large_tile_is_sent_no_larger_than_allowed() -> None:
    """A 4K heap need not fill the line."""
    import cv2

    jpeg = picture_of(question(box=(0.1, 0.1, 0.9, 0.9), size=(3840, 2160)), 2.5, 1024)
    assert jpeg is not None
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    assert image.shape == (576, 1024, 3)
