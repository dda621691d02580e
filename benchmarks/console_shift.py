"""How long an operator needs for 40 open alarms in the console: a real Chromium over the real API, by keys or by mouse.

Every case is opened, its picture is waited for, it is looked at for `--think` seconds, and it is decided: six of ten
confirmed, two rejected with a reason, one acknowledged, one shelved. Counted are keys, clicks, and how long the page
keeps the operator waiting from a decision to the next case's picture. Thinking is the operator's own: with
`--think 0` the figure is what the console itself costs.

    python benchmarks/console_shift.py [--cases 40] [--by keys|mouse] [--think 0] [--json out.json]
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.builders_console import ConsoleDeck

CHROMIUM = "/usr/bin/chromium"
DECISIONS = ("c", "c", "r1", "c", "c", "a", "c", "r4", "c", "s2")  # keys, one after the other
BUTTONS = {"a": "受理", "c": "确认属实", "r": "误报", "s": "搁置"}


async def passing(deck: ConsoleDeck) -> None:
    """Let the deck's clock run as a wall clock does, and what is due be carried out."""
    before = time.monotonic()
    while True:
        await asyncio.sleep(0.1)
        now = time.monotonic()
        deck.clock.advance(now - before)
        before = now
        if deck.shift.due and await asyncio.to_thread(deck.shift.tick):
            deck.bell.ring()


async def decide(page: Page, keys: str, by: str, counts: Counter[str]) -> None:
    """Say one decision by keys, or by clicks on the same buttons."""
    if by == "keys":
        for key in keys:
            await page.keyboard.press(key)
        counts["keys"] += len(keys)
        return
    side = page.get_by_role("complementary")
    await side.get_by_role("button", name=BUTTONS[keys[0]]).click()
    if len(keys) > 1:
        await side.get_by_role("group").get_by_role("button").nth(int(keys[1]) - 1).click()
    counts["clicks"] += len(keys)


async def work(page: Page, cases: int, by: str, think_s: float) -> dict[str, Any]:
    """Work the queue through; return what it took."""
    counts: Counter[str] = Counter()
    waits: list[float] = []
    began = time.monotonic()
    if by == "keys":
        await page.keyboard.press("j")
        counts["keys"] += 1
    else:
        await page.get_by_test_id("line").first.get_by_role("button").first.click()
        counts["clicks"] += 1
    asked = began
    shown = ""
    for n in range(cases):
        await page.wait_for_function(
            """before => {
              const open = document.querySelector('[data-testid=case]');
              const picture = document.querySelector('[data-testid=stage]');
              const ready = document.querySelector('aside button[aria-keyshortcuts=c]');
              return open && open.dataset.case !== before && picture?.complete && picture.naturalWidth > 0
                && ready && !ready.disabled && !!(window.__shown = open.dataset.case);
            }""",
            arg=shown,
        )
        shown = await page.evaluate("window.__shown")
        waits.append(time.monotonic() - asked)
        await asyncio.sleep(think_s)
        asked = time.monotonic()
        await decide(page, DECISIONS[n % len(DECISIONS)], by, counts)
    await page.wait_for_function("document.querySelectorAll('[data-testid=undo]').length > 0")
    took = time.monotonic() - began
    return {
        "cases": cases,
        "by": by,
        "think_s": think_s,
        "seconds": round(took, 1),
        "keys": counts["keys"],
        "clicks": counts["clicks"],
        "to_next_p50_ms": round(1000 * statistics.median(waits)),
        "to_next_p95_ms": round(1000 * statistics.quantiles(waits, n=20)[-1]),
    }


async def measure(cases: int, by: str, think_s: float) -> dict[str, Any]:
    """Serve a queue, open the console, work it through, and check that every decision was carried out."""
    from playwright.async_api import async_playwright

    from core.clock import ManualClock
    from tests.builders import START
    from tests.builders_api import TOKEN
    from tests.builders_console import ConsoleDeck

    with tempfile.TemporaryDirectory() as folder:
        deck = ConsoleDeck(Path(folder), ManualClock(START))
        deck.fill(cases + 2)
        deck.heaps(cases)
        async with deck.serve() as base, async_playwright() as driver:
            browser = await driver.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
            )
            context = await browser.new_context(viewport={"width": 1366, "height": 768})
            await context.request.post(f"{base}/api/v1/session", data={"token": TOKEN})
            page = await context.new_page()
            running = asyncio.create_task(passing(deck))
            try:
                await page.goto(base)
                await page.get_by_test_id("line").first.wait_for()
                told = await work(page, cases, by, think_s)
            finally:
                running.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await running
                await browser.close()
        deck.clock.advance(60)
        while deck.shift.tick():
            pass
        with deck.store.read() as reader:
            told["statuses"] = dict(Counter(i.status.value for i in reader.incidents(_ids(cases)).values()))
            told["refused"] = len(reader.refused_acts())
    return told


def _ids(cases: int) -> list[str]:
    return [f"inc_{n:06d}" for n in range(1, 4 * cases + 10)]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--cases", type=int, default=40)
    options.add_argument("--by", choices=("keys", "mouse"), default="keys")
    options.add_argument("--think", type=float, default=0.0)
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    told = asyncio.run(measure(given.cases, given.by, given.think))
    print(json.dumps(told, indent=2, ensure_ascii=False))
    if given.json:
        given.json.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
