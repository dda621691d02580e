"""What the console asks, and how long it took."""

from __future__ import annotations

import pytest
from aiohttp import ClientSession, web

from core.errors import GridwatchError
from gridwatch.bench.console.asking import QUESTIONS, WARM, Asked, Choices, ask_all, overall_p95, warm

OF = Choices(
    matters=["crowding"],
    owners=["police"],
    grids=["990101001002003"],
    cameras=["port-1"],
    incidents=["inc_1"],
    since=["2026-03-01T00:00:00Z"],
    boxes=["120,30,121,31"],
)


async def _answered(paths: list[str], status: int = 200) -> dict[str, Asked]:
    async def answer(request: web.Request) -> web.Response:
        paths.append(request.path_qs)
        more = "1" if "after" not in request.query else None
        return web.json_response({"incidents": [], "next": more}, status=status)

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        async with ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}") as session:
            await warm(session)
            return await ask_all(session, OF, rounds=2)
    finally:
        await runner.cleanup()


async def test_every_question_is_asked_and_pages_are_turned() -> None:
    """What is kept in memory is read first; the first round fills caches and is not counted."""
    paths: list[str] = []
    found = await _answered(paths)
    assert paths[: len(WARM)] == list(WARM)
    assert set(found) == {*QUESTIONS, "list next pages"}
    assert {one.count for one in found.values()} == {2}
    assert all(0 < one.p50_ms <= one.p95_ms <= one.worst_ms for one in found.values())
    assert paths.count("/api/v1/incidents?matter=crowding&grid=990101001") == 3
    assert "/api/v1/incidents/inc_1/case" in paths
    assert overall_p95(found) == max(one.p95_ms for one in found.values())
    assert overall_p95(found, lambda name: name == "inbox") == found["inbox"].p95_ms


async def test_an_answer_that_is_none_ends_it() -> None:
    """A bench of errors would be a fast one."""
    with pytest.raises(GridwatchError, match="500"):
        await _answered([], status=500)
