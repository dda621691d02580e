"""Receivers tried out for the API: the same trial as `gridwatch webhook preview` and `send-test`."""

from __future__ import annotations

import asyncio

from alerts.bodies import Enclosures
from alerts.evidence import EvidenceStore
from alerts.links import EvidenceLinks
from alerts.receivers import Lookup
from alerts.store.base import Store
from api.trials import Reply, Request
from core.clock import Clock
from core.errors import NotFound
from gridwatch.configuration.loader import Configuration
from gridwatch.webhooks.trial import Preview, Trial


class Trials:
    """Tries out the receivers with which the service runs, one test of each at a time."""

    def __init__(
        self,
        configuration: Configuration,
        *,
        store: Store,
        evidence: EvidenceStore,
        links: EvidenceLinks | None,
        clock: Clock,
        lookup: Lookup | None = None,
    ) -> None:
        """`lookup` replaces the machine's resolver in tests."""
        self._configuration = configuration
        self._store = store
        self._enclosed = Enclosures(links=links, read=evidence.read)
        self._clock = clock
        self._lookup = lookup
        self._turns = {name: asyncio.Lock() for name in configuration.receivers}

    async def preview(self, receiver: str, incident_id: str | None) -> Request:
        """Return the request about an incident, or about a sample."""
        return _told(await self._trial(receiver).preview(self._store, incident_id))

    async def send_test(self, receiver: str) -> Reply:
        """Send one marked test; whoever asks for another meanwhile waits."""
        trial = self._trial(receiver)
        async with self._turns[receiver]:
            tested = await trial.send_test()
        answer = tested.answer
        return Reply(
            request=_told(tested.preview),
            accepted=answer.accepted,
            status=answer.status,
            detail=answer.detail,
            took_s=answer.took_s,
            case_number=answer.case_number,
        )

    def _trial(self, receiver: str) -> Trial:
        if receiver not in self._configuration.receivers:
            raise NotFound(f"no receiver {receiver}")
        return Trial(
            self._configuration, receiver, enclosed=self._enclosed, clock=self._clock, lookup=self._lookup
        )


def _told(shown: Preview) -> Request:
    return Request(
        url=shown.url, headers=shown.headers, body=shown.body, event=shown.event, untold=shown.untold
    )
