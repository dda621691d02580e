"""What runtimes share that run a batch as one tensor: nothing of it is run before all of it is written."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class _Infers(Protocol):
    def infer(self, batch: NDArray[np.float32]) -> NDArray[np.float32]: ...


class WholeBatches:
    """A network whose `flow` is its `infer`."""

    def flow(
        self: _Infers, batch: NDArray[np.float32], fill: Callable[[int], object]
    ) -> Generator[NDArray[np.float32], None, None]:
        """Write the whole batch, run it, and give out its answers (see `Network.flow`)."""
        for i in range(len(batch)):
            fill(i)
        yield from self.infer(batch)
