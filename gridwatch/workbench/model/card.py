"""Measures a model folder and writes its card: CARD.md for people, card.json with the same figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from core.clock import Clock
from core.config.settings.detecting import ModelChoice
from core.frame import Image
from detectors.model import Model, read_model
from detectors.network import as_run
from gridwatch.workbench.model import keeping, labels
from gridwatch.workbench.model.card_text import Figures, render
from gridwatch.workbench.model.dataset import GARBAGE, Labeller
from gridwatch.workbench.model.exports import BATCH, bytes_of, compare, speeds
from gridwatch.workbench.model.media import clip_frames, picture
from gridwatch.workbench.model.rendered import measure as false_heaps
from gridwatch.workbench.model.score import Matched, precision_recall
from gridwatch.workbench.model.val import open_detector, validate

CARD = "CARD.md"
FIGURES = "card.json"
TOWN_CENTRE = "clips/towncentre_street_1080p.mp4"
TOWN_CENTRE_TRUTH = "clips/gt/towncentre_first131frames.csv"
CURVE = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
"""Confidences at which precision and recall of persons are told: a rule that counts chooses its own."""
EVERY = 5
"""TownCentre frames between two that are scored: neighbours show the same people."""


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
    model = as_run(read_model(folder), ModelChoice())
    keeping.same_order(model)
    say("scoring on the valid pictures")
    report = validate(folder, data / GARBAGE / "data.yaml", part="val")
    say("persons on TownCentre")
    persons, town = persons_on_town_centre(model, data)
    least = model.spec.thresholds.found("person")
    figures: Figures = {
        "weights": model.path.name,
        "sha256": model.sha256,
        "version": model.spec.version,
        "megabytes": round(bytes_of(model) / 1e6, 1),
        "valid": report.as_json(),
        "persons": {
            "frames": len(town),
            **found_at(persons, least),
            "curve": [{"at": at, **found_at(persons, at)} for at in CURVE],
        },
    }
    if teacher is not None:
        say("agreement with the starting weights")
        valid = labels.read_data_set(data / GARBAGE / "data.yaml").parts.get("val", ())[:agreement_pictures]
        figures["agreement"] = agree(model, [*town, *(picture(path) for path in valid)], teacher)
    if rendered is not None:
        say("false heaps on rendered pictures")
        figures["rendered"] = false_heaps(model, rendered)
    if beside or model.spec.int8:
        say("exports side by side")
        figures["exports"] = compare([folder, *beside], data / GARBAGE / "data.yaml", town[:8], clock)
    say("speed")
    figures["speed"] = speed(model, town[:8], clock)
    return figures


def persons_on_town_centre(model: Model, data: Path) -> tuple[list[Matched], list[Image]]:
    """Match persons on the labelled first frames of the clip, faint ones too; return them with the frames."""
    truth = keeping.read_town_centre(data / TOWN_CENTRE_TRUTH)
    last = int(max(truth) / keeping.TOWN_CENTRE_RATE)
    wanted = [frame for frame in range(0, last, EVERY) if keeping.truth_frame(frame) in truth]
    detector = open_detector(model, batch=1, confidence=min(CURVE))
    matched, images = [], []
    try:
        for number, image in clip_frames(data / TOWN_CENTRE, wanted):
            seen = detector.detect([image])[0]
            matched.append(keeping.persons_in_frame(seen, truth[keeping.truth_frame(number)]))
            images.append(image)
    finally:
        detector.close()
    return matched, images


def found_at(matched: Sequence[Matched], least: float) -> Figures:
    """Return precision and recall of the boxes with at least this confidence."""
    precision, recall = precision_recall(matched, least)
    return {"precision": precision, "recall": recall}


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
    ((single, batch, device),) = speeds([(model, ModelChoice().precision)], images, clock)
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
