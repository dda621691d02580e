"""What the change gate knows, kept at a stop and recalled at the next start as far as it still holds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

import numpy as np
import pytest

from core.config.settings.detecting import ModelChoice
from core.config.settings.root import Settings
from detectors.gate import ChangeGate, Gate
from detectors.model import Model
from detectors.network import told_by
from gridwatch.gate_memory import GateMemory
from gridwatch.opening import open_gating
from gridwatch.pipeline import Posting
from tests.builders import camera, detections, profile
from tests.builders_detectors import model as made_of
from tests.detectors.test_gate import STREET, knowing, look, with_heap

CARS = detections(("car", (0.1, 0.1, 0.2, 0.2), 0.8), ("person", (0.5, 0.5, 0.6, 0.7), 0.6))


@pytest.fixture
def model() -> Model:
    """A model that nobody runs."""
    return made_of()


def postings(**names: str) -> Callable[[str], Posting | None]:
    """Cameras by id, with their names."""
    known = {one: Posting(camera=camera(one, name=name), profile=profile()) for one, name in names.items()}
    return known.get


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where it is kept."""
    return tmp_path / "evidence" / "gate" / "places.npz"


def knows_two() -> ChangeGate:
    """A gate that knows `north` by two pictures and `south` by one."""
    gate = ChangeGate(max_age_s=1800)
    gate.ran(look(STREET, camera_id="north"), CARS)
    gate.ran(look(with_heap(STREET), 1, camera_id="north"), detections())
    gate.ran(look(STREET, camera_id="south"), CARS)
    return gate


def test_a_restart_knows_what_was_known(path: Path, model: Model) -> None:
    """Streets at rest need not go to the detector again, and their boxes are those that were seen."""
    memory = GateMemory(
        path, model=model, told=told_by(model, ModelChoice()), posting=postings(north="N", south="S")
    )
    memory.keep(knows_two())
    gate = ChangeGate(max_age_s=1800)
    assert memory.recall(gate) == 2
    said, recalled = gate.judge(look(STREET, 2, camera_id="north"))
    assert said is Gate.UNCHANGED
    assert recalled is not None
    assert list(recalled) == list(CARS)
    assert gate.judge(look(with_heap(STREET), 3, camera_id="north"))[0] is Gate.UNCHANGED
    assert gate.judge(look(with_heap(STREET), 2, camera_id="south"))[0] is Gate.CHANGED
    assert gate.judge(look(STREET, 31, camera_id="south"))[0] is Gate.AGED


def test_another_camera_another_profile_and_another_model_are_seen_anew(path: Path, model: Model) -> None:
    """A rule might make something of what another one made nothing of."""
    GateMemory(
        path,
        model=model,
        told=told_by(model, ModelChoice()),
        posting=postings(north="N", south="S", gone="G"),
    ).keep(knows_two())
    kept = path.read_bytes()

    def recalled(posting: Callable[[str], Posting | None], model: Model = model, told: str = "") -> set[str]:
        path.write_bytes(kept)
        gate = ChangeGate(max_age_s=1800)
        GateMemory(path, model=model, told=told or told_by(model, ModelChoice()), posting=posting).recall(
            gate
        )
        return set(gate.places)

    assert recalled(postings(north="N", south="another name")) == {"north"}
    assert recalled(postings(north="N")) == {"north"}
    strict = Posting(camera=camera("north", name="N"), profile=profile(version=9))
    assert recalled({"north": strict}.get) == set()
    assert recalled(postings(north="N", south="S"), model.sized((64, 96))) == set()
    few = told_by(model, ModelChoice(max_boxes=10))
    assert recalled(postings(north="N", south="S"), told=few) == set()


def test_it_is_read_once(path: Path, model: Model) -> None:
    """A process that is killed leaves no old knowledge behind."""
    memory = GateMemory(
        path, model=model, told=told_by(model, ModelChoice()), posting=postings(north="N", south="S")
    )
    assert memory.recall(ChangeGate(max_age_s=1800)) == 0
    memory.keep(knows_two())
    assert memory.recall(ChangeGate(max_age_s=1800)) == 2
    assert memory.recall(ChangeGate(max_age_s=1800)) == 0
    memory.keep(ChangeGate(max_age_s=1800))  # knows nothing: nothing is written
    assert not path.exists()


@pytest.mark.parametrize("kept", [b"", b"PK\x03\x04 cut off", b"\x93NUMPY"])
def test_what_is_no_such_file_is_seen_anew(path: Path, model: Model, kept: bytes) -> None:
    """A disk that was full costs the detector's time, not the start."""
    path.parent.mkdir(parents=True)
    path.write_bytes(kept)
    gate = ChangeGate(max_age_s=1800)
    assert (
        GateMemory(path, model=model, told=told_by(model, ModelChoice()), posting=postings()).recall(gate)
        == 0
    )
    assert not gate.places


def test_a_file_of_another_shape_is_seen_anew(path: Path, model: Model) -> None:
    """Another version wrote it."""
    memory = GateMemory(
        path, model=model, told=told_by(model, ModelChoice()), posting=postings(north="N", south="S")
    )
    memory.keep(knows_two())
    with np.load(path) as file:
        columns = dict(file)
    np.savez(path, **(columns | {"shape": 2}))
    assert memory.recall(ChangeGate(max_age_s=1800)) == 0


def test_a_disk_that_refuses_is_told(path: Path, model: Model) -> None:
    """The stop goes on."""
    path.parent.parent.mkdir(parents=True)
    path.parent.write_text("no folder")
    GateMemory(path, model=model, told=told_by(model, ModelChoice()), posting=postings(north="N")).keep(
        knowing(STREET)
    )
    assert path.parent.read_text() == "no folder"


@pytest.mark.parametrize(("mode", "known"), [("on", 1), ("shadow", 1), ("off", 0)])
async def test_a_service_that_stops_keeps_it_for_the_next(
    tmp_path: Path, model: Model, mode: str, known: int
) -> None:
    """Where there is a gate; the folder lies beside the evidence."""
    settings = Settings.model_validate(
        {
            "district": {"name": "x", "code": "990101"},
            "gate": {"mode": mode},
            "storage": {"evidence": str(tmp_path / "evidence")},
        }
    )
    posting = postings(north="N")
    async with AsyncExitStack() as stack:
        gating = open_gating(settings, model, stack, posting=posting)
        gating.gate.ran(look(STREET, camera_id="north"), CARS)
    async with AsyncExitStack() as stack:
        assert len(open_gating(settings, model, stack, posting=posting).gate.places) == known
