"""The text of a model's card. Pure: the same model and figures give the same words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from detectors.model import Model

Figures = dict[str, Any]


def render(model: Model, figures: Figures) -> str:
    """Return the card as Markdown. Pure: the same model and figures give the same text."""
    spec = model.spec
    blocks = [
        f"# {spec.name} {spec.version}\n",
        f"Finds {', '.join(spec.classes)} in pictures of street cameras, at {spec.size[0]}x{spec.size[1]} pixels.\n",
        f"- weights: `{figures.get('weights', spec.weights)}`, {figures['megabytes']} MB, sha256 `{figures['sha256']}`",
        f"- kind: {spec.kind}; licence: {spec.licence}",
        f"- source: {spec.source}",
        f"- thresholds: confidence {spec.thresholds.confidence:g}"
        + "".join(f", {name} {value:g}" for name, value in spec.thresholds.per_class.items())
        + f"; IoU {spec.thresholds.iou:g}"
        + "".join(f"; {name} handed to rules from {value:g}" for name, value in spec.thresholds.faint.items())
        + "\n",
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
        f"| {name} | {one['ap50']:.3f} {span(one['ap50_ci95'])} | {one['ap50_95']:.3f} {span(one['ap50_95_ci95'])} "
        f"| {one['precision']:.2f} | {one['recall']:.2f} | {one['boxes']} | {one['pictures']} |"
        for name, one in valid["per_class"].items()
    ]
    false = valid["false_per_100_clean"]
    return [
        f"## On {valid['pictures']} pictures kept aside (the `valid` part, never trained or tuned on)\n",
        "| class | AP50 (95 % interval) | AP50-95 (95 % interval) | precision | recall | boxes | pictures |",
        "|---|---|---|---|---|---|---|",
        *rows,
        (
            f"| mean | **{valid['map50']:.3f}** {span(valid['map50_ci95'])} "
            f"| {valid['map50_95']:.3f} {span(valid['map50_95_ci95'])} | | | | |\n"
        ),
        "Precision and recall are at the thresholds above and IoU 0.5; intervals by bootstrap over pictures.",
        ""
        if false is None
        else (
            f"False heaps at the threshold: {false:.1f} per 100 pictures that hold none "
            f"({valid['clean_pictures']} such pictures; most show bins, full or overflowing).\n"
        ),
    ]


def span(interval: Sequence[float]) -> str:
    """Return an interval as it stands behind its figure."""
    return f"({interval[0]:.3f}-{interval[1]:.3f})"


def _kept(figures: Figures) -> list[str]:
    persons = figures["persons"]
    lines = [
        "## What it kept of its starting weights\n",
        (
            f"Persons on {persons['frames']} frames of TownCentre (1080p seen at the model's size, IoU 0.4): "
            f"recall {persons['recall']:.3f}, precision {persons['precision']:.3f} at the model's threshold. That is "
            "low, because who is not seen is not masked; a rule that counts asks for more:\n"
        ),
        "| confidence | " + " | ".join(f"{one['at']:g}" for one in persons["curve"]) + " |",
        "|---" * (1 + len(persons["curve"])) + "|",
        "| recall | " + " | ".join(f"{one['recall']:.2f}" for one in persons["curve"]) + " |",
        "| precision | " + " | ".join(f"{one['precision']:.2f}" for one in persons["curve"]) + " |\n",
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
