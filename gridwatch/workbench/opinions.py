"""Second opinions in a replay: the same questions as in the service, answered in place and in order.

A replay's clock is the recording's, so `per_minute` and `again_s` count recorded time; `deadline_s` is real time.
The detector of kind `tile` is one of its own: the replay's is busy seeing ahead.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from pathlib import Path

from core.clock import Clock
from core.config.settings.detecting import ModelChoice
from core.config.settings.root import Settings
from core.detection import Detections
from core.frame import Frame
from core.secrets import Secrets
from detectors.model import read_model
from gridwatch.configuration.reading import Reading
from gridwatch.opinions.opening import open_second_opinions
from gridwatch.opinions.second import SecondOpinions
from gridwatch.workbench.opening import opened
from gridwatch.workbench.replay import Seconds
from gridwatch.workbench.seeing import Detects


@asynccontextmanager
async def replayed_opinions(
    settings: Settings, *, model: Path, configs: Path, secrets: Secrets, clock: Clock
) -> AsyncIterator[SecondOpinions | None]:
    """Open what `settings.opinion` wants, for one replay; yield None where it wants none.

    Args:
        settings: all settings.
        model: folder of the model that the replay sees by.
        configs: the configs folder; another model's folder lies beside it.
        secrets: holds the endpoint's key.
        clock: the replay's.
    """
    async with AsyncExitStack() as stack:
        live = read_model(model)
        sees = _InPlace(model, settings.model)
        stack.callback(sees.close)
        second = open_second_opinions(
            settings,
            sees=sees,
            live=live.title,
            secrets=secrets,
            configs=configs,
            clock=clock,
        )
        if second is not None:
            stack.push_async_callback(second.close)
        yield second


def opinions_of(
    settings: Settings, *, model: Path, configs: Path, environment: Mapping[str, str]
) -> Seconds | None:
    """Return what opens the second opinions that `settings.opinion` wants; None where it wants none.

    Args:
        settings: all settings.
        model: folder of the model that the replay sees by.
        configs: the configs folder; another model's folder and the secrets lie beside it.
        environment: where an endpoint's key is looked for first.
    """
    if settings.opinion.kind == "none":
        return None
    secrets = endpoint_secrets(configs, settings, environment)
    return lambda clock: replayed_opinions(
        settings, model=model, configs=configs, secrets=secrets, clock=clock
    )


def endpoint_secrets(configs: Path, settings: Settings, environment: Mapping[str, str]) -> Secrets:
    """Return the secrets that an endpoint needs, from the environment or beside the configs; none is no error."""
    return Reading(configs).secrets(settings, (), (), environment)


class _InPlace:
    """The live model once more, opened when it is first asked."""

    def __init__(self, folder: Path, choice: ModelChoice) -> None:
        self._folder, self._choice = folder, choice
        self._stack = ExitStack()
        self._detector: Detects | None = None

    async def detect(self, frame: Frame) -> Detections:
        """Return what is in the frame; nobody else waits for this loop."""
        if self._detector is None:
            self._detector, _ = self._stack.enter_context(opened(self._folder, self._choice))
        return self._detector.detect([frame.image])[0]

    def close(self) -> None:
        """Close it, if it was opened."""
        self._stack.close()
