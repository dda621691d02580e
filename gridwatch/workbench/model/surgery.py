"""Gives a COCO model our classes without forgetting what it knows, and a cheaper head that has to be taught.

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


def with_light_head(model: Any) -> Any:
    """Replace the 3x3 convolutions of both branches of the head, in place, by a depthwise and a pointwise one each.

    They are two fifths of YOLOv8n's arithmetic (Howard et al., MobileNets, 2017, for the replacement; the class
    branch of YOLO11 is made so too). Each pair starts as the closest there is to what it replaces: for every input
    channel the best product of one 3x3 window and one weight per output (the first singular vectors). A training
    has to follow, best held to the model as it was (`holding`).

    Args:
        model: an `ultralytics.nn.tasks.DetectionModel`; one whose head is light already stays as it is.
    """
    head = model.model[-1]
    for branch in (*head.cv2, *head.cv3):
        for place, block in enumerate(branch):
            if hasattr(block, "conv") and block.conv.kernel_size == (3, 3) and block.conv.groups == 1:
                branch[place] = _separable(block)
    return model


def _separable(block: Any) -> Any:
    """Return a depthwise and a pointwise convolution for ultralytics' `Conv` of 3x3, its norm and activation kept."""
    import torch
    from torch import nn

    old = block.conv
    by_input = old.weight.detach().float().permute(1, 0, 2, 3).flatten(2)  # (inputs, outputs, 9)
    outputs, strengths, windows = torch.linalg.svd(by_input, full_matrices=False)
    root = strengths[:, 0].sqrt()
    inputs = old.in_channels
    deep = nn.Conv2d(inputs, inputs, 3, old.stride, old.padding, groups=inputs, bias=False)
    point = nn.Conv2d(inputs, old.out_channels, 1, bias=False)
    with torch.no_grad():
        deep.weight.copy_((windows[:, 0] * root[:, None]).reshape(inputs, 1, 3, 3))
        point.weight.copy_((outputs[:, :, 0] * root[:, None]).T.reshape(old.out_channels, inputs, 1, 1))
    block.conv = point.to(old.weight.dtype)
    return nn.Sequential(deep.to(old.weight.dtype), block)


def has_classes(model: Any, classes: Sequence[str] = CLASSES) -> bool:
    """Say whether the model's outputs are already these classes in this order."""
    return list(dict(model.names).values()) == list(classes) and model.model[-1].nc == len(classes)
