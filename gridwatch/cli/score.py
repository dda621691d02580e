"""`gridwatch score`: runs of `gridwatch replay` against the truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridwatch.cli.config import JsonTarget
from gridwatch.cli.show import err, out, table, words, write_json

if TYPE_CHECKING:
    from gridwatch.workbench.runs import Source
    from gridwatch.workbench.scoring.comparison import Comparison, Difference
    from gridwatch.workbench.scoring.intervals import Interval
    from gridwatch.workbench.scoring.scorecard import Scorecard
    from gridwatch.workbench.scoring.tally import Tally
    from gridwatch.workbench.scoring.within import Within
    from gridwatch.workbench.truth import TrueEvent


def score(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN", help="Run folder; with --compare two: A B.")],
    truth: Annotated[list[Path], typer.Option("--truth", help="Event truth, JSON Lines; may be repeated.")],
    within: Annotated[
        list[str] | None,
        typer.Option(
            "--within",
            help="Time to alarm that counts as found, by matter: crowding=5m; *=1h for all. May be repeated.",
        ),
    ] = None,
    compare: Annotated[
        bool, typer.Option("--compare", help="Is B better than A, by more than noise?")
    ] = False,
    json: JsonTarget = None,
    report: Annotated[
        Path | None, typer.Option("--report", help="Write one self-contained HTML page.")
    ] = None,
    looks: Annotated[
        Path | None,
        typer.Option(help="Folder of the stored looks that were replayed: the report shows what was missed."),
    ] = None,
) -> None:
    """Score a run by event against the truth, or compare two.

    Only events told within T of their start count into recall; duplicates and alarms without an event are false.
    """
    from gridwatch.workbench.scoring.within import Within
    from gridwatch.workbench.truth import read_truths

    if len(runs) != (2 if compare else 1):
        raise typer.BadParameter(
            "--compare takes two runs: A B" if compare else "give one run, or --compare A B"
        )
    if compare and report is not None:
        raise typer.BadParameter("--report is of one run; score A and B one after the other")
    events, limits = read_truths(truth), Within().changed(within or ())
    if compare:
        _compare(runs[0], runs[1], events, limits, json)
    else:
        _score(runs[0], events, limits, json, report, looks)


def _score(
    folder: Path,
    events: Sequence[TrueEvent],
    within: Within,
    json: Path | None,
    report: Path | None,
    looks: Path | None,
) -> None:
    from gridwatch.workbench.runs import read_run
    from gridwatch.workbench.scoring.scorecard import score as score_run

    run = read_run(folder)
    _warn(events, run.sources)
    card = score_run(run, events, within=within)
    if json is not None:
        write_json(json, card.to_json())
    if json is None or str(json) != "-":
        _print(card, str(folder))
    if report is not None:
        from gridwatch.workbench.scoring.report import write_report

        write_report(report, run, card, folder=folder, looks=looks)
        words(json).print(f"Report: {report}", markup=False)


def _compare(a: Path, b: Path, events: Sequence[TrueEvent], within: Within, json: Path | None) -> None:
    from gridwatch.workbench.runs import read_run
    from gridwatch.workbench.scoring.comparison import compare

    first, second = read_run(a), read_run(b)
    _warn(events, (*first.sources, *second.sources))
    result = compare(first, second, events, within=within)
    if json is not None:
        write_json(json, result.to_json())
    if json is None or str(json) != "-":
        _print_comparison(result)


def _warn(events: Sequence[TrueEvent], sources: Sequence[Source]) -> None:
    from gridwatch.workbench.scoring.belonging import check_belongs

    note = check_belongs(events, sources)
    if note:
        err.print(f"warning: {note}", markup=False)


def _print(card: Scorecard, name: str) -> None:
    total = card.total
    table(
        f"{name} against {total.events} events",
        ("figure", "value", "95 %"),
        (
            ("precision", _share(total.precision), _span(total.precision_ci95)),
            ("recall", _share(total.recall), _span(total.recall_ci95)),
            ("F1", _share(total.f1), _span(total.f1_ci95)),
            ("false alarms a camera-day", _share(total.rate), _span(total.rate_ci95)),
            ("found on time", total.matched, ""),
            ("found late", total.late, ""),
            ("missed", total.missed, ""),
            ("false alarms", total.false_alarms, f"{total.duplicates} of them duplicates"),
            ("not looked at", len(card.not_looked_at), ""),
            ("camera-days", f"{total.camera_days:.2f}", ""),
            ("latency p50 / p95", f"{_time(total.latency_s.p50)} / {_time(total.latency_s.p95)}", ""),
            ("place error p50 / p95", f"{_metres(total.place_error_m.p50)} / {_metres(total.place_error_m.p95)}", ""),
        ),
    )  # fmt: skip
    for title, groups in (("matter", card.by_matter), ("camera", card.by_camera), ("light", card.by_light)):
        _print_groups(title, groups)


def _print_groups(title: str, groups: Mapping[str, Tally]) -> None:
    columns = (
        title,
        "events",
        "found",
        "late",
        "missed",
        "false",
        "precision",
        "recall",
        "F1",
        "a camera-day",
    )
    rows = [
        (
            name, one.events, one.matched, one.late, one.missed, one.false_alarms,
            _share(one.precision), _share(one.recall), _share(one.f1), _share(one.rate),
        )
        for name, one in groups.items()
    ]  # fmt: skip
    table(f"By {title}", columns, rows)


def _print_comparison(result: Comparison) -> None:
    def row(name: str, one: Difference) -> tuple[str, ...]:
        return (
            name,
            f"{one.a:.3f}",
            f"{one.b:.3f}",
            f"{one.change:+.3f}",
            f"{one.ci95[0]:+.3f} to {one.ci95[1]:+.3f}",
            "yes" if one.more_than_noise else "no",
        )

    table(
        "B beside A",
        ("figure", "A", "B", "change", "95 %", "more than noise"),
        (
            row("F1", result.f1),
            row("recall", result.recall),
            row("precision", result.precision),
            row("false alarms a camera-day", result.false_per_day),
        ),
    )
    out.print(
        f"Found by A alone: {len(result.only_a)}; by B alone: {len(result.only_b)} (McNemar p {result.mcnemar_p:.3f})."
    )
    for note in result.notes:
        out.print(note.tell(), markup=False)
    out.print(result.verdict.tell(), markup=False)


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _span(interval: Interval | None) -> str:
    return "" if interval is None else f"{interval[0]:.3f} to {interval[1]:.3f}"


def _time(seconds: float | None) -> str:
    if seconds is None:
        return "-"
    return f"{seconds:.1f} s" if seconds < 120 else f"{seconds / 60:.1f} min"


def _metres(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f} m"
