"""A shadow as the settings want it: candidate model and profiles opened, and a book to keep what they say."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path

import cv2
import numpy as np
import structlog

from alerts.pictures import outside
from core.clock import Clock
from core.config.profile import Profile
from core.config.settings.root import Settings
from core.detection import Detections
from core.errors import ConfigError, StoreError
from core.frame import Frame
from core.sighting import Sighting
from detectors.batcher import Batcher
from detectors.model import Model, read_model
from detectors.network import as_run
from gridwatch.configuration.candidates import read_candidates
from gridwatch.configuration.reading import beside
from gridwatch.configuration.selection import select
from gridwatch.pipeline import Posting
from gridwatch.shadow.book import Book
from gridwatch.shadow.runner import Candidate, Shadow
from gridwatch.shadow.trial import Seer

log = structlog.get_logger(__name__)

THUMBNAIL = 480  # pixels across
_QUALITY = 80


async def open_shadow(
    settings: Settings,
    stack: contextlib.AsyncExitStack,
    *,
    live: Model,
    configs: Path,
    profiles: Callable[[], Mapping[str, Profile]],
    clock: Clock,
) -> Shadow | None:
    """Return the shadow that the settings want, or None; what it opens is closed by `stack`.

    A file of the shadow that is damaged costs the shadow, which is told, and not the service.

    Args:
        settings: all settings; `shadow` says what is tried.
        stack: closes what is opened here.
        live: the live model.
        configs: the configs folder; relative folders lie beside it.
        profiles: returns the live profiles as they are now.
        clock: tells the time.

    Raises:
        ConfigError: a candidate profile has a mistake.
        ModelError: the candidate model is none.
    """
    wanted = settings.shadow
    if not wanted.on:
        return None
    candidates = _profiles(beside(configs, wanted.profiles)) if wanted.profiles else {}
    model = live
    if wanted.model:
        read = read_model(beside(configs, wanted.model))
        model = as_run(read, settings.model).sized(settings.model.size)
    try:
        book = Book(Path(wanted.file))
    except (StoreError, OSError) as error:
        log.warning("shadow.off", error=str(error), hint="the service runs without it until its next start")
        return None
    stack.callback(book.close)
    tiled = any(rule.tiles for profile in candidates.values() for rule in profile.rules)
    sees = None
    if wanted.model or tiled:  # tiles are other pictures than those that the live boxes were found in
        sees = _batcher(model, settings, clock)
        stack.push_async_callback(sees.close)
    shadow = Shadow(
        Candidate(
            live=_seer(live),
            seer=_seer(model),
            sees=sees,
            profile=lambda posting: _chosen(posting, profiles(), candidates),
            picture=thumbnail if wanted.pictures else None,
        ),
        book,
        share=wanted.share,
        waiting=wanted.waiting,
        keep_days=wanted.keep_days,
        clock=clock,
    )
    stack.push_async_callback(shadow.close)
    return shadow


def thumbnail(frame: Frame, detections: Detections, sighting: Sighting) -> bytes | None:
    """Return a small masked JPEG with the finding marked; None when it cannot be masked safely."""
    copy = outside(frame.image, detections, sighting.box)
    if copy is None:
        return None
    height, width = copy.shape[:2]
    if width > THUMBNAIL:
        size = (THUMBNAIL, round(height * THUMBNAIL / width))
        copy = np.asarray(cv2.resize(copy, size, interpolation=cv2.INTER_AREA), np.uint8)
    done, jpeg = cv2.imencode(".jpg", copy, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return bytes(jpeg) if done else None


def _profiles(folder: Path) -> dict[str, Profile]:
    found, problems = read_candidates(folder)
    if problems:
        raise ConfigError("\n".join(map(str, problems)))
    return found


def _chosen(posting: Posting, live: Mapping[str, Profile], candidates: Mapping[str, Profile]) -> Profile:
    """Return what the camera would be checked by, were the candidates live."""
    profile, _ = select(posting.camera, {**live, **candidates})
    return profile or posting.profile


def _batcher(model: Model, settings: Settings, clock: Clock) -> Batcher:
    from detectors.network import open_network
    from detectors.yolo import Detector

    wanted = settings.shadow
    network = open_network(model, settings.model.model_copy(update={"threads": wanted.threads}))
    detector = Detector(model, network, max_boxes=settings.model.max_boxes, batch=1)
    return Batcher(detector, batch=1, wait_ms=0, waiting=2, per_s=wanted.pictures_per_s, clock=clock)


def _seer(model: Model) -> Seer:
    return Seer(name=model.title, sha256=model.sha256)
