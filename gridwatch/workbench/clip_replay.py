"""A clip as one camera: its pictures looked at, judged and told by the replay's own pipeline.

clip ─► clips.pictures_of ─► seeing.see ─► Replay.judge ─► ReplayedLook
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

from alerts.codes import CodeTable
from core.config.camera import Camera
from core.config.profile import Profile
from core.errors import ClipError
from core.incident import Incident
from gridwatch.workbench.clips import pictures_of
from gridwatch.workbench.replay import Replay, ReplayedLook
from gridwatch.workbench.seeing import Detects, RecordedLook, see
from gridwatch.workbench.truth import CLIP_START


class ClipReplay:
    """One clip, one camera, one profile: iterate over `looks`, then ask for `incidents`."""

    def __init__(
        self,
        clip: Path,
        profile: Profile,
        detector: Detects,
        codes: CodeTable,
        *,
        every_s: float,
        evidence: Path | None,
        facts: Mapping[str, str],
        camera: Camera | None = None,
        source: str = "",
        threads: int = 0,
    ) -> None:
        self.clip = clip
        self.camera = camera or clip_camera(clip)
        self._every_s = every_s
        self._detector = detector
        self._threads = threads
        self._replay = Replay(
            cameras={self.camera.id: self.camera},
            profile_of={self.camera.id: profile},
            codes=codes,
            evidence=evidence,
            facts=facts,
            source=source,
        )

    def looks(self) -> Iterator[ReplayedLook]:
        """Look every `every_s` seconds of the clip.

        Raises:
            ClipError: when the clip cannot be read (on), after every look that came before.
        """
        broken: list[ClipError] = []  # raised within `see`, it would cost the batch that was being filled
        looks = see(self._recorded(broken), self._detector, plan_of=self._replay.plan_of)
        with contextlib.closing(looks):  # type: ignore[type-var] # it is a generator
            yield from self._replay.judge(looks)
        if broken:
            raise broken[0]

    def incidents(self) -> tuple[Incident, ...]:
        """Return every incident that was raised, first one first; candidates that came to nothing are not."""
        return self._replay.incidents()

    def picture(self, key: str) -> bytes:
        """Return a kept picture as JPEG."""
        return self._replay.picture(key)

    def _recorded(self, broken: list[ClipError]) -> Iterator[RecordedLook]:
        try:
            for seconds, image in pictures_of(self.clip, self._every_s, threads=self._threads):
                yield RecordedLook(
                    camera_id=self.camera.id, taken_at=CLIP_START + timedelta(seconds=seconds), image=image
                )
        except ClipError as error:
            broken.append(error)


def clip_camera(clip: Path, taken: Iterable[str] = ()) -> Camera:
    """Return the camera that a clip stands for: named after the file, place unknown; `taken` ids are not used."""
    slug = re.sub(r"[^A-Za-z0-9._-]", "-", clip.stem).lstrip("-._")[:60] or "clip"
    others, camera_id, number = set(taken), slug, 2
    while camera_id in others:
        camera_id, number = f"{slug}-{number}", number + 1
    return Camera.model_validate(
        {
            "id": camera_id,
            "name": clip.name,
            "owner": "clips",
            "scene": "clip",
            "position": {"lon": 0, "lat": 0, "datum": "WGS84"},
            "access": {"host": "127.0.0.1"},
        }
    )
