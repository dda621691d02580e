"""What a look costs, and how much memory is taken, from 100 cameras to 20,000.

The rate of looks is the same at every size, so that what is seen is the cost of having cameras and not of looking at
them: `gridwatch bench fleet` with the gate off (each look runs the detector) and a period that grows with the fleet.

    python benchmarks/fleet_growth.py [--cameras 100 1000 7396 20000] [--rate 8] [--json out.json] [--plot out.png]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def measured(cameras: int, rate: float, seconds: float) -> dict[str, Any]:
    """Run one fleet and return its figures."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        command = [str(Path(sys.executable).with_name("gridwatch")), "bench", "fleet", "--cameras", str(cameras),
                   "--period", str(max(1.0, cameras / rate)), "--seconds", str(seconds), "--warm", "25",
                   "--gate", "off", "--json", str(out)]  # fmt: skip
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        told: dict[str, Any] = json.loads(out.read_text())
    return {
        "cameras": cameras,
        "looks": told["looks"],
        "cpu_ms_per_look": 1000 * told["cpu_s"] / max(1, told["looks"]),
        "rss_mb": told["rss_mb"],
        "on_time_share": told["on_time_share"],
        "failures": told["failures"],
        "shed": told["shed"],
    }


def plot(sizes: list[dict[str, Any]], path: Path) -> None:
    """Draw cost of a look and memory over the size of the fleet."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 3.4), layout="constrained")
    cost, memory = figure.subplots(1, 2)
    cameras = [size["cameras"] for size in sizes]
    for axes, key, label in (
        (cost, "cpu_ms_per_look", "core-ms of a look"),
        (memory, "rss_mb", "resident, MB"),
    ):
        axes.plot(cameras, [size[key] for size in sizes], "o-", color="#0b63a5")
        axes.set_xscale("log")
        axes.set_ylim(bottom=0)
        axes.set_xlabel("cameras")
        axes.set_ylabel(label)
        axes.grid(alpha=0.3)
    figure.savefig(path, dpi=110)


def main() -> None:
    """Measure every size, one after the other, and print a table."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--cameras", type=int, nargs="+", default=[100, 1000, 7396, 20000])
    options.add_argument("--rate", type=float, default=8.0, help="looks a second, at every size")
    options.add_argument("--seconds", type=float, default=40.0)
    options.add_argument("--json", type=Path)
    options.add_argument("--plot", type=Path)
    given = options.parse_args()
    sizes = []
    print(f"{'cameras':>8}{'looks':>7}{'core-ms a look':>16}{'MB':>7}  what failed or was shed")
    for cameras in sorted(given.cameras):
        size = measured(cameras, given.rate, given.seconds)
        sizes.append(size)
        print(
            f"{cameras:>8}{size['looks']:>7}{size['cpu_ms_per_look']:>16.1f}{size['rss_mb']:>7.0f}"
            f"  {size['failures']} {size['shed']}",
            flush=True,
        )
    first, last = sizes[0], sizes[-1]
    per = (last["rss_mb"] - first["rss_mb"]) / max(1, last["cameras"] - first["cameras"])
    print(
        f"a look costs {last['cpu_ms_per_look'] / first['cpu_ms_per_look']:.2f} times as much among"
        f" {last['cameras']} as among {first['cameras']}; a camera takes {1000 * per:.0f} kB"
    )
    if given.json:
        given.json.write_text(json.dumps(sizes, indent=2))
    if given.plot:
        plot(sizes, given.plot)


if __name__ == "__main__":
    main()
