"""The real service over a filled folder, in a process of its own."""

from __future__ import annotations

import asyncio
from pathlib import Path

from aiohttp import ClientSession

from gridwatch.bench.console.folder import Wanted, token_of, write_configs
from gridwatch.beside.child import Child, module
from gridwatch.hosting import free_port


async def test_it_answers_and_changes_cases_at_a_pace(filled: Path) -> None:
    """New cases come into the inbox, and it is told when each was committed."""
    write_configs(filled, Wanted(cameras=60, seed=5), port=free_port())
    async with Child(module("gridwatch.bench.console.serving", str(filled)), {}) as child:
        assert (await child.ask({"do": "report"}))["cpu_s"] > 0
        assert (await child.ask({"do": "change", "per_s": 40, "seconds": 0.5}))["ok"]
        new: list[tuple[str, float]] = []
        async with asyncio.timeout(15):
            while (told := await child.ask({"do": "changed"}))["made"] < 20:
                new += told["new"]
                await asyncio.sleep(0.05)
        new += told["new"]
        assert len(new) == 1
        headers = {"Authorization": f"Bearer {token_of(filled)}"}
        async with ClientSession(child.hello["url"], headers=headers) as session:
            async with session.get("/api/v1/inbox") as answer:
                order = (await answer.json())["order"]
            async with session.get(f"/api/v1/incidents/{order[0]}") as answer:
                one = await answer.json()
        assert (one["status"], one["title"]) == ("open", new[0][0]), "it stands at the top"
