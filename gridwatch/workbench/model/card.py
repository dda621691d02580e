"""Measures a model folder and writes its card: CARD.md for people, card.json with the same figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from core.clock import Clock
from core.frame import Image
from detectors.model import Model, read_model
from gridwatch.workbench.model import keeping, labels
from gridwatch.workbench.model.dataset import GARBAGE, Labeller
from gridwatch.workbench.model.media import clip_frames, picture
from gridwatch.workbench.model.val import open_detector, validate

CARD = "CARD.md"
FIGURES = "card.json"
TOWN_CENTRE = "clips/towncentre_street_1080p.mp4"
TOWN_CENTRE_TRUTH = "clips/gt/towncentre_first131frames.csv"
EVERY = 5
"""TownCentre frames between two that are scored: neighbours show the same people."""

Figures = dict[str, Any]


def measure(
    folder: Path,
    data: Path,
    *,
    teacher: Labeller | None,
    clock: Clock,
    agreement_pictures: int = 150,
    say: Callable[[str], None] = lambda _: None,
) -> Figures:
    """Measure everything that the card tells and return it as plain values.

    Args:
        folder: the model folder.
        data: the shared data folder; only its `valid` pictures and the TownCentre clip are looked at.
        teacher: the starting weights as a labeller, or None to leave the agreement out.
        clock: for the speed.
        agreement_pictures: how many valid pictures the agreement is taken on, beside the TownCentre frames.
        say: told in words what is going on.
    """
    model = read_model(folder)
    keeping.same_order(model)
    say("scoring on the valid pictures")
    report = validate(folder, data / GARBAGE / "data.yaml", part="val")
    say("persons on TownCentre")
    persons, town = persons_on_town_centre(model, data)
    figures: Figures = {
        "sha256": model.sha256,
        "version": model.spec.version,
        "megabytes": round(model.path.stat().st_size / 1e6, 1),
        "valid": report.as_json(),
        "persons": {"precision": persons.precision, "recall": persons.recall, "frames": len(town)},
    }
    if teacher is not None:
        say("agreement with the starting weights")
        valid = labels.read_data_set(data / GARBAGE / "data.yaml").parts["val"][:agreement_pictures]
        figures["agreement"] = agree(model, [*town, *(picture(path) for path in valid)], teacher)
    say("speed")
    figures["speed"] = speed(model, town[:8], clock)
    return figures


def persons_on_town_centre(model: Model, data: Path) -> tuple[keeping.Found, list[Image]]:
    """Score persons on the labelled first frames of the clip; return the count and the frames."""
    truth = keeping.read_town_centre(data / TOWN_CENTRE_TRUTH)
    last = int(max(truth) / keeping.TOWN_CENTRE_RATE)
    wanted = [frame for frame in range(0, last, EVERY) if keeping.truth_frame(frame) in truth]
    detector = open_detector(model, batch=1)
    matched, images = [], []
    try:
        for number, image in clip_frames(data / TOWN_CENTRE, wanted):
            seen = detector.detect([image])[0]
            matched.append(keeping.persons_in_frame(seen, truth[keeping.truth_frame(number)]))
            images.append(image)
    finally:
        detector.close()
    return keeping.count(matched), images


def agree(model: Model, images: Sequence[Image], teacher: Labeller) -> Figures:
    """Return for every kept class, and for all, recall and precision against the starting weights' boxes."""
    detector = open_detector(model)
    try:
        seen = detector.detect(images)
    finally:
        detector.close()
    found = keeping.agreement(seen, [teacher.label(image) for image in images])
    whole = {**found, "all": keeping.total(found.values())}
    rows = {
        name: {"recall": one.recall, "precision": one.precision, "boxes": one.right + one.missed}
        for name, one in whole.items()
    }
    return {"pictures": len(images), "classes": rows}


def speed(model: Model, images: Sequence[Image], clock: Clock, rounds: int = 5) -> Figures:
    """Return milliseconds a picture, letterbox to boxes, one by one and in a batch: best of `rounds`."""
    detector = open_detector(model, batch=max(1, len(images)))
    try:
        taken = {}
        for name, batches in (("single", [[one] for one in images]), ("batch", [list(images)])):
            times = []
            for _ in range(rounds + 1):
                start = clock.monotonic()
                for batch in batches:
                    detector.detect(batch)
                times.append((clock.monotonic() - start) / len(images))
            taken[name] = round(1000 * float(np.min(times[1:])), 1)
        return {
            "single_ms": taken["single"],
            "batch_ms": taken["batch"],
            "batch": len(images),
            "runtime": detector.network.name,
            "device": detector.network.device,
        }
    finally:
        detector.close()


def write(folder: Path, figures: Figures) -> None:
    """Write card.json and CARD.md into the model folder."""
    text = render(read_model(folder), figures)
    (folder / FIGURES).write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / CARD).write_text(text, encoding="utf-8")


def render(model: Model, figures: Figures) -> str:
    """Return the card as Markdown. Pure: the same model and figures give the same text."""
    spec = model.spec
    blocks = [
        f"# {spec.name} {spec.version}\n",
        f"Finds {', '.join(spec.classes)} in pictures of street cameras, at {spec.size[0]}x{spec.size[1]} pixels.\n",
        f"- weights: `{spec.weights}`, {figures['megabytes']} MB, sha256 `{figures['sha256']}`",
        f"- kind: {spec.kind}; licence: {spec.licence}",
        f"- source: {spec.source}",
        f"- thresholds: confidence {spec.thresholds.confidence:g}"
        + "".join(f", {name} {value:g}" for name, value in spec.thresholds.per_class.items())
        + f"; IoU {spec.thresholds.iou:g}\n",
        *_training(spec.training),
        *_valid(figures["valid"]),
        *_kept(figures),
        *_speed(figures["speed"]),
        _LIMITS,
    ]
    return "\n".join(blocks)


def _training(facts: Mapping[str, Any]) -> list[str]:
    if not facts:
        return []
    return [
        "## How it was trained\n",
        *(f"- {key.replace('_', ' ')}: {value}" for key, value in facts.items()),
        "",
    ]


def _valid(valid: Mapping[str, Any]) -> list[str]:
    rows = [
        f"| {name} | {one['ap50']:.3f} ({one['ap50_ci95'][0]:.3f}-{one['ap50_ci95'][1]:.3f}) | {one['ap50_95']:.3f} "
        f"| {one['precision']:.2f} | {one['recall']:.2f} | {one['boxes']} | {one['pictures']} |"
        for name, one in valid["per_class"].items()
    ]
    false = valid["false_per_100_clean"]
    return [
        f"## On {valid['pictures']} pictures kept aside (the `valid` part, never trained or tuned on)\n",
        "| class | AP50 (95 % interval) | AP50-95 | precision | recall | boxes | pictures |",
        "|---|---|---|---|---|---|---|",
        *rows,
        f"| mean | **{valid['map50']:.3f}** | {valid['map50_95']:.3f} | | | | |\n",
        "Precision and recall are at the thresholds above and IoU 0.5; intervals by bootstrap over pictures.",
        ""
        if false is None
        else (
            f"False heaps at the threshold: {false:.1f} per 100 pictures that hold none "
            f"({valid['clean_pictures']} such pictures; most show bins, full or overflowing).\n"
        ),
    ]


def _kept(figures: Figures) -> list[str]:
    persons = figures["persons"]
    lines = [
        "## What it kept of its starting weights\n",
        (
            f"Persons on {persons['frames']} frames of TownCentre (1080p seen at the model's size, IoU 0.4): "
            f"recall {persons['recall']:.3f}, precision {persons['precision']:.3f}.\n"
        ),
    ]
    agreement = figures.get("agreement")
    if agreement:
        lines += [
            (
                f"Agreement with the starting weights' boxes on {agreement['pictures']} pictures not trained on "
                "(their boxes from confidence 0.5; recall: theirs that are found; precision: ours that are theirs; "
                "IoU 0.5):\n"
            ),
            "| class | recall | precision | their boxes |",
            "|---|---|---|---|",
            *(
                f"| {name} | {one['recall']:.3f} | {one['precision']:.3f} | {one['boxes']} |"
                for name, one in agreement["classes"].items()
                if one["boxes"]
            ),
            "",
        ]
    return lines


def _speed(speed: Mapping[str, Any]) -> list[str]:
    return [
        "## Speed\n",
        (
            f"{speed['single_ms']:g} ms a picture alone, {speed['batch_ms']:g} ms in a batch of {speed['batch']}, "
            f"from 1080p picture to boxes, on {speed['runtime']} ({speed['device']}). The machine had other work "
            "meanwhile: take it as an upper bound.\n"
        ),
    ]


_LIMITS = """## What it cannot do

- Its pictures of waste come from streets, yards and roadsides by day, taken at eye height. Small heaps far away,
  night, rain and a camera high above the street are where it misses first.
- A few bags beside a bin are waste in some of its training pictures and nothing in others; so are its answers.
- Building material, leaves, market stalls and laundry may be taken for waste. A rule that asks several looks
  for the same place (dwell) belongs behind it.
- It is no judge of persons: it tells that somebody is there, not who or what they do.
"""
