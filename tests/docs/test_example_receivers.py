"""The receivers that integrators start from, run as they would, against the courier: Python, Java and Go."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from alerts.delivery import Courier
from alerts.outbox import deliveries_for
from alerts.signing import new_key
from alerts.store.base import DeliveryState
from alerts.store.memory import MemoryStore
from core.clock import SystemClock
from core.config.receiver import Receiver
from core.config.settings.delivery import Delivery
from core.ids import CountingIds
from core.incident import Status
from core.secrets import Secrets
from tests.builders_store import changed, incident, step
from tests.conftest import absent
from tests.fakes.acceptances import Listener

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "receivers"
SECRET, NEXT = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", new_key()


def _command(language: str, folder: Path) -> list[str]:
    if language == "python":
        return [sys.executable, str(EXAMPLES / "python" / "receiver.py")]
    if shutil.which(language) is None:
        absent(f"the program {language}")
    if language == "java":
        source = str(EXAMPLES / "java" / "Receiver.java")
        if shutil.which("javac") is None:
            return ["java", source]
        subprocess.run(["javac", "-encoding", "UTF-8", "-d", str(folder), source], check=True, timeout=120)
        return ["java", "-Dfile.encoding=UTF-8", "-cp", str(folder), "Receiver"]
    built = folder / "receiver"
    source = str(EXAMPLES / "go" / "receiver.go")
    environment = os.environ | {"GOTOOLCHAIN": "local", "GOPROXY": "off", "GOFLAGS": ""}
    subprocess.run(["go", "build", "-o", str(built), source], check=True, env=environment, timeout=120)
    return [str(built)]


@pytest.fixture(scope="module", params=["python", "java", "go"])
def command(request, tmp_path_factory) -> list[str]:
    """How one of the examples is started."""
    return _command(request.param, tmp_path_factory.mktemp("built"))


@pytest.fixture
def example(command: list[str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The example's process, with two secrets as during a rotation, and its address."""
    process = subprocess.Popen(
        [*command, "0"],
        env={
            "WEBHOOK_SECRET": f"{NEXT} {SECRET}",
            "PYTHONUTF8": "1",
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    port = process.stdout.readline().split()[-1]
    yield process, f"http://127.0.0.1:{port}/incidents"
    process.kill()
    process.communicate()


def test_fits_on_a_page():
    """The Python one in seventy-five lines at most: a vendor reads it before lunch."""
    assert len((EXAMPLES / "python" / "receiver.py").read_text(encoding="utf-8").splitlines()) <= 75


async def test_takes_a_life_in_order_and_a_repeat_once(example):
    """Opened, closed, and the first again: two lines, one case number, all accepted."""
    process, url = example
    receiver = Receiver(name="city", url=url, secret="hook", allow=("127.0.0.0/8",))
    store, ids, clock = MemoryStore(), CountingIds(), SystemClock()
    answers = []
    courier = Courier(
        store,
        [receiver],
        Secrets(values={"hook": SECRET}),
        Delivery(),
        clock,
        random.Random(1),
        desk=Listener(store, lambda row, answer: answers.append((row.incident_version, answer))),
    )
    one = incident()
    closed = changed(one, seconds=60, status=Status.CLOSED)
    for state, its in (
        (one, step()),
        (closed, step(2, "closed", before=Status.VERIFYING, after=Status.CLOSED)),
    ):
        with store.write() as writer:
            writer.put_incident(state, [its])
            for row in deliveries_for(
                state, [its], receivers=[receiver], settings=Delivery(), ids=ids, now=clock.now()
            ):
                writer.enqueue(row)
        await courier.once()
    with store.write() as writer:
        assert writer.requeue(["msg_000001"], clock.now()) == 1
    await courier.once()
    await courier.close()
    assert answers == [(v, "A-1") for v in (1, 2, 1)]
    with store.read() as reader:
        assert reader.count_deliveries() == {DeliveryState.ACCEPTED: 2}
    process.kill()
    assert process.stdout is not None
    lines = [line.split() for line in process.stdout.read().splitlines()]
    assert [line[:3] for line in lines] == [
        ["gridwatch.incident.opened.v1", "inc_1", "06011"],
        ["gridwatch.incident.closed.v1", "inc_1", "06011"],
    ]
    assert [line[-2:] for line in lines] == [["120.25", "30.45"]] * 2
    assert all(incident().title in " ".join(line) for line in lines)


async def test_a_test_is_answered_and_files_no_case(example):
    """`gridwatch webhook send-test` leaves nothing behind."""
    from tests.gridwatch.webhooks.test_trial import trial

    process, url = example
    tested = await trial(url, Secrets(values={"hook": NEXT})).send_test()
    assert (tested.answer.accepted, tested.answer.case_number) == (True, None)
    process.kill()
    assert process.stdout is not None
    assert process.stdout.read() == ""


def test_refuses_what_is_not_signed(example):
    """401, and nothing printed."""
    _, url = example
    for headers in ({}, {"webhook-id": "m", "webhook-timestamp": "1", "webhook-signature": "v1"}):
        request = urllib.request.Request(url, data=b"{}", headers=headers)  # noqa: S310 - our own loopback
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, timeout=5)  # noqa: S310 - our own loopback
        assert caught.value.code == 401
        caught.value.close()
