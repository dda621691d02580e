"""Who is asked, as the settings say: the only place that knows every kind of second opinion."""

from __future__ import annotations

from pathlib import Path

from core.clock import Clock
from core.config.settings.opinions import SecondOpinion
from core.config.settings.root import Settings
from core.secrets import Secrets
from gridwatch.configuration.reading import beside
from gridwatch.opinions.endpoint import EndpointAsker
from gridwatch.opinions.question import Asks
from gridwatch.opinions.second import SecondOpinions
from gridwatch.opinions.tile import Sees, TileAsker


def open_second_opinions(
    settings: Settings,
    *,
    sees: Sees,
    live: str,
    secrets: Secrets,
    configs: Path,
    clock: Clock,
    beside: bool = False,
) -> SecondOpinions | None:
    """Return second opinions, or None where the settings want none. To be closed by the caller.

    Args:
        settings: all settings; `opinion` says who is asked.
        sees: the live detector.
        live: its name and version, for the record.
        secrets: holds the endpoint's key.
        configs: the configs folder; a relative model folder lies beside it.
        clock: tells seconds.
        beside: in shadow, ask beside the looks instead of keeping them waiting.

    Raises:
        ModelError: the folder of the other model is none.
    """
    wanted = settings.opinion
    asker = _asker(wanted, settings, sees=sees, live=live, secrets=secrets, configs=configs, clock=clock)
    return None if asker is None else SecondOpinions(wanted, asker, clock, beside=beside)


def _asker(
    wanted: SecondOpinion,
    settings: Settings,
    *,
    sees: Sees,
    live: str,
    secrets: Secrets,
    configs: Path,
    clock: Clock,
) -> Asks | None:
    if wanted.kind == "tile":
        return TileAsker(f"tile {live}", sees, enlarge=wanted.enlarge, waited_for=wanted.act)
    if wanted.kind == "model":
        return _other_model(wanted, settings, configs, clock)
    if wanted.kind == "endpoint" and wanted.endpoint is not None:
        key = secrets.value(wanted.endpoint.key) if wanted.endpoint.key else None
        return EndpointAsker(
            wanted.endpoint,
            key=key,
            enlarge=wanted.enlarge,
            deadline_s=wanted.deadline_s,
            at_once=wanted.at_once,
        )
    return None


def _other_model(wanted: SecondOpinion, settings: Settings, configs: Path, clock: Clock) -> TileAsker:
    from detectors.batcher import Batcher
    from detectors.model import read_model
    from detectors.network import open_network
    from detectors.yolo import Detector

    model = read_model(beside(configs, wanted.folder))
    network = open_network(model, settings.model)
    detector = Detector(model, network, max_boxes=settings.model.max_boxes, batch=1)
    batcher = Batcher(detector, batch=1, wait_ms=0, waiting=4 * wanted.at_once, clock=clock)
    # another model tells something new of the very picture, too, where the tile makes nothing larger
    name = f"model {model.spec.name} {model.spec.version}"
    return TileAsker(name, batcher, enlarge=wanted.enlarge, small_gain=0.0, close=batcher.close)
