"""The API's server: one application on one socket."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import uvicorn

from core.config.settings.serving import Api

if TYPE_CHECKING:
    from fastapi import FastAPI


@contextlib.asynccontextmanager
async def served(app: FastAPI, settings: Api) -> AsyncIterator[str]:
    """Serve until the block is left; the value is the address, e.g. http://127.0.0.1:8080.

    Raises:
        OSError: the port is taken.
    """
    listening = socket.create_server((settings.host, settings.port))
    host, port = listening.getsockname()[:2]
    config = uvicorn.Config(
        app,
        log_config=None,
        lifespan="off",
        timeout_graceful_shutdown=2,
        server_header=False,
        ws="websockets-sansio",
        ws_per_message_deflate=False,  # a few hundred bytes to each console, many times a second
        ws_max_size=65_536,  # bytes that a console may send at once: it sends next to nothing
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        await serving
