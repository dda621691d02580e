from __future__ import annotations

import base64

import aiohttp

from core.secrets import Credential
from gridwatch.bench.cameras import names
from gridwatch.bench.folder import Bench
from gridwatch.bench.running import simulated_cameras


async def test_they_ask_for_a_login_and_tell_what_they_cost() -> None:
    """A process of its own: a snapshot without a login is refused, samples are JPEGs, the account grows."""
    bench = Bench(cameras=3, period_s=5, change_share=0.0, streets=1)
    login = Credential(user="viewer", password="a-made-up-word")
    async with simulated_cameras(bench, login) as cameras, aiohttp.ClientSession() as client:
        base = f"http://127.0.0.1:{cameras.hello['http']}/cam"
        async with client.get(f"{base}/{names(3)[2]}/snapshot.jpg") as refused:
            assert refused.status == 401
        digest = aiohttp.DigestAuthMiddleware(login.user, login.password)
        async with client.get(f"{base}/{names(3)[2]}/snapshot.jpg", middlewares=(digest,)) as shown:
            picture = await shown.read()
        assert picture.startswith(b"\xff\xd8")
        told = await cameras.ask({"do": "sample", "count": 2})
        assert all(base64.b64decode(jpeg).startswith(b"\xff\xd8") for jpeg in told["jpegs"])
        report = await cameras.ask({"do": "report"})
        assert report["requests"] >= 3
        assert report["cpu_s"] > 0
