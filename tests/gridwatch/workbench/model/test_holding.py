"""A training is drawn to what its starting weights see, and only there."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from gridwatch.workbench.model.classes import CLASSES, KEPT
from gridwatch.workbench.model.holding import HoldingLoss, Known, holding, shared_out
from gridwatch.workbench.model.surgery import with_our_classes
from gridwatch.workbench.model.ultra import ultralytics

CAR = CLASSES.index("car")
ANCHORS = 5


class Nothing:
    """A loss of nothing, whose outputs are as they are."""

    def __call__(self, predictions: Any, batch: Any) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
        """Return three zeros."""
        return torch.zeros(3), {"box_loss": torch.tensor(0.0)}

    def parse_output(self, predictions: Any) -> Any:
        """Return the outputs."""
        return predictions


def outputs(classes: int, *, car: int, sure: float, at: int = 2, bin_: int = 3) -> dict[str, torch.Tensor]:
    """Return raw outputs of one picture: a car at one anchor, its four sides in one bin; nothing elsewhere."""
    scores = torch.full((1, classes, ANCHORS), -9.0)
    scores[0, car, at] = sure
    boxes = torch.zeros(1, 4 * 16, ANCHORS)
    boxes.view(1, 4, 16, ANCHORS)[0, :, bin_, at] = 8.0
    return {"scores": scores, "boxes": boxes}


def loss_of(known: dict[str, torch.Tensor], weight: float = 1.0) -> HoldingLoss:
    """Return a loss whose starting weights answer `known` to everything."""

    class Starting(torch.nn.Module):
        def forward(self, image: torch.Tensor) -> dict[str, torch.Tensor]:
            return known

    return HoldingLoss(Nothing(), [Known(network=Starting(), rows=KEPT)], weight)


KNOWN = outputs(80, car=KEPT["car"], sure=2.0)


def test_saying_the_same_costs_nothing_and_less_costs_more() -> None:
    """Zero where both agree; a fainter car, and a box elsewhere, cost."""
    loss = loss_of(KNOWN)
    same, fainter = (loss.distance(outputs(9, car=CAR, sure=sure), KNOWN, KEPT) for sure in (2.0, -2.0))
    moved = loss.distance(outputs(9, car=CAR, sure=2.0, bin_=4), KNOWN, KEPT)
    assert float(same) == pytest.approx(0, abs=1e-4)
    assert float(fainter) > 1
    assert float(moved) > 1


def test_where_the_starting_weights_see_nothing_the_labels_decide() -> None:
    """A car that only the trained model sees costs nothing, nor does a class that COCO lacks; an empty street is 0."""
    loss = loss_of(KNOWN)
    more = outputs(9, car=CAR, sure=2.0)
    more["scores"][0, CAR, 0] = 5.0
    more["scores"][0, CLASSES.index("waste"), 2] = 5.0
    assert float(loss.distance(more, KNOWN, KEPT)) == pytest.approx(0, abs=1e-4)
    empty = outputs(80, car=KEPT["car"], sure=-9.0)
    assert float(loss.distance(more, empty, KEPT)) == 0


def test_the_distance_is_one_more_part_of_the_loss() -> None:
    """Times its weight and the pictures of the batch, and told by name."""
    ours = outputs(9, car=CAR, sure=-2.0)
    loss = loss_of(KNOWN, weight=0.5)
    parts, told = loss(ours, {"img": torch.zeros(1, 3, 32, 32)})
    assert parts.tolist()[:3] == [0, 0, 0]
    assert float(parts[3]) == pytest.approx(0.5 * float(loss.distance(ours, KNOWN, KEPT)))
    assert float(told["hold_loss"]) == pytest.approx(float(parts[3]))


def test_of_what_several_know_the_first_is_asked() -> None:
    """COCO for persons and vehicles, an earlier model of ours for the rest; one with nothing new is not run."""
    coco, ours = (SimpleNamespace(names=dict(enumerate(names))) for names in (["tie", *KEPT], CLASSES))
    first, second = shared_out([coco, ours, coco])
    assert (first.network, dict(first.rows)) == (coco, {name: row + 1 for row, name in enumerate(KEPT)})
    assert (second.network, set(second.rows)) == (ours, {"waste", "bin", "overflow"})
    assert second.rows["bin"] == CLASSES.index("bin")


def test_the_distances_of_all_that_is_known_are_added() -> None:
    """What one sees and the model does not costs, whatever the others see."""
    bins = outputs(9, car=CLASSES.index("bin"), sure=2.0, at=1)

    class Answering(torch.nn.Module):
        def __init__(self, said: dict[str, torch.Tensor]) -> None:
            super().__init__()
            self.said = said

        def forward(self, image: torch.Tensor) -> dict[str, torch.Tensor]:
            return self.said

    rows = {"bin": CLASSES.index("bin")}
    known = [Known(network=Answering(KNOWN), rows=KEPT), Known(network=Answering(bins), rows=rows)]
    loss = HoldingLoss(Nothing(), known, 1.0)
    ours = outputs(9, car=CAR, sure=-2.0)
    told = loss(ours, {"img": torch.zeros(1, 3, 32, 32)})[1]["hold_loss"]
    apart = [loss.distance(ours, KNOWN, KEPT), loss.distance(ours, bins, rows)]
    assert min(map(float, apart)) > 1
    assert float(told) == pytest.approx(sum(map(float, apart)))


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning", "ignore::FutureWarning")
def test_the_real_network_begins_where_it_came_from(coco: Path, tmp_path: Path) -> None:
    """COCO's weights with our head are at no distance from COCO's weights; the starting weights stay untouched."""
    package = ultralytics(tmp_path)
    model = with_our_classes(package.YOLO(str(coco)).model.float())
    model.args = SimpleNamespace(box=7.5, cls=0.5, dfl=1.5)
    starting = package.YOLO(str(coco)).model
    trainer = SimpleNamespace(model=model, device="cpu")
    holding([starting], 1.0)(trainer)
    model.eval()
    image = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(1))
    batch = {"img": image, "batch_idx": torch.zeros(0), "cls": torch.zeros(0), "bboxes": torch.zeros(0, 4)}
    parts, told = model.criterion(model(image), batch)
    assert len(parts) == 4
    assert float(told["hold_loss"]) == pytest.approx(0, abs=1e-3)
    assert not any(parameter.requires_grad for parameter in starting.parameters())
