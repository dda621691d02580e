"""`python -m gridwatch.bench.deliver_receiver`: the receiver of the delivery bench, a process of its own.

Its signing secret comes by environment. It verifies every signature with the published library, checks envelope and
order, and answers at once. The first line on standard output says where it listens; then each line on standard input is
answered by one, what came so far. End of input ends it.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections import Counter

from aiohttp import web

from gridwatch.beside.spoken import asked, end_with_input, say
from gridwatch.loop import run
from gridwatch.simulator.platform_inbox import MAX_BYTES, Inbox, Refused

VARIABLE = "GRIDWATCH_BENCH_SECRET"
"""Of the environment: `whsec_...`. The command line would show it to every user of the machine."""


class Counting:
    """Judges webhooks as a platform does, counts them, and answers with a case number."""

    def __init__(self, secret: str) -> None:
        self._inbox = Inbox(secret)
        self.counts: Counter[str] = Counter()

    async def take(self, request: web.Request) -> web.Response:
        """Answer one webhook."""
        message = self._inbox.take(request.headers, await request.read())
        if isinstance(message, Refused):
            self.counts["refused"] += 1
            return web.Response(status=message.status, text=message.why)
        self.counts["accepted"] += 1
        self.counts["repeated"] += message.repeated
        self.counts["out_of_order"] += not message.in_order
        answer = {"code": 0, "message": "filed", "case_number": f"GW-{message.incident_id[-12:]}"}
        return web.Response(body=json.dumps(answer).encode(), content_type="application/json")


def main() -> None:
    """Serve until standard input ends."""
    end_with_input()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    run(_serve(parser.parse_args().port))


async def _serve(port: int) -> None:
    counting = Counting(os.environ[VARIABLE])
    app = web.Application(client_max_size=MAX_BYTES + 1)
    app.router.add_post("/incidents", counting.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    say({"url": f"http://127.0.0.1:{runner.addresses[0][1]}/incidents"})
    async for _ in asked():
        say({**counting.counts, "cpu_s": time.process_time()})
    await runner.cleanup()


if __name__ == "__main__":
    main()
