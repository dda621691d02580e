from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import nbclient
import nbformat
import pytest

from gridwatch.workbench.runs import write_run
from gridwatch.workbench.truth import write_truth
from tests.builders_sweep import alarm, events, run

NOTEBOOK = Path(__file__).resolve().parents[2] / "examples" / "workbench.ipynb"


@pytest.fixture
def notebook() -> nbformat.NotebookNode:
    """The example as it is committed."""
    return nbformat.read(NOTEBOOK, as_version=4)


def test_it_is_committed_without_outputs(notebook: nbformat.NotebookNode) -> None:
    """Outputs are pictures of somebody's streets, and make every diff unreadable."""
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


def test_it_runs_from_the_first_cell_to_the_last(
    notebook: nbformat.NotebookNode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On two run folders and their truth: figures, a verdict and a plot."""
    happened = events()
    alarms = [alarm(one.id, min(one.cameras), one.start + timedelta(minutes=10)) for one in happened]
    write_run(tmp_path / "a", run(*alarms[::3]))
    write_run(tmp_path / "b", run(*alarms))
    write_truth(tmp_path / "truth.jsonl", happened)
    for name, value in (("RUN_A", "a"), ("RUN_B", "b"), ("TRUTH", "truth.jsonl")):
        monkeypatch.setenv(name, str(tmp_path / value))
    monkeypatch.setenv("PYTHONPATH", str(NOTEBOOK.parents[1]))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    told = {cell.id: cell.outputs for cell in notebook.cells if cell.cell_type == "code"}
    assert "B: F1 1.000" in told["card"][0].text
    assert "B is better than A" in told["verdict"][0].text
    assert any("image/png" in output.get("data", {}) for output in told["bars"])
