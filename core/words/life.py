"""What happens to an incident: merged, verified, told, kept. Code to (English, Chinese)."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "merge.same_box": (
        "merged into {incident}: the boxes overlap by {share} % in the same camera",
        "并入{incident}:同一摄像机画面内重叠{share}%",
    ),
    "merge.same_zone": (
        "merged into {incident}: same zone {zone} of the same camera",
        "并入{incident}:同一摄像机同一区域{zone}",
    ),
    "merge.near": (
        "merged because {distance_m} m apart, radii {radius_a} and {radius_b} m",
        "合并:相距{distance_m}米,定位半径{radius_a}米与{radius_b}米",
    ),
    "merge.recurrence_near": (
        "the same matter was closed {distance_m} m from here, radii {radius_a} and {radius_b} m",
        "同类问题曾在{distance_m}米处结案,定位半径{radius_a}米与{radius_b}米",
    ),
    "merge.recurrence_box": (
        "{incident} was closed at this place of the same picture (overlap {share} %)",
        "同一画面位置曾有{incident}结案(重叠{share}%)",
    ),
    "life.cleared": (
        "gone in every camera that can see it ({cameras}); {looks} more look(s) to prove it",
        "所有可见摄像机({cameras})均未再见,需再查看{looks}次确认",
    ),
    "life.proven": (
        "gone: {cleared} of {views} views show the place empty, {blind} cannot see it",
        "已清除:{views}个视角中{cleared}个确认无异常,{blind}个无法查看",
    ),
    "life.still_there": (
        "called handled, but seen again in {looks} looks",
        "已报处置完毕,但{looks}次查看中仍存在",
    ),
    "life.look_clear": ("{camera}: nothing at the place in this look", "{camera}:本次查看该处无异常"),
    "life.look_present": ("{camera}: still there in this look", "{camera}:本次查看仍存在"),
    "life.not_verified": (
        "could not be verified: no look could decide for {hours} h",
        "无法核实:{hours}小时内没有可判定的查看",
    ),
    "life.stale": (
        "not confirmed: no picture to decide on for {hours} h",
        "未能确认:{hours}小时内没有可判定的画面",
    ),
    "life.accepted": ("{receiver} accepted it{case}", "{receiver}已受理{case}"),
    "life.platform": ("the platform says {status}{case}: {note}", "平台状态:{status}{case} {note}"),
    "life.late": (
        "the platform's {status} of {platform_at} is older than what is known; nothing changed",
        "平台{platform_at}的状态{status}已过时,未作变更",
    ),
    "life.ended": (
        "the platform says {status} ({platform_at}), but it has ended; noted only",
        "平台状态{status}({platform_at}),但已结束,仅作记录",
    ),
    "life.overtaken": (
        "the platform's {status} of {when} is older than what is known; nothing changed",
        "平台{when}的状态{status}已过时,未作变更",
    ),
    "life.over": (
        "the platform says {status} ({when}), but it has ended; noted only",
        "平台状态{status}({when}),但已结束,仅作记录",
    ),
    "life.rested": (
        "the platform tells late that the clock stood still from {when} to {until}: the due time moves",
        "平台补报:{when}至{until}期间暂停计时,时限相应顺延",
    ),
    "evidence.lost": ("a picture could not be kept: {detail}", "图片未能保存:{detail}"),
}
