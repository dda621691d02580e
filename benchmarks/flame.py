"""Where the time of a look goes: sampled stacks as a flame graph and as a table by function.

The samples are taken from outside, so that nothing is added to what is measured (`pip install py-spy`):

    gridwatch bench looks --seconds 120 --cameras 80 &
    py-spy record --pid $! --duration 60 --rate 200 --nonblocking --format raw --output stacks.txt
    python benchmarks/flame.py stacks.txt --out docs/images/look-flame.png

A thread that waits is not running: stacks that end in a wait are left out, and with the event loop's own wait what
uvloop does in C between two callbacks. Frames that every stack of a thread begins with are left off.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path

WAITS = (
    "_worker (",
    "select (",
    "wait (",
    "_do_waitpid (",
    "get (queue",
    "readline (",
    "_wait_for_tstate",
    "Runner.run (",
)
_OUTSIDE = (
    "_WorkItem.run (concurrent",
    "Runner.run (asyncio",
)  # of what a thread, or the loop, is given to do
_LINE = re.compile(r":\d+\)$")
_ROW = 0.9  # of the height of a row that is drawn
_LEAST = 0.004  # share of all samples below which a frame is not drawn
_TOLD = 0.025  # ... below which it is not named
_CHARACTERS = 280  # that fit on the whole width


def read_stacks(path: Path) -> Counter[tuple[str, ...]]:
    """Return samples by stack, outermost frame first, line numbers taken off, waits and what lies outside left out."""
    stacks: Counter[tuple[str, ...]] = Counter()
    for line in path.read_text(encoding="utf-8").split("\n"):
        frames, _, count = line.rpartition(" ")
        if not frames or any(wait in frames.rpartition(";")[2] for wait in WAITS):
            continue
        names = [_LINE.sub(")", frame) for frame in frames.split(";") if not frame.startswith("<module>")]
        begins = max((i + 1 for i, name in enumerate(names) if name.startswith(_OUTSIDE)), default=0)
        if names[begins:]:
            stacks[tuple(names[begins:])] += int(count)
    return stacks


def by_function(stacks: Counter[tuple[str, ...]]) -> list[tuple[str, float, float]]:
    """Return (function, share in which it is anywhere in the stack, share in which it runs itself)."""
    whole, own = Counter[str](), Counter[str]()
    for stack, count in stacks.items():
        own[stack[-1]] += count
        for name in set(stack):
            whole[name] += count
    total = stacks.total()
    return [(name, count / total, own[name] / total) for name, count in whole.most_common()]


def draw(stacks: Counter[tuple[str, ...]], out: Path) -> None:
    """Draw it, outermost frames at the top; the width of a frame is its share of the samples."""
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    total = stacks.total()
    figure = Figure(layout="constrained")
    axes = figure.subplots()
    colours = ("#f4a261", "#e9c46a", "#e76f51", "#f6bd60", "#f28482")

    def level(group: list[tuple[tuple[str, ...], int]], row: int, left: float) -> int:
        """Draw a row and what lies below it; return the lowest row that was drawn."""
        lowest = row
        names: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for stack, count in group:
            if len(stack) > row:
                names.setdefault(stack[row], []).append((stack, count))
        for name, part in sorted(names.items(), key=lambda item: -sum(count for _, count in item[1])):
            share = sum(count for _, count in part) / total
            if share >= _LEAST:
                colour = colours[sum(map(ord, name)) % len(colours)]
                axes.add_patch(
                    Rectangle((left, row), share, _ROW, facecolor=colour, edgecolor="white", linewidth=0.4)
                )
                if share >= _TOLD:
                    text = name.split(" (")[0][: int(share * _CHARACTERS)]
                    axes.text(left + 0.001, row + 0.5, text, fontsize=6.5, va="center", clip_on=True)
                lowest = max(lowest, level(part, row + 1, left))
            left += share
        return lowest

    depth = level(list(stacks.items()), 0, 0.0)
    figure.set_size_inches(16, 0.26 * depth)
    axes.set_xlim(0, 1)
    axes.set_ylim(depth, 0)
    axes.axis("off")
    figure.savefig(out, dpi=110)


def main() -> None:
    """Draw the picture and print the table."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("stacks", type=Path, help="raw stacks of py-spy")
    options.add_argument("--out", type=Path, default=Path("flame.png"))
    options.add_argument("--lines", type=int, default=40)
    given = options.parse_args()
    stacks = read_stacks(given.stacks)
    draw(stacks, given.out)
    print(f"{stacks.total()} samples\n{'in it':>7}{'itself':>8}")
    for name, whole, own in by_function(stacks)[: given.lines]:
        print(f"{whole:>7.1%}{own:>8.1%}  {name}")


if __name__ == "__main__":
    main()
