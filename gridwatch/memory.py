"""What worked for a camera, remembered in the store: ingest asks by two calls and knows no database."""

from __future__ import annotations

from concurrent.futures import Executor, Future

import structlog

from alerts.store.base import Json, Store
from core.errors import StoreError

log = structlog.get_logger(__name__)


class StoreMemory:
    """`ingest.access.Memory` over a store. Reading waits for the store, writing does not."""

    def __init__(self, store: Store, store_thread: Executor) -> None:
        self._store = store
        self._store_thread = store_thread

    def recall(self, camera_id: str) -> Json | None:
        """Return what was remembered, or None."""
        with self._store.read() as reader:
            return reader.memory(camera_id)

    def remember(self, camera_id: str, what: Json) -> None:
        """Keep what worked. A failure is logged: it costs one SOAP conversation, not a look."""
        self._store_thread.submit(self._write, camera_id, what).add_done_callback(_tell)

    def _write(self, camera_id: str, what: Json) -> None:
        try:
            with self._store.write() as writer:
                writer.put_memory(camera_id, what)
        except StoreError as error:
            log.warning("memory.not_kept", camera=camera_id, error=str(error))


def _tell(written: Future[None]) -> None:
    """Log a bug of ours that a thread would otherwise keep to itself."""
    error = None if written.cancelled() else written.exception()
    if error is not None:
        log.error("memory.broke", error=type(error).__name__)
