"""Looks a second on a GPU, decoded on all cores, beside what the model alone does on that GPU.

A process for each core decodes JPEGs as the service does (scaled down in the DCT), fits them into a batch, lets
torch run the model on the GPU and reads the boxes: the same `Detector` behind the same interface, many at once,
because one Python process fills no such card. The limit beside is the model alone, in one process, on a batch
that already lies on the card. Takes a `.pt`: the model folder's, or `--weights` instead of what it names.

    python benchmarks/gpu.py PICTURES [--model models/default] [--weights FILE.pt] [--device cuda:0] [--json out.json]
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import time
from dataclasses import replace
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from typing import Any

import cv2

from core.config.settings.detecting import ModelChoice
from detectors.letterbox import Letterbox, smallest
from detectors.model import Model, read_model
from detectors.network import open_network
from detectors.yolo import Detector
from ingest.picture import decode

ROOT = Path(__file__).resolve().parents[1]
SIZE = (1280, 720)
MOST_PIXELS = 100_000_000
_AHEAD = 8  # batches queued before the clock is read, so that the card never waits for it


def prepared(folder: Path, most: int = 64) -> list[bytes]:
    """Return JPEGs of 1280x720 made of the first pictures of a folder."""
    paths = [path for path in sorted(folder.iterdir()) if path.suffix in {".jpg", ".png", ".webp"}][:most]
    images = [cv2.imread(str(path)) for path in paths]
    made = [cv2.imencode(".jpg", cv2.resize(one, SIZE), [cv2.IMWRITE_JPEG_QUALITY, 85])[1] for one in images
            if one is not None]  # fmt: skip
    if not made:
        raise SystemExit(f"{folder} holds no picture (.jpg, .png, .webp)")
    return [one.tobytes() for one in made]


def model_alone(model: Model, choice: ModelChoice, seconds: float) -> float:
    """Return pictures a second of the network on one batch that is where it is wanted, batch after batch."""
    import torch

    network: Any = open_network(model, choice)
    boxes = [Letterbox.of(model.spec.kind, size) for size in network.sizes]
    width, height = boxes[smallest(boxes, *SIZE)].size
    module, place, kind = network._module, network._place, network._type  # noqa: SLF001 - `infer` copies to and fro
    batch = torch.rand(choice.batch, 3, height, width).to(place).to(kind)
    wait = torch.cuda.synchronize if choice.device.startswith("cuda") else lambda: None
    with torch.inference_mode():
        for _ in range(5):
            module(batch)
        wait()
        began, done = time.perf_counter(), 0
        while time.perf_counter() - began < seconds:
            for _ in range(_AHEAD):
                module(batch)
            wait()
            done += _AHEAD * choice.batch
    return done / (time.perf_counter() - began)


def look(
    model: Model,
    choice: ModelChoice,
    jpegs: list[bytes],
    ready: Barrier,
    over: Event,
    counts: Any,
    number: int,
) -> None:
    """Look, batch after batch, until it is over; one process of many."""
    cv2.setNumThreads(1)
    detector = Detector(model, open_network(model, choice), batch=choice.batch)
    batch = (jpegs * (choice.batch // len(jpegs) + 1))[: choice.batch]

    def looked() -> None:
        detector.detect([decode(one, max_pixels=MOST_PIXELS, max_side=max(model.spec.size)) for one in batch])

    looked()
    ready.wait()
    while not over.is_set():
        looked()
        counts[number] += choice.batch


def looks(model: Model, choice: ModelChoice, jpegs: list[bytes], processes: int, seconds: float) -> float:
    """Return looks a second of all processes together."""
    context = multiprocessing.get_context("spawn")
    ready, over = context.Barrier(processes + 1), context.Event()
    counts = context.Array("q", processes, lock=False)
    workers = [
        context.Process(target=look, args=(model, choice, jpegs, ready, over, counts, number))
        for number in range(processes)
    ]
    for worker in workers:
        worker.start()
    ready.wait(timeout=180)
    began, before = time.perf_counter(), sum(counts)
    time.sleep(seconds)
    done, took = sum(counts) - before, time.perf_counter() - began
    over.set()
    for worker in workers:
        worker.join()
    return done / took


def main() -> None:
    """Measure in float32 and in half precision, and print both beside their limits."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("pictures", type=Path, help="folder of pictures; JPEGs of 1280x720 are made of them")
    options.add_argument("--model", type=Path, default=ROOT / "models" / "default", help="model folder")
    options.add_argument("--weights", type=Path, help=".pt instead of the weights that the folder names")
    options.add_argument("--device", default="cuda:0")
    options.add_argument("--batch", type=int, nargs="+", default=[32])
    options.add_argument("--processes", type=int, nargs="+", default=[os.cpu_count() or 1])
    options.add_argument("--seconds", type=float, default=10)
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    jpegs = prepared(given.pictures)
    model = read_model(given.model)
    if given.weights:
        model = replace(model, path=given.weights.resolve())
    told = []
    if model.path.suffix != ".pt":
        raise SystemExit(f"{model.path} does not run on torch; name its checkpoint: --weights FILE.pt")
    print(f"{'':4}{'batch':>6}{'processes':>10}{'model alone':>13}{'looks a second':>16}{'ratio':>7}")
    halves = [("auto", "f16")] if given.device.startswith("cuda") else []
    for precision, name in (("f32", "f32"), *halves):
        for batch in given.batch:
            choice = ModelChoice.model_validate(
                {"device": given.device, "precision": precision, "batch": batch, "threads": 1}
            )
            limit = model_alone(model, choice, given.seconds / 2)
            for processes in given.processes:
                rate = looks(model, choice, jpegs, processes, given.seconds)
                one = {"precision": name, "batch": batch, "processes": processes, "limit_looks_s": round(limit),
                       "looks_s": round(rate), "ratio": round(rate / limit, 3)}  # fmt: skip
                told.append(one)
                print(
                    f"{name:4}{batch:>6}{processes:>10}{limit:>13.0f}{rate:>16.0f}{rate / limit:>7.2f}",
                    flush=True,
                )
    if given.json:
        machine = f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores"
        given.json.write_text(
            json.dumps({"machine": machine, "device": given.device, "runs": told}, indent=2)
        )


if __name__ == "__main__":
    main()
