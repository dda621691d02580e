"""From a camera's configuration to the addresses of its pictures."""

from __future__ import annotations

from core.clock import Clock
from core.config.camera import Camera
from core.config.settings.looking import Looking
from core.secrets import Credential
from ingest.access import Addresses
from ingest.onvif.conversation import converse
from ingest.onvif.survey import Survey


def find_addresses(
    camera: Camera,
    credential: Credential | None,
    *,
    looking: Looking,
    clock: Clock,
    remembered: Addresses | None = None,
) -> Addresses:
    """Ask the camera by ONVIF where its pictures are. Blocks, at most CALLS times `looking.onvif_s` seconds.

    Shows at most two logins: one digest, one token; what worked is in the answer and goes first next time.
    Safe to call from several threads at once.

    Raises:
        LookError: by kind; `LoginRefused` tells how many logins the camera counted.
    """
    with converse(camera, credential, looking=looking, clock=clock, remembered=remembered) as conversation:
        survey = Survey(conversation, camera.access.onvif_path, remembered=remembered)
        survey.run()
        return Addresses(
            snapshot_url=survey.snapshot_url,
            rtsp_url=survey.rtsp_url,
            substream_url=survey.substream_url,
            login=conversation.login.kind,
            clock_offset_s=round(survey.clock.offset_s or 0.0, 3),
            profile_token=survey.choice.main.token if survey.choice else None,
            media=survey.media,
            device=survey.device,
            refreshed_at=clock.now(),
        )
