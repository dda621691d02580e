"""The console: one page for every address that is not the API's, and its files."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request, Response

from api import console_files
from api.deps import Given

router = APIRouter(include_in_schema=False)

_NOT_PAGES = (
    "api/",
    "evidence/",
    "s/",
    "assets/",
)  # what is not there must say so, not show the console


@router.get("/assets/{name}")
def asset(name: str, request: Request) -> Response:
    """Return one of the console's files."""
    return console_files.asset(name, request)


@router.get("/{path:path}")
def page(path: str, given: Given) -> Response:
    """Return the page: which one of the console's is shown is told by the address, in the browser."""
    if path.startswith(_NOT_PAGES) or "." in path.rpartition("/")[2]:
        raise HTTPException(404, "there is nothing at this address")
    origin = given.maps.base.origin
    return console_files.page(origins=() if origin is None else (origin,))
