"""Gives a COCO model our classes without forgetting what it knows.

Ultralytics throws the class head away when the number of classes changes. Here the last convolution of each
class branch is rebuilt instead: the rows of persons and vehicles are COCO's own, so these classes answer exactly
as before from the first step on; the rows of the new classes start at the mean of COCO's rows with the usual prior.
The hidden width of the branch (80 in YOLOv8n) stays, which is why the head cannot be built by ultralytics
itself: it would take 64 for nine classes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, cast

from gridwatch.workbench.model.classes import CLASSES, KEPT

PICTURE_SIDE = 640
OBJECTS_PER_PICTURE = 5


def with_our_classes(model: Any, classes: Sequence[str] = CLASSES, kept: Mapping[str, int] = KEPT) -> Any:
    """Rebuild the class head of an ultralytics detection model in place and return the model.

    Args:
        model: an `ultralytics.nn.tasks.DetectionModel` whose head has one row per old class.
        classes: names in the order of the new rows.
        kept: {name: old row} of the classes that keep their row.

    Raises:
        ValueError: a kept row does not exist in the old head.
    """
    from torch import nn, no_grad

    head = model.model[-1]
    for branch, stride in zip(head.cv3, head.stride.tolist(), strict=True):
        old = branch[-1]
        if max(kept.values(), default=0) >= old.out_channels:
            raise ValueError(
                f"the head has {old.out_channels} classes, the kept rows are {sorted(kept.values())}"
            )
        new = nn.Conv2d(old.in_channels, len(classes), 1)
        prior = math.log(OBJECTS_PER_PICTURE / len(classes) / (PICTURE_SIDE / stride) ** 2)
        with no_grad():
            new.weight.copy_(old.weight.float().mean(dim=0, keepdim=True).expand_as(new.weight))
            bias = cast("nn.Parameter", new.bias)
            bias.fill_(prior)
            for row, name in enumerate(classes):
                if name in kept:
                    new.weight[row] = old.weight[kept[name]]
                    bias[row] = old.bias[kept[name]]
        branch[-1] = new.to(old.weight.dtype)
    head.nc = len(classes)
    head.no = head.nc + head.reg_max * 4
    model.nc = len(classes)
    model.names = dict(enumerate(classes))
    model.yaml["nc"] = len(classes)
    for parameter in model.parameters():
        parameter.requires_grad_(parameter.dtype.is_floating_point)
    return model


def has_classes(model: Any, classes: Sequence[str] = CLASSES) -> bool:
    """Say whether the model's outputs are already these classes in this order."""
    return list(dict(model.names).values()) == list(classes) and model.model[-1].nc == len(classes)
