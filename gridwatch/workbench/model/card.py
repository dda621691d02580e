"""Measures a model folder and writes its card: CARD.md for people, card.json with the same figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from core.clock import Clock
from core.frame import Image
from detectors.model import Model, read_model
from gridwatch.workbench.model import keeping, labels
from gridwatch.workbench.model.dataset import GARBAGE, Labeller
from gridwatch.workbench.model.exports import BATCH, compare, speeds
from gridwatch.workbench.model.media import clip_frames, picture
from gridwatch.workbench.model.rendered import measure as false_heaps
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
    beside: Sequence[Path] = (),
    rendered: Path | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Figures:
    """Measure everything that the card tells and return it as plain values.

    Args:
        folder: the model folder.
        data: the shared data folder; only its `valid` pictures and the TownCentre clip are looked at.
        teacher: the starting weights as a labeller, or None to leave the agreement out.
        clock: for the speed.
        agreement_pictures: how many valid pictures the agreement is taken on, beside the TownCentre frames.
        beside: other exports of the same weights (model folders), to be compared with it.
        rendered: a set of the simulator that was not trained on, for false heaps by what they were taken from.
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
        valid = labels.read_data_set(data / GARBAGE / "data.yaml").parts.get("val", ())[:agreement_pictures]
        figures["agreement"] = agree(model, [*town, *(picture(path) for path in valid)], teacher)
    if rendered is not None:
        say("false heaps on rendered pictures")
        figures["rendered"] = false_heaps(model, rendered)
    if beside:
        say("exports side by side")
        figures["exports"] = compare([folder, *beside], data / GARBAGE / "data.yaml", town[:8], clock)
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


def speed(model: Model, images: Sequence[Image], clock: Clock) -> Figures:
    """Return milliseconds a picture, letterbox to boxes, one by one and in a batch: the best of several."""
    ((single, batch, device),) = speeds([model], images, clock)
    return {
        "single_ms": round(single, 1),
        "batch_ms": round(batch, 1),
        "batch": min(BATCH, len(images)),
        "device": device,
    }


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
        *_rendered(figures.get("rendered")),
        *_exports(figures.get("exports")),
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


def _rendered(rendered: Mapping[str, Any] | None) -> list[str]:
    """False heaps by what stood in the picture; most fooled first."""
    if not rendered:
        return []
    shown = {name: pair for name, pair in rendered["false_heaps"].items() if pair[0]}
    everything = shown.pop("all", [0, 0])
    rows = sorted(shown.items(), key=lambda row: (-row[1][1] / row[1][0], row[0]))
    found = ", ".join(f"{name} {value:.2f}" for name, value in rendered["ap50"].items())
    return [
        f"## On {rendered['pictures']} rendered pictures, half of which show nothing wrong\n",
        f"Of another seed than those trained on. AP50: {found}.\n",
        (
            f"False heaps: in {everything[1]} of {everything[0]} pictures without a heap. By what stood in them "
            "(a picture counts for everything in it):\n"
        ),
        "| in the picture | pictures without a heap | with a false one |",
        "|---|---|---|",
        *(
            f"| {name} | {count} | {false} |"
            for name, (count, false) in rows
            if not name.startswith("light:")
        ),
        "",
        "| light | pictures without a heap | with a false one |",
        "|---|---|---|",
        *(
            f"| {name[6:]} | {count} | {false} |"
            for name, (count, false) in rows
            if name.startswith("light:")
        ),
        "",
    ]


def _exports(exports: Sequence[Mapping[str, Any]] | None) -> list[str]:
    if not exports:
        return []

    def number(value: float | None, digits: int) -> str:
        return "" if value is None else f"{value:.{digits}f}"

    return [
        "## Exports side by side\n",
        "| export | MB | runs on | ms alone | ms in a batch | mAP50 | mAP50-95 | waste AP50 | false heaps in 100 |",
        "|---|---|---|---|---|---|---|---|---|",
        *(
            f"| {one['name']} | {one['megabytes']:g} | {one['device']} | {one['single_ms']:g} | {one['batch_ms']:g} "
            f"| {one['map50']:.3f} | {one['map50_95']:.3f} | {number(one['waste_ap50'], 3)} "
            f"| {number(one['false_per_100_clean'], 1)} |"
            for one in exports
        ),
        "",
    ]


def _speed(speed: Mapping[str, Any]) -> list[str]:
    return [
        "## Speed\n",
        (
            f"{speed['single_ms']:g} ms a picture alone, {speed['batch_ms']:g} ms in a batch of {speed['batch']}, "
            f"from 1080p picture to boxes, on {speed['device']}; the best of several, on a machine that had other "
            "work meanwhile: take it as an upper bound.\n"
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
