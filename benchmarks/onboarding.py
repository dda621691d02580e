"""What an import of a ledger costs in CPU time, and whether it grows straight with its rows.

Each size runs in a process of its own: the import whole (reading, checking, trying by the loader, writing) into a
configs folder without cameras. The figure to watch is the cost of a row among many against one among few, with the
fixed cost (the grid's polygons, the model) taken off by the smallest size.

    python benchmarks/onboarding.py [--rows 1000 7396 20000] [--json out.json]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FEW = 100  # rows that cost next to nothing: what is left is fixed


def measure(rows: int) -> dict[str, Any]:
    """Import a good ledger of so many rows; return CPU seconds by step."""
    from core.geo import Datum
    from gridwatch.configuration.loader import load
    from gridwatch.onboarding.importing import Wishes, prepare, write
    from tests import builders_onboarding as build

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        configs = build.configs(folder, "*.geojson")
        ledger = folder / "district.csv"
        ledger.write_bytes(build.text(build.rows(rows)).encode("gb18030"))
        start = time.process_time()
        done = prepare(ledger, configs, Wishes(datum=Datum.GCJ02), {})
        prepared = time.process_time()
        write(done, configs, {})
        written = time.process_time()
        again = prepare(ledger, configs, Wishes(datum=Datum.GCJ02), {})
        repeated = time.process_time()
        loaded = len(load(configs, {}).cameras)
        end = time.process_time()
    if not (done.ready and again.ready and loaded == rows):
        raise SystemExit(f"{loaded} of {rows} cameras were taken")
    return {
        "rows": rows,
        "import_cpu_s": written - start,
        "write_cpu_s": written - prepared,
        "again_cpu_s": repeated - written,
        "load_cpu_s": end - repeated,
    }


def in_a_process(rows: int) -> dict[str, Any]:
    """Measure one size and read its figures."""
    command = [sys.executable, __file__, "--one", str(rows)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def main() -> None:
    """Measure every size and print the ratio of the largest to the smallest, per row."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--rows", type=int, nargs="+", default=[1000, 7396, 20000])
    options.add_argument("--json", type=Path)
    options.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    sys.path.insert(0, str(ROOT))
    if given.one:
        print(json.dumps(measure(given.one)))
        return
    fixed = in_a_process(FEW)
    sizes = [in_a_process(rows) for rows in sorted(given.rows)]
    for size in sizes:
        size["s_per_1000_rows"] = 1000 * (size["import_cpu_s"] - fixed["import_cpu_s"]) / (size["rows"] - FEW)
    ratio = sizes[-1]["s_per_1000_rows"] / sizes[0]["s_per_1000_rows"]
    print(f"{'rows':>7}{'import':>9}{'again':>9}{'load':>9}{'per 1,000 rows':>17}  (CPU s)")
    for size in [fixed, *sizes]:
        per = f"{size['s_per_1000_rows']:.3f}" if "s_per_1000_rows" in size else "-"
        print(
            f"{size['rows']:>7}{size['import_cpu_s']:>9.2f}{size['again_cpu_s']:>9.2f}{size['load_cpu_s']:>9.2f}{per:>17}"
        )
    print(f"a row of {sizes[-1]['rows']} costs {ratio:.2f} times a row of {sizes[0]['rows']}")
    if given.json:
        given.json.write_text(json.dumps({"fixed": fixed, "sizes": sizes, "ratio": ratio}, indent=2))


if __name__ == "__main__":
    main()
