"""Simulated cameras as hosts of their own: every address of 127.0.0.0/8 on one port (Linux)."""

from __future__ import annotations

import socket


def host_of(number: int) -> str:
    """Return the loopback address of camera `number`, from 1: 127.1.0.1, ... No address ends in 0 or 255.

    Raises:
        ValueError: there are addresses for 16 million cameras and none for this number.
    """
    high, low = divmod(number - 1, 254)
    second, third = divmod(high, 256)
    if number < 1 or second > 253:
        raise ValueError(f"no loopback address for camera {number}")
    return f"127.{second + 1}.{third}.{low + 1}"


def loopback_socket(port: int) -> socket.socket:
    """Return a socket that is reached at every 127.x.y.z and from this machine alone."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Bound to every address, but to the loopback device only: no network card leads to it.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo\0")
        listening.bind(("0.0.0.0", port))  # noqa: S104 - see above
    except BaseException:
        listening.close()
        raise
    return listening
