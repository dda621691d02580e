"""Holds a training to what other weights know: COCO's of persons and vehicles, an earlier model's of our classes.

Pictures of garbage name their persons and vehicles by a few pseudo-labels only; the longer one trains on them, the
more of the rest is forgotten. Here the known weights look at every training picture too (as it is after mosaic
and the like), and where they see something, the trained model is asked to say the same: the same certainty of each
class, the same box. Where they see nothing the labels alone decide, so that things they overlook may be learned.
After Li and Hoiem, Learning without forgetting (2016), with the anchors chosen as above. Held to an earlier model,
a cheaper head learns what the dearer one said (Hinton et al., Distilling the knowledge in a neural network, 2015).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gridwatch.workbench.model.classes import CLASSES

SEES = 0.25
"""Certainty from which an anchor of the known weights counts as seeing something."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """Weights that a training is held to, in some classes."""

    network: Any
    """Same strides and box bins as the trained one; used without gradients."""
    rows: Mapping[str, int]
    """{name of a class: its output}."""


class HoldingLoss:
    """Ultralytics' loss of a YOLOv8 model, and how far the model is from known weights where these see things.

    Args:
        inner: ultralytics' own loss (`v8DetectionLoss`).
        known: the weights, each with the classes that it is asked for.
        weight: of the distances beside the own loss.
        classes: names in the order of the trained model's outputs.
    """

    def __init__(
        self, inner: Any, known: Sequence[Known], weight: float, classes: Sequence[str] = CLASSES
    ) -> None:
        self._inner = inner
        self._known = known
        for one in known:
            one.network.eval()
            for parameter in one.network.parameters():
                parameter.requires_grad_(False)
        self._weight = weight
        self._classes = classes

    def __call__(self, predictions: Any, batch: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Return (the parts of the loss times pictures, {name: part}), as ultralytics expects of a loss."""
        import torch

        loss, parts = self._inner(predictions, batch)
        ours = self._inner.parse_output(predictions)
        with torch.no_grad():
            said = [self._inner.parse_output(one.network(batch["img"])) for one in self._known]
        apart = [
            self.distance(ours, outputs, one.rows) for outputs, one in zip(said, self._known, strict=True)
        ]
        held = sum(apart) * self._weight
        pictures = batch["img"].shape[0]
        return torch.cat([loss, (held * pictures).reshape(1)]), {**parts, "hold_loss": held.detach()}

    def distance(self, ours: Mapping[str, Any], known: Mapping[str, Any], rows: Mapping[str, int]) -> Any:
        """Return the mean distance over anchors where the known weights see something, weighed by how surely.

        Args:
            ours: `scores` (pictures, classes, anchors) before the sigmoid and `boxes` (pictures, 4 * bins, anchors)
                before the softmax, of the trained model.
            known: the same of the known weights.
            rows: {name of a class: its output of the known weights}; the others do not count.
        """
        from torch.nn import functional

        theirs = known["scores"][:, list(rows.values())].float()
        where = theirs.amax(1).sigmoid() > SEES
        said = ours["scores"][:, [self._classes.index(name) for name in rows]].float().permute(0, 2, 1)[where]
        asked = theirs.permute(0, 2, 1)[where]
        weight = asked.amax(1).sigmoid()
        cross = functional.binary_cross_entropy_with_logits
        # The entropy of what is asked for is no fault of ours: without it, 0 is where both say the same.
        of_class = (
            cross(said, asked.sigmoid(), reduction="none") - cross(asked, asked.sigmoid(), reduction="none")
        ).sum(1)
        of_box = functional.kl_div(
            _sides(ours["boxes"], where).log_softmax(-1),
            _sides(known["boxes"], where).log_softmax(-1),
            reduction="none",
            log_target=True,
        ).sum((1, 2))
        return ((of_class + of_box) * weight).sum() / weight.sum().clamp(min=1.0)


def holding(networks: Sequence[Any], weight: float) -> Callable[[Any], None]:
    """Return a callback for `on_train_start` that puts a `HoldingLoss` into an ultralytics trainer.

    Args:
        networks: the known weights. What several know, the first of them is asked for.
        weight: of the distances beside the own loss.
    """

    def hold(trainer: Any) -> None:
        known = shared_out([network.float().to(trainer.device) for network in networks])
        trainer.model.criterion = HoldingLoss(trainer.model.init_criterion(), known, weight)

    return hold


def shared_out(networks: Sequence[Any], classes: Sequence[str] = CLASSES) -> list[Known]:
    """Ask each network for the classes, by name, that none before it knows; one that is asked for none is left out."""
    asked: set[str] = set()
    known = []
    for network in networks:
        rows = {
            name: row for row, name in dict(network.names).items() if name in classes and name not in asked
        }
        asked |= rows.keys()
        if rows:
            known.append(Known(network=network, rows=rows))
    return known


def _sides(boxes: Any, where: Any) -> Any:
    """Return (anchors chosen, 4 sides, bins) of box outputs (pictures, 4 * bins, anchors)."""
    chosen = boxes.float().permute(0, 2, 1)[where]
    return chosen.reshape(len(chosen), 4, boxes.shape[1] // 4)
