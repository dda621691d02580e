"""Holds a training to what COCO weights of the same network know: persons and vehicles are seen as before.

Pictures of garbage name their persons and vehicles by a few pseudo-labels only; the longer one trains on them, the
more of the rest is forgotten. Here the COCO weights look at every training picture too (as it is after mosaic
and the like), and where they see something, the trained model is asked to say the same: the same certainty of each
kept class, the same box. Where they see nothing the labels alone decide, so that things the COCO weights
overlook may be learned. After Li and Hoiem, Learning without forgetting (2016), with the anchors chosen as above.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gridwatch.workbench.model.classes import CLASSES, KEPT

SEES = 0.25
"""Certainty from which an anchor of the COCO weights counts as seeing something."""


class HoldingLoss:
    """Ultralytics' loss of a YOLOv8 model, and how far the model is from the COCO weights where these see things.

    Args:
        inner: ultralytics' own loss (`v8DetectionLoss`).
        coco: the COCO weights' network, same strides and box bins; used without gradients.
        weight: of the distance beside the own loss.
        classes: names in the order of the trained model's outputs.
        kept: {name: output of the COCO weights}.
    """

    def __init__(
        self,
        inner: Any,
        coco: Any,
        weight: float,
        classes: Sequence[str] = CLASSES,
        kept: Mapping[str, int] = KEPT,
    ) -> None:
        self._inner = inner
        self._coco = coco.eval()
        for parameter in self._coco.parameters():
            parameter.requires_grad_(False)
        self._weight = weight
        self._ours = [classes.index(name) for name in kept]
        self._theirs = list(kept.values())

    def __call__(self, predictions: Any, batch: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Return (the parts of the loss times pictures, {name: part}), as ultralytics expects of a loss."""
        import torch

        loss, parts = self._inner(predictions, batch)
        with torch.no_grad():
            known = self._inner.parse_output(self._coco(batch["img"]))
        held = self.distance(self._inner.parse_output(predictions), known) * self._weight
        pictures = batch["img"].shape[0]
        return torch.cat([loss, (held * pictures).reshape(1)]), {**parts, "hold_loss": held.detach()}

    def distance(self, ours: Mapping[str, Any], known: Mapping[str, Any]) -> Any:
        """Return the mean distance over anchors where the COCO weights see something, weighed by how surely.

        Args:
            ours: `scores` (pictures, classes, anchors) before the sigmoid and `boxes` (pictures, 4 * bins, anchors)
                before the softmax, of the trained model.
            known: the same of the COCO weights.
        """
        from torch.nn import functional

        theirs = known["scores"][:, self._theirs].float()
        where = theirs.amax(1).sigmoid() > SEES
        said = ours["scores"][:, self._ours].float().permute(0, 2, 1)[where]
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


def holding(coco: Any, weight: float) -> Callable[[Any], None]:
    """Return a callback for `on_train_start` that puts a `HoldingLoss` into an ultralytics trainer."""

    def hold(trainer: Any) -> None:
        inner = trainer.model.init_criterion()
        trainer.model.criterion = HoldingLoss(inner, coco.float().to(trainer.device), weight)

    return hold


def _sides(boxes: Any, where: Any) -> Any:
    """Return (anchors chosen, 4 sides, bins) of box outputs (pictures, 4 * bins, anchors)."""
    chosen = boxes.float().permute(0, 2, 1)[where]
    return chosen.reshape(len(chosen), 4, boxes.shape[1] // 4)
