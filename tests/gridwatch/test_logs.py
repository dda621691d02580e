from __future__ import annotations

import json
import time

import pytest
import structlog

from gridwatch.logs import scrub, set_up


def test_an_address_loses_its_login() -> None:
    """FFmpeg and zeep put whole addresses into their errors."""
    text = "cannot open rtsp://viewer:p%40ss@10.0.0.7:554/live and http://u:p@host/x"
    assert scrub(text) == "cannot open rtsp://***@10.0.0.7:554/live and http://***@host/x"


def test_a_path_with_an_at_sign_is_left_alone() -> None:
    """Only what stands before the host is a login."""
    assert scrub("http://host/a@b") == "http://host/a@b"


def test_without_a_terminal_a_log_line_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    """A log shipper reads it; the login is gone from every field."""
    set_up()
    structlog.get_logger("t").warning("look.failed", url="rtsp://a:b@host/1")
    line = json.loads(capsys.readouterr().err.strip().splitlines()[-1])
    assert (line["event"], line["url"], line["level"]) == ("look.failed", "rtsp://***@host/1", "warning")
    structlog.reset_defaults()


def test_a_password_with_an_at_sign_and_one_among_the_parameters_are_hidden() -> None:
    """Some cameras take their login in the query and in no other way."""
    assert scrub("rtsp://u:p@ss@10.0.0.7/live") == "rtsp://***@10.0.0.7/live"
    assert scrub("http://h/a?user=u&password=p&x=1 failed") == "http://h/a?user=u&password=***&x=1 failed"
    assert scrub("rtsp://h/user=u_password=p_channel=1") == "rtsp://h/user=u_password=***"


def test_a_traceback_on_a_terminal_shows_no_local_variables(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A frame below may hold an address with a login, and the error's own text as well."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    set_up()

    def fail(address: str) -> None:
        raise OSError(f"cannot open {address}")

    try:
        fail("rtsp://viewer:p4ss@host/live")
    except OSError:
        structlog.get_logger("t").exception("look.broke")
    told = capsys.readouterr().err
    assert "cannot open rtsp://***@host/live" in told
    assert "p4ss" not in told
    structlog.reset_defaults()


def test_a_long_text_takes_no_longer_than_its_length() -> None:
    """What an outsider sends is logged, too: a word of 100 kB was walked anew from each of its letters."""
    began = time.process_time()
    assert scrub("a" * 100_000) == "a" * 100_000
    assert scrub("x" * 100_000 + "rtsp://u:p@host/").endswith("://***@host/")
    assert time.process_time() - began < 5
