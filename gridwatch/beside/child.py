"""A program started beside this one and spoken to by JSON lines; it ends when its input ends (`spoken.py`)."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from core.errors import GridwatchError

START_S = 180.0  # seconds to its first line: it renders every camera's background first
ANSWER_S = 30.0
STOP_S = 5.0


class Child:
    """`async with Child(module, arguments, environment) as child: child.hello; await child.ask(...)`."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._command = command
        self._environment = environment
        self._process: asyncio.subprocess.Process | None = None
        self.hello: dict[str, Any] = {}

    async def __aenter__(self) -> Self:
        """Start it and wait for its first line.

        Raises:
            GridwatchError: it ended or said nothing.
        """
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, **self._environment},
            limit=16_000_000,
            start_new_session=True,  # Ctrl-C is for us; it ends with its input
        )
        try:
            self.hello = await asyncio.wait_for(self._line(), START_S)
        except TimeoutError:
            await self._end()
            raise GridwatchError(f"{' '.join(self._command[:4])} said nothing for {START_S:.0f} s") from None
        except BaseException:
            await self._end()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._end()

    async def ask(self, what: Mapping[str, Any]) -> dict[str, Any]:
        """Send one line and return the answer."""
        if self._process is None or self._process.stdin is None:
            raise GridwatchError("the program beside is not running")
        self._process.stdin.write(json.dumps(what).encode() + b"\n")
        await self._process.stdin.drain()
        return await asyncio.wait_for(self._line(), ANSWER_S)

    async def _line(self) -> dict[str, Any]:
        if self._process is None or self._process.stdout is None:
            raise GridwatchError("the program beside is not running")
        line = await self._process.stdout.readline()
        if not line:
            code = await self._process.wait()
            raise GridwatchError(f"{' '.join(self._command[:4])} ended with {code} before it answered")
        answer: dict[str, Any] = json.loads(line)
        return answer

    async def _end(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        if process.stdin is not None:
            process.stdin.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), STOP_S)
        if process.returncode is None:
            process.kill()
            await process.wait()


def module(name: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of ours with this very Python."""
    return [sys.executable, "-m", name, *arguments]
