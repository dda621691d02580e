from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from core.clock import ManualClock
from gridwatch.demo.story import Story
from tests.builders import START
from tests.builders_api import Deck


async def test_every_change_of_an_incident_is_told_once(
    tmp_path: Path, clock: ManualClock, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the second of the demo, the new status and why."""
    deck = Deck(tmp_path, clock)
    story = Story(deck.store, deck.known, START, headless=True)
    stop = asyncio.Event()
    running = asyncio.create_task(story.run(stop))
    incident = await asyncio.to_thread(deck.incident, seconds=20)
    await asyncio.to_thread(deck.desk.act, incident.id, "acknowledge", "li", "on my way")
    stop.set()
    await running
    lines = [line for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert [line.split()[2] for line in lines] == ["OPEN", "ACKNOWLEDGED"]
    assert lines[0].split()[0] == "21.0"
    assert "on my way" in lines[1]
