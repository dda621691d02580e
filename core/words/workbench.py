"""What the engineer's pages say of runs and candidates. Code to (English, Chinese); facts are filled in by name."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "gate.of_another": (
        "the {side_en} scorecard is not of {wanted} but of {about}: score the run of it",
        "{side}的成绩不是{wanted}的,而是{about}的:请选它自己的回放",
    ),
    "gate.run_otherwise": (
        (
            "the {side_en} scorecard is of a model that told boxes by {about}; the district runs it by {wanted}: "
            "replay it by the district's configs"
        ),
        "{side}的成绩来自按{about}运行的模型,本区按{wanted}运行:请用本区的配置重新回放",
    ),
    "gate.unknown": (
        "{figure_en} is not known in the {side_en} scorecard: nothing was there to measure it on",
        "{side}的成绩中没有{figure}:没有可供计算的事件或查看",
    ),
    "gate.worse": (
        "{figure_en} is worse by {worse:.4f} ({before:.4f} to {after:.4f}), allowed are {margin:g}",
        "{figure}变差{worse:.4f}({before:.4f}→{after:.4f}),最多允许{margin:g}",
    ),
    "gate.other_looks": (
        (
            "the scorecards are not of the same looks and truth: {events} events in {days:.2f} camera-days against "
            "{other_events} in {other_days:.2f}"
        ),
        (
            "两份成绩依据的查看和真值不同:现行{events}件事件、{days:.2f}路·日,"
            "候选{other_events}件、{other_days:.2f}路·日"
        ),
    ),
    "gate.other_limits": (
        "{matter} counts as found within {before:g} s in the live scorecard, {after:g} s in the candidate's",
        "{matter}算作及时的时限不同:现行{before:g}秒,候选{after:g}秒",
    ),
    "compare.figures": (
        (
            "F1 {f1_a:.3f} -> {f1_b:.3f} ({f1:+.3f}, 95 % {f1_low:+.3f} to {f1_high:+.3f}); "
            "recall {recall_a:.3f} -> {recall_b:.3f} ({recall:+.3f}, 95 % {recall_low:+.3f} to {recall_high:+.3f}), "
            "false alarms a camera-day {false_a:.3f} -> {false_b:.3f} "
            "({false:+.3f}, 95 % {false_low:+.3f} to {false_high:+.3f})"
        ),
        (
            "F1 {f1_a:.3f}→{f1_b:.3f}({f1:+.3f},95%区间{f1_low:+.3f}至{f1_high:+.3f});"
            "召回率{recall_a:.3f}→{recall_b:.3f}({recall:+.3f},95%区间{recall_low:+.3f}至{recall_high:+.3f}),"
            "误报/路·日{false_a:.3f}→{false_b:.3f}({false:+.3f},95%区间{false_low:+.3f}至{false_high:+.3f})"
        ),
    ),
    "compare.few": ("Too few camera-days to tell: {figures_en}.", "路·日太少,无法判定:{figures}。"),
    "compare.better": ("{winner} is better than {loser}: {figures_en}.", "{winner}优于{loser}:{figures}。"),
    "compare.none": ("No difference beyond noise: {figures_en}.", "差异未超出噪声:{figures}。"),
    "compare.trade": (
        "{winner} finds more, {loser} raises fewer false alarms; F1 cannot tell: {figures_en}.",
        "{winner}发现更多,{loser}误报更少,F1无法判定:{figures}。",
    ),
    "compare.one_thing": (
        "{winner} is better in one thing and not worse in the other: {figures_en}.",
        "{winner}一项更好,另一项不差:{figures}。",
    ),
    "compare.left_out": (
        "{side} alone looked at {days:.2f} camera-days; they are left out",
        "仅{side}看过的{days:.2f}路·日未计入",
    ),
    "compare.few_days": (
        "only {count} cameras and dates to draw from: look at more before trusting a difference",
        "只有{count}个路·日可供抽样:多看一些再下结论",
    ),
    "exhibit.lasted": ("from {at} for {lasted_en}", "{at}起,持续{lasted}"),
    "exhibit.tags": ("tags: {tags}", "标签:{tags}"),
    "exhibit.duplicate": ("{cameras} · duplicate", "{cameras} · 重复告警"),
    "exhibit.nothing": ("{cameras} · nothing was there", "{cameras} · 现场并无此事"),
    "exhibit.opened": ("opened {at}, confidence {confidence:.2f}", "{at}立案,置信度{confidence:.2f}"),
    "exhibit.why": ("why: {why_en}", "依据:{why}"),
    "exhibit.no_look": ("No look of it was kept; give --looks.", "没有保存当时的画面"),
    "exhibit.look": ("Look of {at}", "{at}的画面"),
    "exhibit.unreadable": ("{file}: unreadable", "{file}无法读取"),
    "exhibit.opening": ("The look that opened it.", "立案时的画面"),
    "exhibit.none": ("The run kept no picture of it.", "该回放没有保存画面"),
}
