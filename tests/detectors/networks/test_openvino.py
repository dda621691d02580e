from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from core.config.settings.detecting import ModelChoice
from core.errors import ModelError
from detectors.model import read_model
from detectors.networks.openvino import OpenVinoNetwork
from detectors.yielding import NICE
from tests.builders_detectors import SIZE, model, reds, tiny_onnx

pytest.importorskip("openvino", reason="OpenVINO is for x86-64")


@pytest.mark.parametrize("pictures", [None, 1])
def test_any_batch_size_in_order(tmp_path: Path, pictures: int | None) -> None:
    """Five pictures come back in order, also from weights exported for one picture."""
    network = OpenVinoNetwork(model(tiny_onnx(tmp_path / "t.onnx", pictures=pictures)), ModelChoice())
    levels = [0.1, 0.5, 0.2, 0.9, 0.3]
    raw = network.infer(reds(*levels))
    assert raw.shape == (5, 6, 42)
    assert raw[:, 0, 0].tolist() == pytest.approx(levels, abs=1e-5)
    network.close()


def test_pictures_are_written_while_others_run(tmp_path: Path) -> None:
    """An answer is given out before the last picture is written; whoever stops listening leaves nothing running."""
    network = OpenVinoNetwork(model(tiny_onnx(tmp_path / "t.onnx")), ModelChoice(threads=1))
    levels = [0.1, 0.5, 0.2, 0.9, 0.3]
    pictures, batch = reds(*levels), reds(*levels) * 0
    written: list[int] = []

    def fill(i: int) -> None:
        batch[i] = pictures[i]
        written.append(i)

    answers = []
    for i, raw in enumerate(network.flow(batch, fill)):
        if i == 0:
            assert written == [0, 1]
        answers.append(raw[0, 0])
    assert answers == pytest.approx(levels, abs=1e-5)

    for _ in range(2):
        written.clear()
        left = network.flow(batch, fill)
        next(left)
        left.close()
        assert written == [0, 1]  # as many as at first: no request was lost with the one before
    assert network.infer(pictures)[:, 0, 0].tolist() == pytest.approx(levels, abs=1e-5)
    network.close()


def test_a_picture_that_cannot_be_written_ends_the_batch(tmp_path: Path) -> None:
    """What was running is waited for, and the next batch is answered as ever."""
    network = OpenVinoNetwork(model(tiny_onnx(tmp_path / "t.onnx")), ModelChoice(threads=1))

    def fill(i: int) -> None:
        if i == 3:
            raise ValueError("no picture")

    for _ in range(4):
        with pytest.raises(ValueError, match="no picture"):
            list(network.flow(reds(0.1, 0.2, 0.3, 0.4), fill))
    with pytest.raises(RuntimeError):  # what the runtime itself refuses loses nothing either
        list(network.flow(np.zeros((4, 1, SIZE[1], SIZE[0]), np.float32), lambda _: None))
    assert network.infer(reds(0.7, 0.6))[:, 0, 0].tolist() == pytest.approx([0.7, 0.6], abs=1e-5)
    network.close()


def test_a_network_of_any_size_takes_the_low_input_too(tmp_path: Path) -> None:
    """Weights whose answer fits one size only take that alone; the default model takes cropped ones as well."""
    network = OpenVinoNetwork(model(tiny_onnx(tmp_path / "t.onnx"), size=(128, 128)), ModelChoice())
    assert network.sizes == ((128, 128),)
    network.close()

    free = read_model(Path("models/default"))
    for run in (free, free.twin()):
        assert run is not None
        network = OpenVinoNetwork(run, ModelChoice())
        width, height = network.sizes[0]
        assert (width, height) == (512, 288)
        shape = network.infer(np.zeros((3, 3, height, width), np.float32)).shape
        assert shape == (3, 13, 64 * 36 + 32 * 18 + 16 * 9)
        network.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux sets single threads back")
def test_its_threads_give_way(tmp_path: Path) -> None:
    """Of the threads that opening it starts some are set back; ours are not."""
    before = threads_by_nice()
    network = OpenVinoNetwork(model(tiny_onnx(tmp_path / "t.onnx")), ModelChoice(threads=2))
    network.infer(reds(0.1, 0.2))
    after = threads_by_nice()
    mine = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    assert after[min(19, mine + NICE)] > before[min(19, mine + NICE)]
    network.close()


def threads_by_nice() -> Counter[int]:
    """Return how many threads of this process have each nice value."""
    return Counter(
        os.getpriority(os.PRIO_PROCESS, int(task.name)) for task in Path("/proc/self/task").iterdir()
    )


def test_precision_is_f32_unless_left_to_the_runtime(tmp_path: Path) -> None:
    """The same boxes on every machine: f32 is said, not hoped for."""
    network = OpenVinoNetwork(model(tiny_onnx(tmp_path / "t.onnx")), ModelChoice(precision="f32", threads=1))
    assert network.device == "cpu, 1 streams, f32"
    OpenVinoNetwork(model(tiny_onnx(tmp_path / "t.onnx")), ModelChoice(precision="auto")).close()


def test_broken_weights(tmp_path: Path) -> None:
    """A file that is no network is told with its path and the cure."""
    path = tmp_path / "broken.onnx"
    path.write_bytes(b"not a network")
    with pytest.raises(ModelError, match=r"broken\.onnx.*export the weights again"):
        OpenVinoNetwork(model(path), ModelChoice())


def test_opening_reports_to_nobody(tmp_path: Path) -> None:
    """OpenVINO's usage reporting is never loaded, so it can write no file and send nothing."""
    path = tiny_onnx(tmp_path / "t.onnx")
    script = (
        "import sys\nfrom pathlib import Path\nfrom core.config.settings.detecting import ModelChoice\n"
        "from detectors.network import open_network\nfrom tests.builders_detectors import model\n"
        f"open_network(model(Path({str(path)!r})), ModelChoice())\n"
        "print([n for n, m in sys.modules.items() if n.startswith('openvino_telemetry') and m])"
    )
    home = tmp_path / "home"
    home.mkdir()
    ran = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        env={"HOME": str(home), "PATH": "/usr/bin:/bin"},
    )
    assert ran.stdout.strip() == "[]"
    assert not list(home.iterdir())
