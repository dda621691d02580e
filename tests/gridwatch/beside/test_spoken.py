from __future__ import annotations

import sys
from pathlib import Path

from gridwatch.beside.child import Child

SPOKEN = """
import asyncio
from gridwatch.beside.spoken import asked, say

async def main():
    say({"where": "\u5e02\u533a"})
    async for question in asked():
        say({"got": question})
    open(%r, "w").write("ended by itself")

asyncio.run(main())
"""


async def test_both_ends_understand_each_other(tmp_path: Path) -> None:
    """A first line, an answer to each question, and an end by itself when the input ends."""
    end = tmp_path / "end"
    async with Child([sys.executable, "-c", SPOKEN % str(end)], {}) as child:
        assert child.hello == {"where": "市区"}
        for number in range(3):
            assert await child.ask({"do": number}) == {"got": {"do": number}}
        assert not end.exists()
    assert end.read_text() == "ended by itself"
