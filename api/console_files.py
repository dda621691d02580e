"""The console's built files: the page with its policy, and assets that a browser may keep for good."""

from __future__ import annotations

from pathlib import Path

from fastapi import HTTPException, Request, Response
from fastapi.responses import FileResponse, HTMLResponse

BUILT = Path(__file__).resolve().parent / "console" / "dist"
_FOR_GOOD = "public, max-age=31536000, immutable"  # the name of an asset holds a hash of what is in it
_KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}


def policy(*, origins: tuple[str, ...] = ()) -> str:
    """Return the page's Content-Security-Policy; `origins`: of a base map, whose pictures it may show.

    Scripts are our files alone: no inline script, no eval. Styles may be inline: Ant Design and the charts write
    theirs into the page, and not all of their parts can be given a nonce (@rc-component/portal, 2026).
    """
    outside = "".join(f" {origin}" for origin in origins)
    return (
        f"default-src 'self'; img-src 'self' data: blob:{outside}; connect-src 'self'{outside}; "
        "style-src 'self' 'unsafe-inline'; script-src 'self'; worker-src 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
    )


def page(built: Path = BUILT, *, origins: tuple[str, ...] = ()) -> Response:
    """Return the page; its routes are the browser's own business."""
    index = built / "index.html"
    if not index.is_file():
        return HTMLResponse(
            "<!doctype html><title>Gridwatch</title><p>The console is not built: run <code>make console</code>.",
            status_code=503,
        )
    headers = {"Content-Security-Policy": policy(origins=origins), "Cache-Control": "no-cache"}
    return FileResponse(index, media_type="text/html", headers=headers)


def asset(name: str, request: Request, built: Path = BUILT) -> Response:
    """Return one built file, compressed where it lies so and the browser takes it.

    Raises:
        HTTPException: 404: no such file. After an update a tab may still ask for the files of before.
    """
    path = built / "assets" / name
    if "/" in name or name.startswith(".") or not path.is_file():
        raise HTTPException(404, "no such file; load the page again")
    headers = {"Cache-Control": _FOR_GOOD, "Vary": "Accept-Encoding"}
    kind = _KINDS.get(path.suffix, "application/octet-stream")
    small = path.with_name(f"{name}.gz")
    if "gzip" in request.headers.get("accept-encoding", "") and small.is_file():
        return FileResponse(small, media_type=kind, headers={**headers, "Content-Encoding": "gzip"})
    return FileResponse(path, media_type=kind, headers=headers)
