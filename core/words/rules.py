"""What rules say about what they see. Code to (English, Chinese); facts are filled in by name."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "dwell.candidate": (
        "{label} first seen in {zone}; {k} of {n} looks over {over_s:.0f} s will confirm it",
        "{zone}首次发现{label},需在{over_s:.0f}秒内{n}次查看中至少{k}次确认",
    ),
    "dwell.waiting": (
        "{label} seen in {hits} of the last {looks} looks, for {age_s:.0f} s",
        "{label}在最近{looks}次查看中出现{hits}次,已持续{age_s:.0f}秒",
    ),
    "dwell.confirmed": (
        "{label} in {zone} in {hits} of {looks} looks over {age_s:.0f} s",
        "{zone}在{age_s:.0f}秒内{looks}次查看中{hits}次发现{label}",
    ),
    "dwell.present": ("{label} is still in {zone}", "{label}仍在{zone}"),
    "dwell.missed": (
        "{label} not seen in this look ({misses} of {clear_n} needed to call it cleared)",
        "本次查看未见{label}(已{misses}次,{clear_n}次后判定清除)",
    ),
    "dwell.cleared": ("{label} gone in {misses} looks in a row", "{label}连续{misses}次查看未见,已清除"),
    "dwell.dropped": (
        "{label} gone before it was confirmed ({hits} of {looks} looks)",
        "{label}在确认前消失({looks}次查看中{hits}次)",
    ),
    "crowd.candidate": ("{count} persons, limit {limit}", "{count}人,阈值{limit}人"),
    "crowd.confirmed": (
        "{count} persons in {zone} for {age_s:.0f} s, limit {limit}",
        "{zone}聚集{count}人,持续{age_s:.0f}秒,阈值{limit}人",
    ),
    "crowd.present": ("{count} persons in {zone}", "{zone}现有{count}人"),
    "crowd.missed": (
        "{count} persons, at or below the lower limit {low}",
        "{count}人,已不高于下限{low}人",
    ),
    "crowd.cleared": (
        "dispersed: {count} persons, at or below {low} for {age_s:.0f} s",
        "已疏散:{count}人,低于{low}人持续{age_s:.0f}秒",
    ),
    "crowd.dropped": ("{count} persons: back below the limit before it lasted", "{count}人:未持续即回落"),
    "count.candidate": ("{count} {label} in {zone}, limit {limit}", "{zone}内{label}{count},限值{limit}"),
    "count.confirmed": (
        "{count} {label} in {zone} for {age_s:.0f} s, limit {limit}",
        "{zone}内{label}{count},持续{age_s:.0f}秒,限值{limit}",
    ),
    "count.present": ("{count} {label} in {zone}", "{zone}内{label}{count}"),
    "count.missed": ("{count} {label} in {zone}, within the limit", "{zone}内{label}{count},未超限"),
    "count.cleared": ("{zone} is back within its limit", "{zone}已恢复正常"),
    "count.dropped": ("{zone}: over the limit for too short a time", "{zone}:超限时间过短"),
    "dwell.covered": (
        "{label}: its place in {zone} is covered by {by} in this look, which tells nothing",
        "{zone}内{label}的位置被{by}遮挡,本次查看不作判定",
    ),
    "dwell.faint": (
        "{label} is only faint in this look ({score:.2f}, needs {least:.2f}), which tells nothing",
        "本次查看中{label}不清晰({score:.2f},需{least:.2f}),不作判定",
    ),
    "dwell.stale": (
        "{label} in {zone}: not looked at for {gap_s:.0f} s, so it starts afresh",
        "{zone}内{label}已{gap_s:.0f}秒未查看,重新计时",
    ),
    "dwell.shed": (
        "{shed} more finds in {zone} are not followed: {max} things are already remembered",
        "{zone}另有{shed}处未跟踪:已记录{max}处,达到上限",
    ),
    "crowd.waiting": (
        (
            "{count} persons in {zone} in {hits} looks over {age_s:.0f} s, limit {limit}; "
            "{k} looks over {over_s:.0f} s confirm it"
        ),
        "{zone}现有{count}人,{age_s:.0f}秒内{hits}次超过阈值{limit}人,满{k}次且持续{over_s:.0f}秒后确认",
    ),
    "crowd.confirmed_capped": (
        "at least {count} persons in {zone} for {age_s:.0f} s, limit {limit}; {shed} more boxes were not counted",
        "{zone}聚集至少{count}人,持续{age_s:.0f}秒,阈值{limit}人(另有{shed}个检测框未计入)",
    ),
    "crowd.present_capped": (
        "at least {count} persons in {zone}; {shed} more boxes were not counted",
        "{zone}现有至少{count}人(另有{shed}个检测框未计入)",
    ),
    "crowd.stale": (
        "{zone}: not looked at for {gap_s:.0f} s, so the crowd starts afresh",
        "{zone}已{gap_s:.0f}秒未查看,聚集重新计时",
    ),
    "crowd.no_area": (
        (
            "{rule} counts persons per square metre, but the area of {zone} is not known: it has no area_m2, and the "
            "camera no pose and no ground points by which it could be measured; it is not checked"
        ),
        "{rule}按每平方米人数判定,但{zone}面积未知(未设area_m2,摄像机也无姿态或地面控制点可供测算),未检查",
    ),
    "crowd.area_cut": (
        (
            "{rule} measures {zone} only up to {reach_m:.0f} m from the camera ({area_m2:.0f} m²); "
            "persons farther away are not counted"
        ),
        "{rule}仅测算{zone}距摄像机{reach_m:.0f}米以内部分({area_m2:.0f}平方米),更远处人员不计",
    ),
    "crowd.candidate_density": (
        "{count} persons on {area_m2:.0f} m², {density:.2f} per m², limit {limit}",
        "{area_m2:.0f}平方米内{count}人,每平方米{density:.2f}人,阈值{limit}人",
    ),
    "crowd.waiting_density": (
        (
            "{count} persons on {area_m2:.0f} m² of {zone}, {density:.2f} per m², in {hits} looks over {age_s:.0f} s, "
            "limit {limit}; {k} looks over {over_s:.0f} s confirm it"
        ),
        (
            "{zone}{area_m2:.0f}平方米内{count}人,每平方米{density:.2f}人,{age_s:.0f}秒内{hits}次超过阈值{limit}人,"
            "满{k}次且持续{over_s:.0f}秒后确认"
        ),
    ),
    "crowd.confirmed_density": (
        "{count} persons on {area_m2:.0f} m² of {zone}, {density:.2f} per m², for {age_s:.0f} s, limit {limit}",
        "{zone}{area_m2:.0f}平方米内聚集{count}人,每平方米{density:.2f}人,持续{age_s:.0f}秒,阈值{limit}人",
    ),
    "crowd.present_density": (
        "{count} persons on {area_m2:.0f} m² of {zone}, {density:.2f} per m²",
        "{zone}{area_m2:.0f}平方米内现有{count}人,每平方米{density:.2f}人",
    ),
    "count.waiting": (
        (
            "{count} {label} in {zone} in {hits} looks over {age_s:.0f} s, limit {limit}; "
            "{k} looks over {over_s:.0f} s confirm it"
        ),
        "{zone}内{label}{count},{age_s:.0f}秒内{hits}次超过限值{limit},满{k}次且持续{over_s:.0f}秒后确认",
    ),
    "count.stale": (
        "{zone}: not looked at for {gap_s:.0f} s, so the count starts afresh",
        "{zone}已{gap_s:.0f}秒未查看,计数重新开始",
    ),
    "rule.nothing": (
        (
            "{rule}: nothing to report; of {found} finds {faint} too uncertain, {size} of a wrong size, "
            "{outside} outside of its zones"
        ),
        "{rule}:无可报告;共{found}处,其中{faint}处置信度不足,{size}处大小不符,{outside}处在区域外",
    ),
    "rule.no_zone": (
        "{rule}: the camera has no zone of a kind it is for ({kinds})",
        "{rule}:该摄像机没有适用的区域({kinds})",
    ),
    "rule.removed": (
        "the rule or zone no longer exists ({rule}, {zone}): no longer looked for, not known to be gone",
        "规则或区域已取消({rule},{zone}):不再检查,是否清除未知",
    ),
    "rule.seen_already": (
        "look {look} was already decided on or is older than the last one; nothing changed",
        "查看{look}已处理或早于上次,未作变更",
    ),
    "rule.afresh": (
        "what was remembered of this camera cannot be read ({detail}); the rules start afresh",
        "该摄像机的历史状态无法读取({detail}),规则重新开始",
    ),
}
