"""The city's case: time limits, what waits for an operator, what could not be verified. Code to (English, Chinese)."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "case.platform_until": (
        "the platform says {status}, due {until}{case}: {note}",
        "平台状态:{status},时限至{until}{case} {note}",
    ),
    "case.platform_due": (
        "the platform says {status}, due {due}{case}: {note}",
        "平台状态:{status},时限至{due}{case} {note}",
    ),
    "case.overdue": (
        "overdue: the limit passed at {due}, {unit} has not called it done",
        "已超期:时限{due}已过,{unit}未反馈处置完毕",
    ),
    "case.waits_light": (
        "it is night there: it is looked at again in daylight, from {until}",
        "现场为夜间:{until}起在白天复核",
    ),
    "case.could_not.gone": (
        "could not be verified: {cameras} is configured no more",
        "无法核实:摄像机{cameras}已不在配置中",
    ),
    "case.could_not.turned": (
        "could not be verified: {cameras} looks elsewhere; no look could decide for {hours} h",
        "无法核实:摄像机{cameras}画面已转向,{hours}小时内没有可判定的查看",
    ),
    "case.could_not.offline": (
        "could not be verified: {cameras} does not answer; no look could decide for {hours} h",
        "无法核实:摄像机{cameras}离线,{hours}小时内没有可判定的查看",
    ),
    "case.could_not.blind": (
        "could not be verified: {cameras} brings no usable picture; no look could decide for {hours} h",
        "无法核实:摄像机{cameras}无可用画面,{hours}小时内没有可判定的查看",
    ),
    "case.assigned": (
        "{unit_en} is responsible from now on, {before_en} was before{why}",
        "改派{unit}负责,原为{before}{why}",
    ),
}
