"""What an export costs in time and memory, and how many live events a second reach a real Mosquitto.

Memory is the figure to watch for exports: it must not grow with the number of incidents. Run it once with
few and once with many.

    python benchmarks/offers.py [--incidents 20000] [--events 3000] [--json out.json]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def exports(folder: Path, count: int) -> dict[str, Any]:
    """Fill a database and export it twice, each time timed alone and then measured for memory."""
    from alerts.export.columns import Telling
    from alerts.export.geojson import geojson
    from alerts.export.pages import every
    from alerts.export.table import table
    from alerts.store import codec
    from alerts.store.base import IncidentQuery
    from alerts.store.sql import SqlStore
    from tests.builders_store import incident, picture, step, view

    store = SqlStore(f"sqlite:///{folder / 'exports.db'}")
    for start in range(0, count, 500):
        with store.write() as writer:
            for n in range(start, min(count, start + 500)):
                pictures = (picture(), picture("after"))
                one = incident(f"inc_{n}", seconds=n, views=(view(), view("cam-2")), pictures=pictures)
                writer.put_incident(one, [step()])
    telling = Telling(language="zh", zone=ZoneInfo("Asia/Shanghai"))
    told: dict[str, Any] = {"incidents": count}
    for name, tell in (("geojson", geojson), ("csv", lambda pages: table(pages, telling))):

        def export(tell: Any = tell) -> int:
            with store.read() as reader:
                return sum(len(piece.encode()) for piece in tell(every(reader, IncidentQuery())))

        codec.forget()  # a real export reads what nobody has read lately
        began = time.process_time()
        size = export()
        took = time.process_time() - began
        codec.forget()
        tracemalloc.start()
        export()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        told[name] = {
            "per_cpu_s": round(count / took),
            "mb": round(size / 1e6, 1),
            "peak_mb": round(peak / 1e6, 1),
        }
    store.close()
    return told


async def published(folder: Path, count: int) -> dict[str, Any]:
    """Publish what was committed while nobody was connected; each event is two messages of QoS 1."""
    from alerts.store.sql import SqlStore
    from gridwatch.offers.mqtt.line import open_line
    from gridwatch.offers.mqtt.publisher import BOOKMARK, Publisher
    from tests.builders import at
    from tests.fakes.mosquitto import Mosquitto

    store, broker = SqlStore(f"sqlite:///{folder / 'events.db'}"), Mosquitto(folder)
    data = {
        "status": "open",
        "grid": "330109001002003",
        "title": "积存垃圾渣土 · 河畔街道新桥社区",
        "cameras": ["a", "b"],
    }
    with store.write() as writer:
        writer.put_bookmark(BOOKMARK, {"seq": 0})
        for n in range(count):
            writer.add_event(at(n), "incident", f"inc_{n}", {"id": f"inc_{n}", **data})
    broker.start()
    wanted = broker.settings()
    publisher = Publisher(
        store,
        lambda: open_line(wanted, client_id="bench", credential=None),
        prefix="g",
        retain=False,
        most_wait_s=1,
        listen=asyncio.Event,
        rng=random.Random(1),  # noqa: S311 - jitter, no secret
    )
    stop, began, cpu = asyncio.Event(), time.perf_counter(), time.process_time()
    running = asyncio.create_task(publisher.run(stop))
    while publisher.position < count:  # noqa: ASYNC110 - a bench watches from outside
        await asyncio.sleep(0.005)
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    stop.set()
    await running
    broker.stop()
    store.close()
    return {"events": count, "events_per_s": round(count / took), "events_per_cpu_s": round(count / cpu)}


def main() -> None:
    """Measure and print."""
    from gridwatch.logs import set_up

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=20_000)
    parser.add_argument("--events", type=int, default=3_000)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    set_up(level="warning")
    with tempfile.TemporaryDirectory() as name:
        told = {
            "exports": exports(Path(name), given.incidents),
            "mqtt": asyncio.run(published(Path(name), given.events)),
        }
    text = json.dumps(told, indent=2)
    print(text)
    if given.json is not None:
        given.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
