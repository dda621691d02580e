"""Mixes trainings of the same network: of each a share.

Between a model and what it was fine-tuned from, the mean of the weights often keeps more of the old knowledge than
it loses of the new (Wortsman et al., Robust fine-tuning of zero-shot models, 2022), and the mean of several
fine-tunings of one model is often better than each of them (Wortsman et al., Model soups, 2022). Which shares are
best is measured on the dev part.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

from core.errors import ModelError
from gridwatch.workbench.model.surgery import has_classes
from gridwatch.workbench.model.ultra import checkpoint, default_folder, ultralytics


def blend(shares: Mapping[Path, float], out: Path) -> Path:
    """Write the weighted mean of checkpoints of ours, and return `out`.

    Args:
        shares: {`.pt` (a pickle: only load files you trust): its share}; the shares make 1 together.
        out: `.pt` to write.

    Raises:
        ModelError: the shares do not make 1, a file is no checkpoint with our classes, or the networks differ.
    """
    if not shares or any(share < 0 for share in shares.values()) or not math.isclose(sum(shares.values()), 1):
        raise ModelError(f"shares make 1 together, and none is negative; got {list(shares.values())}")
    package = ultralytics(default_folder())
    models = {path: checkpoint(path, package) for path in shares}
    for path, one in models.items():
        if not has_classes(one.model):
            raise ModelError(
                f"{path}: has other classes; train it first (gridwatch model train --from {path})"
            )
        one.model.float()
    states = {path: one.model.state_dict() for path, one in models.items()}
    first, *others = states
    shapes = {name: value.shape for name, value in states[first].items()}
    for path in others:
        if {name: value.shape for name, value in states[path].items()} != shapes:
            raise ModelError(f"{path}: is another network than {first}")
    mixed = {
        name: sum(shares[path] * states[path][name] for path in states)
        if value.is_floating_point()
        else value
        for name, value in states[first].items()
    }
    models[first].model.load_state_dict(mixed)
    out.parent.mkdir(parents=True, exist_ok=True)
    models[first].save(str(out))
    return out
