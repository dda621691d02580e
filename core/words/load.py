"""The operator's load: why an alarm is shown, held back, grouped or put first. Code to (English, Chinese)."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "load.shown": ("shown: nothing holds it back", "显示:无抑制条件"),
    "load.grouped": (
        "{count} alike, told as one: {alarms} alarms in {minutes} minutes are a flood",
        "{count}起同类合并显示:{minutes}分钟内{alarms}起告警,已成告警潮",
    ),
    "load.held.outage": ("held back: its cameras are dark ({name_en})", "暂缓:所属摄像机中断({name})"),
    "load.held.turned": (
        "held back: the camera was turned, its places are not right",
        "暂缓:摄像机已转向,定位不可信",
    ),
    "load.held.weather": (
        "held back: bad weather declared by {who}: {why}",
        "暂缓:恶劣天气({who}登记):{why}",
    ),
    "load.held.degraded": (
        "held back: pictures of {cameras} of {members} cameras of street {street} turned bad at once",
        "暂缓:街道{street}共{members}路摄像机中{cameras}路画面同时变差",
    ),
    "load.held.silence": ("silenced by {who}: {why}", "已静默({who}):{why}"),
    "load.held.shelf": ("shelved by {who}: {why}", "已搁置({who}):{why}"),
    "load.standing": ("standing: nobody has taken it for {hours} h", "滞留:{hours}小时无人受理"),
    "load.chattering": (
        "chattering: its source has raised {times} alarms in {hours} h",
        "频繁告警:{hours}小时内同一来源告警{times}次",
    ),
    "load.shelved": ("shelved until {until}: {why}", "搁置至{until}:{why}"),
    "load.unshelved": ("taken from the shelf: {why}", "取消搁置:{why}"),
    "load.rank.severity.extreme": ("extreme", "特别严重"),
    "load.rank.severity.severe": ("severe", "严重"),
    "load.rank.severity.moderate": ("moderate", "一般"),
    "load.rank.severity.minor": ("minor", "轻微"),
    "load.rank.observed": ("confirmed by a person", "人工已确认"),
    "load.rank.likely": ("likely: the machine is {percent} % sure", "较可信:识别置信度{percent}%"),
    "load.rank.possible": ("possible: the machine is {percent} % sure", "存疑:识别置信度{percent}%"),
    "load.rank.overdue": ("overdue", "已超期"),
    "load.rank.limit": ("{percent} % of its time limit has passed", "处置时限已用{percent}%"),
    "load.rank.waiting": ("waiting for {minutes} min", "已等待{minutes}分钟"),
    "load.rank.repeats": (
        "came again {times} time(s); reported by others {reports} time(s)",
        "重复发生{times}次,他处反映{reports}次",
    ),
    "load.rank.important": (
        "an important place; seen by {cameras} camera(s)",
        "重点区域,{cameras}路摄像机可见",
    ),
    "load.rank.views": ("seen by {cameras} cameras", "{cameras}路摄像机可见"),
    "load.measure.per_seat_hour": ("alarms per seat and hour", "每席每小时告警"),
    "load.measure.p95_hour": ("busiest hour in twenty, per seat", "每席繁忙小时告警(95分位)"),
    "load.measure.flood": ("ten-minute periods in flood", "告警潮时段占比"),
    "load.measure.standing": ("standing alarms", "滞留告警"),
    "load.measure.chattering": ("chattering sources", "频繁告警来源"),
    "load.measure.top_ten": ("share of the ten most frequent sources", "前十来源占比"),
}
