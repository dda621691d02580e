"""What a second opinion said. Code to (English, Chinese); facts are filled in by name."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "opinion.found": (
        "second opinion: {label} is there in the {gain} times enlarged tile ({score:.2f}, needs {least:.2f})",
        "复核:放大{gain}倍后仍见{label}({score:.2f},需{least:.2f})",
    ),
    "opinion.faint": (
        "second opinion: {label} is only faint in the {gain} times enlarged tile ({score:.2f}, needs {least:.2f})",
        "复核:放大{gain}倍后{label}不清晰({score:.2f},需{least:.2f}),无法判定",
    ),
    "opinion.not_found": (
        "second opinion: no {label} in the {gain} times enlarged tile (best {score:.2f}, needs {least:.2f})",
        "复核:放大{gain}倍后未见{label}(最高{score:.2f},需{least:.2f})",
    ),
    "opinion.counted": (
        "second opinion: {count} {label}, at least {least} needed",
        "复核:{label}{count},达到{least}",
    ),
    "opinion.nearly": (
        "second opinion: {count} {label} where {least} are needed: too close to tell",
        "复核:{label}{count},阈值{least},相差不大,无法判定",
    ),
    "opinion.too_few": (
        "second opinion: only {count} {label}, {least} needed",
        "复核:{label}仅{count},未达{least}",
    ),
    "opinion.no_gain": (
        "second opinion: the tile is only {gain} times larger than the picture; nothing new can be seen in it",
        "复核:放大仅{gain}倍,无法获得更多信息",
    ),
    "opinion.unknown_class": (
        "second opinion: the other model does not know {classes}",
        "复核:复核模型不识别{classes}",
    ),
    "opinion.endpoint_agrees": ("second opinion: agrees: {words}", "复核:同意。{words}"),
    "opinion.endpoint_disagrees": ("second opinion: disagrees: {words}", "复核:不同意。{words}"),
    "opinion.endpoint_cannot_tell": ("second opinion: cannot tell: {words}", "复核:无法判定。{words}"),
    "opinion.not_masked": (
        "second opinion: not asked, the picture could not be masked safely",
        "复核:画面无法可靠打码,未送出复核",
    ),
    "opinion.failed": (
        "second opinion: no usable answer ({detail}); the rule decides",
        "复核:未获有效答复({detail}),按规则判定",
    ),
    "opinion.late": (
        "second opinion: no answer within {deadline_s:g} s; the rule decides",
        "复核:{deadline_s:g}秒内无答复,按规则判定",
    ),
    "opinion.not_asked": (
        "second opinion: not asked, {per_minute} questions a minute are used up; the rule decides",
        "复核:每分钟{per_minute}次的额度已用完,按规则判定",
    ),
}
