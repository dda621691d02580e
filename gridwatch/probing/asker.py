"""How one camera is asked: by ONVIF what it is, and on demand for one picture."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from core.clock import Clock
from core.config.camera import Camera
from gridwatch.configuration.loader import Configuration
from gridwatch.probing.asking import Ask
from ingest.onvif import ProbeResult, probe


@contextmanager
def asker(configuration: Configuration, clock: Clock, *, pictures: bool = False) -> Iterator[Ask]:
    """Give a function that asks one camera, for any thread. `pictures` takes and judges one picture of it as well."""
    settings, login_of = configuration.settings, configuration.secrets.credential

    def ask(camera: Camera) -> ProbeResult:
        return probe(camera, login_of(camera.access.credential), looking=settings.looking, clock=clock)

    if not pictures:
        yield ask
        return
    from gridwatch.probing.pictures import Pictures

    with Pictures(settings.looking, settings.quality) as taking:
        yield lambda camera: taking.look(ask(camera), login_of(camera.access.credential))
