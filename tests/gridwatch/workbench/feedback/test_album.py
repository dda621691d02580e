from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from alerts.evidence import EvidenceStore
from core.clock import ManualClock
from core.errors import EvidenceError
from core.frame import Image
from core.incident import Picture
from gridwatch.workbench.feedback.album import Album, Print, ViewLog
from gridwatch.workbench.feedback.claims import Left
from tests.builders import START
from tests.builders_feedback import picture

GREY = np.full((90, 160, 3), 90, np.uint8)


def black(image: Image) -> Image:
    """Mask everything."""
    return np.zeros_like(image)


@pytest.fixture
def evidence(tmp_path: Path) -> EvidenceStore:
    """An empty store."""
    return EvidenceStore(tmp_path / "evidence", max_bytes=10**7)


def kept(evidence: EvidenceStore, jpeg: bytes, **changes: object) -> Picture:
    """A picture whose raw bytes lie in the store."""
    key = evidence.keep(jpeg, kind="raw", incident_id="inc_1", role="before", taken_at=START)
    return picture(raw_key=key, **changes)


def jpeg() -> bytes:
    """A grey picture."""
    return cv2.imencode(".jpg", GREY)[1].tobytes()


def views(tmp_path: Path) -> ViewLog:
    """A log of views beside the evidence."""
    return ViewLog(
        tmp_path / "evidence" / "views.jsonl", who="login:li", why="training", clock=ManualClock(START)
    )


def test_a_masked_copy_leaves_and_the_view_is_recorded(tmp_path: Path, evidence: EvidenceStore) -> None:
    """What leaves went through the mask; who saw which picture when and why stands beside the evidence."""
    one = kept(evidence, jpeg())
    found = Album(evidence, views(tmp_path), black).take(one)
    assert isinstance(found, Print)
    assert int(found.image.max()) == 0
    assert int(cv2.imdecode(np.frombuffer(found.jpeg, np.uint8), cv2.IMREAD_COLOR).max()) == 0
    (line,) = (tmp_path / "evidence" / "views.jsonl").read_text().splitlines()
    assert json.loads(line) == {
        "at": START.isoformat(),
        "who": "login:li",
        "key": one.raw_key,
        "why": "training",
    }


def test_what_cannot_be_masked_stays(tmp_path: Path, evidence: EvidenceStore) -> None:
    """Whether masking failed when the picture was kept, or fails now."""
    album = Album(evidence, views(tmp_path), black)
    assert album.take(kept(evidence, jpeg(), masked_key=None)) is Left.MASKING
    assert Album(evidence, views(tmp_path), lambda _: None).take(kept(evidence, jpeg())) is Left.MASKING


def test_raw_pictures_leave_as_they_are(tmp_path: Path, evidence: EvidenceStore) -> None:
    """The camera's own bytes, also where masking had failed."""
    found = Album(evidence, views(tmp_path), None).take(kept(evidence, jpeg(), masked_key=None))
    assert isinstance(found, Print)
    assert found.jpeg == jpeg()


def test_what_is_gone_or_broken_is_told_apart(tmp_path: Path, evidence: EvidenceStore) -> None:
    """Raw pictures of ended incidents are removed after a month; a broken one is another matter."""
    album = Album(evidence, views(tmp_path), black)
    broken = kept(evidence, b"no picture")
    assert album.take(broken) is Left.UNREADABLE
    evidence.remove([broken.raw_key])
    (tmp_path / "evidence").mkdir(exist_ok=True)
    assert album.take(broken) is Left.NOT_KEPT


def test_without_a_record_nothing_is_read(tmp_path: Path, evidence: EvidenceStore) -> None:
    """A view that cannot be written down is not made."""
    log = ViewLog(tmp_path / "absent" / "views.jsonl", who="li", why="", clock=ManualClock(START))
    with pytest.raises(EvidenceError, match="no picture is read"):
        Album(evidence, log, None).take(kept(evidence, jpeg()))
