"""What an import and a probe do, as the command line does it. Blocks."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from api.camera_book import ChangeRefused
from api.models.job_wishes import ImportIn, ProbeIn
from core.clock import Clock
from core.geo import Datum
from gridwatch.configuration.loader import Configuration
from gridwatch.onboarding.importing import Import, Progress, Wishes, prepare
from gridwatch.probing.asker import asker
from gridwatch.probing.findings import findings
from gridwatch.probing.round import Progress as Asked
from gridwatch.probing.round import Wish, run_round

WITHIN = timedelta(hours=24)  # for which a kept answer counts


def import_wishes(said: ImportIn) -> Wishes:
    """Return the wishes as the import takes them."""
    values = {("owner", word): name for word, name in said.owners.items()}
    values |= {("scene", word): name for word, name in said.scenes.items()}
    return Wishes(
        maps=said.maps,
        given=said.sets,
        values=values,
        datum=Datum[said.datum] if said.datum else None,
        sheet=said.sheet,
        allow_outside=said.allow_outside,
        skip_bad=said.skip_bad,
        remove_missing=said.remove_missing,
    )


def prepared(ledger: bytes, name: str, configs: Path, wishes: Wishes, progress: Progress) -> Import:
    """Read an uploaded ledger; nothing is written."""
    with tempfile.TemporaryDirectory(prefix="gridwatch-ledger-") as folder:
        path = Path(folder) / name
        path.write_bytes(ledger)
        return prepare(path, configs, wishes, os.environ, progress)


def probe_wish(configuration: Configuration, said: ProbeIn) -> Wish:
    """Return who is to be asked; ChangeRefused where somebody is named whom nobody knows."""
    if said.fresh and said.broken:
        raise ChangeRefused(422, "give fresh or broken, not both")
    cameras = configuration.cameras
    if unknown := sorted(set(said.cameras) - cameras.keys()):
        raise ChangeRefused(404, f"no camera {', '.join(unknown[:5])}")
    wanted = [
        one
        for one in cameras.values()
        if one.access.onvif
        and (not said.cameras or one.id in said.cameras)
        and (said.owner is None or one.owner == said.owner)
    ]
    if not wanted:
        raise ChangeRefused(422, "none of these cameras is reached by ONVIF (access.onvif)")
    return Wish(
        configs=configuration.folder,
        cameras=wanted,
        named=bool(said.cameras),
        owner=said.owner,
        fresh=said.fresh,
        broken=said.broken,
        pictures=said.pictures,
        within=WITHIN,
    )


def probed(
    configuration: Configuration, wish: Wish, threads: int, journal: Path, clock: Clock, told: Asked
) -> Mapping[str, Any]:
    """Ask; return what came of it as JSON types."""
    with asker(configuration, clock, pictures=wish.pictures) as ask:
        came = run_round(
            wish,
            settings=configuration.settings,
            journal=journal,
            threads=threads,
            ask=ask,
            clock=clock,
            told=told,
        )
    ok = sum(entry.result.ok for entry in came.entries)
    return {
        "cameras": came.cameras,
        "complete": came.whole,
        "ok": ok,
        "broken": len(came.entries) - ok,
        "kept": came.kept,
        "findings": [one.to_json() for one in findings(entry.result for entry in came.entries)],
    }
