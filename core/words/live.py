"""Live views and turning by hand: why not. Code to (English, Chinese); facts are filled in by name."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "live.unknown": ("there is no camera {camera}", "没有摄像机{camera}"),
    "live.off": ("the camera is not to be looked at (enabled: false)", "该摄像机已停用(enabled: false)"),
    "live.stranger": ("sign in first", "请先登录"),
    "live.role": ("the role {role} may not watch live", "角色{role}无权实时观看"),
    "live.owner_hours": (
        "{owner} allows live views from {hours} only; looks and evidence go on",
        "权属单位{owner}仅允许在{hours}实时观看;巡看与证据不受影响",
    ),
    "live.owner_role": (
        "{owner} does not allow the role {role} to watch its cameras live",
        "权属单位{owner}不允许角色{role}实时观看其摄像机",
    ),
    "live.full": (
        "{most} cameras are watched already, which budgets.watched allows: end another live view first",
        "已有{most}路在实时观看,达到上限(budgets.watched),请先关闭其他实时画面",
    ),
    "live.no_session": (
        "no session is free for it in total, at its host or for its owner: try again in a moment",
        "总数、所在主机或权属单位的访问额度已满,请稍后重试",
    ),
    "live.crowded": ("{most} people watch this camera already", "已有{most}人在观看该摄像机,达到上限"),
    "live.no_picture": ("no picture comes: {detail}", "无法取得画面:{detail}"),
    "live.unmasked": (
        "live pictures are shown masked only, and this one could not be masked safely",
        "实时画面须遮挡后显示,当前无法可靠遮挡",
    ),
    "live.over": (
        "watched for {minutes} min: open it again to go on",
        "已连续观看{minutes}分钟,如需继续请重新打开",
    ),
    "live.stopping": ("the service is stopping", "系统正在停止"),
    "try.needs": (
        "it would be confirmed by {k} of {n} such looks over {over_s:.0f} s; one picture alone raises nothing",
        "需在{over_s:.0f}秒内{n}次查看中{k}次如此方可确认,单张画面不产生事件",
    ),
    "turn.not_held": ("hold the camera first: it is turned only for who uses it", "请先占用云台,再进行转动"),
    "turn.held": ("{who} is using it", "{who}正在使用该云台"),
    "turn.nothing": ("say where to: a preset, home, or a step", "请指定预置位、复位或步进"),
    "turn.presets_only": (
        "the device does not tell or take degrees: use its presets",
        "该设备不支持按角度转动,请使用预置位",
    ),
}
