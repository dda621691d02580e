"""Nothing secret of an address is shown."""

from __future__ import annotations

import pytest

from core.secrets import Credential
from ingest.shown import scrubbed, shown


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("http://admin:s3cret@10.0.0.1:8080/a/b?pwd=s3cret#x", "http://10.0.0.1:8080/a/b"),
        ("rtsp://u:p@[fe80::1]/live", "rtsp://[fe80::1]/live"),
        ("http://10.0.0.1:notaport/", "an address that cannot be read"),
        ("nonsense", "://?nonsense"),
    ],
)
def test_only_scheme_host_port_and_path(url: str, wanted: str):
    """User, password, query and fragment are left out; a broken address does not raise."""
    assert shown(url) == wanted


def test_scrubs_passwords_in_any_writing():
    """FFmpeg repeats addresses in its messages, percent-encoded or not."""
    login = Credential(user="admin", password="p@ss/word")
    text = "rtsp://admin:p%40ss%2Fword@h/x failed, p@ss/word, p%40ss%2Fword, rtsp://x:y@h/z"
    clean = scrubbed(text, login)
    assert "ss" not in clean.replace("***", "")
    assert "x:y" not in clean
    assert scrubbed("rtsp://h/x failed", None) == "rtsp://h/x failed"
