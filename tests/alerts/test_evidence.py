"""Pictures on disk: whole or not at all, found by key, bounded, and no key leads out of the folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from alerts.evidence import EvidenceStore
from core.errors import EvidenceError, NotFound
from tests.builders import at

JPEG = b"\xff\xd8 picture \xff\xd9"


def keep(store: EvidenceStore, jpeg: bytes = JPEG, incident_id: str = "inc_1") -> str:
    """Keep one raw picture."""
    return store.keep(jpeg, kind="raw", incident_id=incident_id, role="before", taken_at=at(0))


def test_kept_once_and_read_back(tmp_path: Path) -> None:
    """The key holds day, incident and hash; the same picture again is the same file."""
    store = EvidenceStore(tmp_path, max_bytes=1000, durable=True)
    key = keep(store)
    assert key.startswith("raw/2026-11-02/inc_1/")
    assert keep(store) == key
    assert store.read(key) == JPEG
    assert [kept.key for kept in store.files()] == [key]
    assert store.used_bytes() == len(JPEG)
    assert list(tmp_path.rglob("*.part")) == []


@pytest.mark.parametrize(
    "key",
    [
        "../secrets.yaml",
        "raw/../../x.jpg",
        "/etc/passwd",
        "raw/2026-11-02/inc_1/x.jpg",
        "",
        "raw/2026-11-02/../a/0123456789abcdef-before.jpg",
    ],
)
def test_a_key_from_outside_opens_nothing_else(tmp_path: Path, key: str) -> None:
    """Whatever is not shaped like a key of ours is not found."""
    with pytest.raises(NotFound, match="is not the key of a picture"):
        EvidenceStore(tmp_path, max_bytes=1000).read(key)


def test_what_is_no_longer_kept_says_so(tmp_path: Path) -> None:
    """A removed picture is not found; removing it again frees nothing; empty folders go."""
    store = EvidenceStore(tmp_path, max_bytes=1000)
    key = keep(store)
    assert store.remove([key]) == len(JPEG)
    assert store.remove([key]) == 0
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(NotFound, match="not kept"):
        store.read(key)


def test_full_is_full(tmp_path: Path) -> None:
    """At the limit a new picture is refused with the setting to change; a restart counts what is there."""
    keep(EvidenceStore(tmp_path, max_bytes=20))
    store = EvidenceStore(tmp_path, max_bytes=20)
    with pytest.raises(EvidenceError, match=r"raise storage\.max_gb"):
        keep(store, JPEG + b"another")


def test_a_disk_that_refuses_leaves_no_remains(tmp_path: Path) -> None:
    """The error names the file; nothing half-written stays."""
    (tmp_path / "raw").write_text("a file where a folder should be")
    with pytest.raises(EvidenceError, match="cannot be written"):
        keep(EvidenceStore(tmp_path, max_bytes=1000))


def test_a_picture_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    """Not the same as not kept."""
    store = EvidenceStore(tmp_path, max_bytes=1000)
    key = keep(store)
    (tmp_path / key).unlink()
    (tmp_path / key).mkdir()
    with pytest.raises(EvidenceError, match="cannot be read"):
        store.read(key)
