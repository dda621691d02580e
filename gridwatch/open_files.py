"""How many files and connections this process may have open. A fleet needs one for each camera that is kept open."""

from __future__ import annotations

OTHERS = 1500
"""Open files beside the cameras' connections: streams, the store, the API, receivers, the model."""

_WITHOUT_LIMIT = 1_000_000


def raise_open_files() -> int:
    """Raise the limit to what the system allows this process, and return it.

    Systems start a process with 1,024 so that old programs (`select`) do not break, and allow it half a million.
    """
    try:
        import resource
    except ImportError:  # Windows: no such limit
        return _WITHOUT_LIMIT
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _WITHOUT_LIMIT if most == resource.RLIM_INFINITY else most
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    except (ValueError, OSError):  # macOS says "unlimited" and means less
        wanted = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return wanted


def connections_kept(open_files: int) -> int:
    """Return how many cameras' connections may stay open between looks."""
    return max(0, open_files - OTHERS)
