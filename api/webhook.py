"""The webhook that Gridwatch sends, documented where integrators look for it: in the OpenAPI document."""

from __future__ import annotations

from fastapi import FastAPI

from alerts.payload import IncidentEvent


def document_webhook(app: FastAPI) -> None:
    """Add the outgoing webhook to the application's OpenAPI document."""

    @app.webhooks.post("incident")
    def incident(body: IncidentEvent) -> None:
        """An incident was opened, seen by another camera, closed, reopened or rejected.

        Signed by Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`), structured
        CloudEvents JSON (`application/cloudevents+json`). At least once, in order per incident: use
        `webhook-id` against repeats and `version` against late ones. Answer 2xx within the time-out;
        410 stops deliveries; anything else is tried again for about three days.
        """
