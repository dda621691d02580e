"""A real Mosquitto on this machine that can be stopped and started again, and somebody who listens to it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiomqtt

from core.config.settings.offers import Mqtt
from tests.conftest import absent


def program(name: str = "mosquitto") -> str:
    """Return where the program is, or skip with the reason."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        absent("Mosquitto (Debian package mosquitto)")
    assert found is not None
    return found


class Mosquitto:
    """One broker, on loopback. `lines` go into its configuration after the listener."""

    def __init__(self, folder: Path, *lines: str) -> None:
        self._program = program()
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        config = [f"listener {self.port} 127.0.0.1", *lines, "persistence false", "log_dest stderr"]
        if not any(line.startswith("password_file") for line in lines):
            config.append("allow_anonymous true")
        if os.getuid() == 0:
            config.append("user root")  # else it becomes somebody who may not read a test's folder
        (folder / "mosquitto.conf").write_text("\n".join(config) + "\n", encoding="utf-8")

    def start(self) -> None:
        """Start, and return when it listens."""
        with (self._folder / "mosquitto.log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._program, "-c", str(self._folder / "mosquitto.conf")], stderr=log, stdout=log
            )
        for _ in range(200):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=0.2).close()
                return
            time.sleep(0.02)
        self.stop()
        raise AssertionError((self._folder / "mosquitto.log").read_text())

    def stop(self) -> None:
        """Kill it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def settings(self, **changes: Any) -> Mqtt:
        """Return settings that lead to it."""
        return Mqtt.model_validate({"address": f"mqtt://127.0.0.1:{self.port}", "timeout_s": 3} | changes)

    @contextlib.asynccontextmanager
    async def heard(self, topic: str = "#") -> AsyncIterator[list[aiomqtt.Message]]:
        """What comes under a topic, as it comes."""
        got: list[aiomqtt.Message] = []

        async def collect(client: aiomqtt.Client) -> None:
            with contextlib.suppress(aiomqtt.MqttError):
                async for message in client.messages:
                    got.append(message)  # noqa: PERF401 - seen by the test while it grows

        with contextlib.suppress(aiomqtt.MqttError):  # it may be killed meanwhile
            async with aiomqtt.Client("127.0.0.1", self.port) as client:
                await client.subscribe(topic, qos=1)
                task = asyncio.create_task(collect(client))
                try:
                    yield got
                finally:
                    task.cancel()
                    await asyncio.wait({task})


async def until(condition: Callable[[], bool], what: str) -> None:
    """Wait at most six seconds."""
    for _ in range(600):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(what)
