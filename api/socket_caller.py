"""Who asks over a WebSocket: by the session's cookie from our own pages, or by a token in the header."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import WebSocket

from api.auth import COOKIE, Sessions


def socket_caller(socket: WebSocket) -> str | None:
    """Return who asks, None for a stranger.

    A browser sends its cookie with every socket, whoever's page opens it: a page of another origin is a stranger.
    """
    sessions: Sessions = socket.app.state.sessions
    kind, _, token = socket.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and sessions.is_admin(token.strip()):
        return "admin"
    if kind.lower() == "bearer" and sessions.is_token(token.strip()):
        return "api"
    origin = socket.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != socket.headers.get("host"):
        return None
    return "console" if sessions.is_open(socket.cookies.get(COOKIE, "")) else None
