"""What a shadow needs beyond its own keys: candidates that differ from what is live, and a file of its own."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

from alerts.store.address import read_address
from core.config.profile import Profile
from core.config.settings.root import Settings
from core.config.settings.shadow import Shadow
from core.errors import StoreError
from detectors.model import Model
from detectors.network import as_run
from gridwatch.configuration.candidates import read_candidates
from gridwatch.configuration.reading import Reading, beside

_FILE = "gridwatch.yaml"


def check_shadow(
    reading: Reading,
    settings: Settings,
    profiles: Mapping[str, Profile],
    live: Model | None,
    candidate: Model | None,
) -> None:
    """There is something to compare, the model that it would run with sees it, and it is kept apart."""
    shadow = settings.shadow
    if not shadow.on:
        if shadow != Shadow():
            cure = "Name `model` or `profiles`, or take it out."
            reading.at(_FILE, ("shadow",), "names no candidate: nothing is tried", cure, level="warning")
        return
    _check_file(reading, settings)
    found: Mapping[str, Profile] = {}
    if shadow.profiles:
        found = _candidates(reading, beside(reading.folder, shadow.profiles), candidate or live)
    other_model = bool(shadow.model) and (
        candidate is None
        or live is None
        or as_run(candidate, settings.model).sha256 != as_run(live, settings.model).sha256
    )
    if not other_model and all(profiles.get(name) == profile for name, profile in found.items()):
        key = "profiles" if found else "model"
        if found or candidate is not None:  # otherwise it has been told already why there is none
            what = "is what is live already: nothing is compared"
            reading.at(_FILE, ("shadow", key), what, "Point it to a candidate.", level="warning")


def _candidates(reading: Reading, folder: Path, model: Model | None) -> Mapping[str, Profile]:
    """Return the candidate profiles; every mistake in them is told, and every class that the model does not see."""
    if not folder.is_dir():
        cure = "Point it to a folder of candidate profiles, relative to what holds the configs folder."
        reading.at(_FILE, ("shadow", "profiles"), f"{folder} is no folder", cure)
        return {}
    found, problems = read_candidates(folder, None if model is None else model.spec.classes)
    reading.problems += problems
    return found


def _check_file(reading: Reading, settings: Settings) -> None:
    """Nothing of a shadow may touch incidents, so its tables stand in another file than theirs."""
    path, cure = Path(settings.shadow.file), "Give it a file of its own, e.g. var/shadow.db."
    if path.is_dir():
        reading.at(_FILE, ("shadow", "file"), "is a folder", cure)
        return
    with contextlib.suppress(StoreError):  # an address that is none is told with storage.url
        store = read_address(settings.storage.url, {})
        if store.get_backend_name() == "sqlite" and Path(store.database or "").resolve() == path.resolve():
            reading.at(_FILE, ("shadow", "file"), "is the file of the incidents (storage.url)", cure)
