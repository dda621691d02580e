"""Case status and cases from the grid platform: signed, read strictly, answered once."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from alerts.callbacks import MAX_BYTES, Refusal, parse_status
from alerts.inbound import parse_case
from alerts.taking import BUSY_S, Busy
from api.deps import Given
from api.problems import problem

router = APIRouter(prefix="/api/v1/platform", tags=["platform"])


@router.post("/status", openapi_extra={"security": []})
async def status(request: Request, given: Given) -> JSONResponse:
    """Take one case status. Signed like a webhook; docs/integrators.md tells every answer."""
    if given.callback_secret is None:
        return _nobody()
    body = await _read(request)
    if body is None:
        return problem(413, f"more than {MAX_BYTES} bytes")
    update = parse_status(request.headers, body, secret=given.callback_secret, now=given.clock.now())
    if isinstance(update, Refusal):
        return problem(update.status_code, update.reason)
    answer = await run_in_threadpool(given.desk.platform, update)
    given.committed()
    return JSONResponse(answer)


@router.post("/cases", openapi_extra={"security": []})
async def cases(request: Request, given: Given) -> JSONResponse:
    """Take one case that the platform has from elsewhere (12345, patrol). Signed like a status."""
    if given.callback_secret is None:
        return _nobody()
    body = await _read(request)
    if body is None:
        return problem(413, f"more than {MAX_BYTES} bytes")
    report = parse_case(request.headers, body, secret=given.callback_secret, now=given.clock.now())
    if isinstance(report, Refusal):
        return problem(report.status_code, report.reason)
    try:
        answer = await run_in_threadpool(given.desk.report, report)
    except Busy as error:
        refusal = problem(503, str(error))
        refusal.headers["Retry-After"] = str(BUSY_S)
        return refusal
    given.committed()
    return JSONResponse(answer)


def _nobody() -> JSONResponse:
    return problem(404, "no grid platform is configured here")


async def _read(request: Request) -> bytes | None:
    """Return the body, or None when it is too large: it is not read to its end."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            return None
    return bytes(body)
