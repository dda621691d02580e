"""One receiver tried out with its real file: its request shown, or sent once with what came back.

Nothing of it goes into the outbox or the ledger: a test is no delivery.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from alerts.bodies import Enclosures, body_of
from alerts.outbox import event_of, why_not
from alerts.receivers import Lookup
from alerts.requests import shown_headers, shown_url
from alerts.retry import Answer
from alerts.sending import Sender
from alerts.signing import BadSecret
from alerts.store.base import Delivery, Store
from core.clock import Clock
from core.config.receiver import Receiver
from core.errors import ConfigError, NotFound
from core.incident import Incident, Step
from gridwatch.configuration.loader import Configuration
from gridwatch.configuration.problem import did_you_mean
from gridwatch.webhooks.sample import sample_incident, sample_picture

TEST_EVENT = "test"  # of the standard body; a mapping's tables know only the real ones


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """A request as it would go out now, without its secrets."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: str
    event: str
    untold: str | None  # why this receiver would not be told of it in fact


@dataclass(frozen=True, kw_only=True, slots=True)
class Tested:
    """What a test came to."""

    preview: Preview
    answer: Answer


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    incident: Incident
    step: Step
    event: str


class Trial:
    """Tries one receiver. `lookup` replaces the machine's resolver in tests."""

    def __init__(
        self,
        configuration: Configuration,
        name: str,
        *,
        enclosed: Enclosures,
        clock: Clock,
        lookup: Lookup | None = None,
    ) -> None:
        """Raises ConfigError where there is no receiver of that name."""
        receiver = configuration.receivers.get(name)
        if receiver is None:
            known = configuration.receivers
            cure = did_you_mean(name, known, f"There is {', '.join(known) or 'none in receivers/'}.")
            raise ConfigError(f"no receiver {name}. {cure}")
        self._configuration = configuration
        self.receiver: Receiver = receiver
        self._enclosed = replace(enclosed, crosswalks=configuration.crosswalks)
        self._clock = clock
        self._lookup = lookup

    async def preview(self, store: Store | None = None, incident_id: str | None = None) -> Preview:
        """Return the request about an incident of the store, or about a sample.

        Raises:
            NotFound: no such incident.
            ConfigError: the secret cannot sign.
        """
        now = self._clock.now()
        told = self._sample(now) if store is None or incident_id is None else _kept(store, incident_id)
        sender = self._sender()
        try:
            return self._shown(sender, told, self._delivery(told, now))
        finally:
            await sender.close()

    async def send_test(self) -> Tested:
        """Send a marked test once, and return what came back."""
        now = self._clock.now()
        told = self._sample(now)
        delivery = self._delivery(told, now)
        sender = self._sender()
        try:
            preview = self._shown(sender, told, delivery)
            return Tested(preview=preview, answer=await sender.attempt(delivery))
        finally:
            await sender.close()

    def _sender(self) -> Sender:
        return Sender(
            self.receiver,
            secrets=self._configuration.secrets,
            clock=self._clock,
            most=1,
            lookup=self._lookup,
        )

    def _sample(self, now: datetime) -> _Told:
        incident_id = f"inc_test_{int(now.timestamp())}"
        incident, step = sample_incident(self._configuration, self.receiver, incident_id=incident_id, now=now)
        first = self.receiver.events[0] if self.receiver.events else "opened"
        return _Told(incident=incident, step=step, event=TEST_EVENT if self.receiver.body is None else first)

    def _delivery(self, told: _Told, now: datetime) -> Delivery:
        of_a_test = told.incident.facts.get("test") == "true"
        enclosed = replace(self._enclosed, read=sample_picture) if of_a_test else self._enclosed
        delivery_id = f"msg_test_{int(now.timestamp())}" if of_a_test else f"msg_preview_{told.incident.id}"
        type_, body = body_of(
            told.incident,
            told.step,
            event=told.event,
            event_id=delivery_id[:64],
            source=self._configuration.settings.delivery.source,
            receiver=self.receiver,
            enclosed=enclosed,
            now=now,
        )
        return Delivery(
            id=delivery_id[:64],
            seq=0,
            incident_id=told.incident.id,
            incident_version=told.incident.version,
            receiver=self.receiver.name,
            type=type_,
            body=body,
            created_at=now,
            next_at=now,
        )

    def _shown(self, sender: Sender, told: _Told, delivery: Delivery) -> Preview:
        try:
            request = sender.request(delivery)
        except BadSecret as error:
            raise ConfigError(f"{self.receiver.name}: the secret {self.receiver.secret} {error}") from None
        event = "opened" if told.event == TEST_EVENT else told.event
        return Preview(
            method="POST",
            url=shown_url(request),
            headers=shown_headers(request),
            body=request.body.decode("utf-8", "replace"),
            event=told.event,
            untold=why_not(self.receiver, told.incident, event),
        )


def _kept(store: Store, incident_id: str) -> _Told:
    """Return an incident with the last of its steps that was worth telling."""
    with store.read() as reader:
        incident = reader.incident(incident_id)
        if incident is None:
            raise NotFound(f"no incident {incident_id}")
        history = reader.history(incident_id)
    told = [(event, step) for step in history if (event := event_of(step)) is not None]
    event, step = told[-1] if told else ("updated", history[-1])
    return _Told(incident=incident, step=step, event=event)
