"""Where the engineer's pages find runs, clips, truth and candidates; nothing else of the disk is shown or written."""

from __future__ import annotations

from core.config.base import Model


class Workbench(Model):
    """Folders of the engineer's pages, each relative to the working folder or absolute; empty: that page is off."""

    runs: str = ""
    """Folder whose subfolders are runs of `gridwatch replay --out` and results of `gridwatch sweep --out`."""
    clips: str = ""
    """Folder of clips, and of folders of stored looks, that may be labelled."""
    truth: str = ""
    """Folder of truth files, `NAME.jsonl` for the clip or folder NAME; labels are written there."""
    candidates: str = ""
    """Folder of candidates: profiles as `*.yaml`, and model folders. Only these can be promoted from the console."""
