"""Errors as application/problem+json (RFC 9457): what was wrong, where, and what to do."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.camera_book import ChangeRefused
from core.errors import EvidenceError, GridwatchError, IllegalStep, NotFound, StoreError

_STATUS: tuple[tuple[type[GridwatchError], HTTPStatus], ...] = (
    (NotFound, HTTPStatus.NOT_FOUND),
    (IllegalStep, HTTPStatus.CONFLICT),
    (StoreError, HTTPStatus.SERVICE_UNAVAILABLE),
    (EvidenceError, HTTPStatus.NOT_FOUND),
)


def problem(status: int, detail: str, **more: object) -> JSONResponse:
    """Return a problem document."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    return JSONResponse(body, status_code=status, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Answer every error of this application as a problem document."""

    @app.exception_handler(GridwatchError)
    async def known(_: Request, error: GridwatchError) -> JSONResponse:
        status = next(
            (status for kind, status in _STATUS if isinstance(error, kind)), HTTPStatus.UNPROCESSABLE_ENTITY
        )
        return problem(status, str(error), **error.members)

    @app.exception_handler(ChangeRefused)
    async def refused(_: Request, error: ChangeRefused) -> JSONResponse:
        errors = [{"where": one.where, "what": one.what, "cure": one.cure} for one in error.mistakes]
        more = {**error.more, "errors": errors} if errors else error.more
        return problem(error.status, str(error), **more)

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> JSONResponse:
        answer = problem(error.status_code, str(error.detail))
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(UnicodeEncodeError)
    async def no_text(
        _: Request, __: UnicodeEncodeError
    ) -> JSONResponse:  # JSON can escape halves of a character
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "a text holds half a character (a lone surrogate)")

    @app.exception_handler(Exception)
    async def unknown(_: Request, __: Exception) -> JSONResponse:  # the server logs it after this answer
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "a fault of Gridwatch itself; its log says more")

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        errors = [
            {"where": ".".join(str(part) for part in item["loc"]), "what": item["msg"]}
            for item in error.errors()
        ]
        detail = "; ".join(f"{item['where']}: {item['what']}" for item in errors[:5])
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=errors)
