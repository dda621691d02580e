"""Case status from the grid platform: signed, read strictly, answered once."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from alerts.callbacks import MAX_BYTES, Refusal, parse_status
from api.deps import Given
from api.problems import problem

router = APIRouter(prefix="/api/v1/platform", tags=["platform"])


@router.post("/status", openapi_extra={"security": []})
async def status(request: Request, given: Given) -> JSONResponse:
    """Take one case status. Signed like a webhook; docs/integrators.md tells every answer."""
    if given.callback_secret is None:
        return problem(404, "no grid platform is configured here")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            return problem(413, f"more than {MAX_BYTES} bytes")
    update = parse_status(request.headers, bytes(body), secret=given.callback_secret, now=given.clock.now())
    if isinstance(update, Refusal):
        return problem(update.status_code, update.reason)
    answer = await run_in_threadpool(given.desk.platform, update)
    given.committed()
    return JSONResponse(answer)
