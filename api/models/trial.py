"""A receiver tried out, as the API tells it."""

from __future__ import annotations

from api.models.base import Told
from api.trials import Reply, Request


class RequestOut(Told):
    """A request as it would go out now; secrets are hidden."""

    url: str
    """Where to."""
    headers: dict[str, str]
    """Names and values."""
    body: str
    """The very text."""
    event: str
    """opened, updated ...; of a sample to a receiver of the standard body: test."""
    untold: str | None
    """Why this receiver would not be told of it in fact; null where it would."""

    @classmethod
    def of(cls, request: Request) -> RequestOut:
        """Tell a request."""
        return cls(
            url=request.url,
            headers=dict(request.headers),
            body=request.body,
            event=request.event,
            untold=request.untold,
        )


class ReplyOut(Told):
    """What a test came to."""

    request: RequestOut
    """What was sent."""
    accepted: bool
    """Whether the answer means yes."""
    status: int | None
    """HTTP status; null without an answer."""
    detail: str
    """The answer's beginning, or the error."""
    took_s: float
    """Seconds."""
    case_number: str | None
    """The receiver's own, where the answer held one."""

    @classmethod
    def of(cls, reply: Reply) -> ReplyOut:
        """Tell a reply."""
        return cls(
            request=RequestOut.of(reply.request),
            accepted=reply.accepted,
            status=reply.status,
            detail=reply.detail,
            took_s=round(reply.took_s, 3),
            case_number=reply.case_number,
        )
