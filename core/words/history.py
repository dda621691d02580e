"""Why a camera was not looked at. Code to (English, Chinese); facts are filled in by name."""

from __future__ import annotations

_KINDS: dict[str, tuple[str, str]] = {
    "unreachable": ("could not be reached", "无法连接"),
    "timeout": ("did not answer in time", "响应超时"),
    "login_refused": ("refused the login", "登录被拒绝"),
    "login_stopped": ("logins have stopped, so that the account is not locked", "为避免锁号已停止登录"),
    "no_credential": ("wants a login and has none", "缺少登录账号"),
    "no_address": ("no address of a picture is known", "取图地址未知"),
    "bad_answer": ("gave a wrong answer", "应答错误"),
    "too_large": ("sent too large a picture", "图像过大"),
    "not_a_picture": ("sent what is no picture", "返回内容不是图像"),
    "truncated": ("sent a cut-off picture", "图像不完整"),
    "no_frame": ("its stream brought no picture", "视频流无画面"),
    "circuit_open": ("its host was left alone after failures in a row", "所在主机连续失败,暂停访问"),
    "no_budget": ("the budgets were full: too many looks for the sessions allowed", "访问额度已满,未排到"),
    "away": ("it was turned away from its home view", "云台已转离复位视角"),
    "internal": ("our own fault, see the log", "系统内部故障,详见日志"),
    "black": ("the picture was black", "画面黑屏"),
    "overexposed": ("the picture was overexposed", "画面过曝"),
    "frozen": ("the picture was frozen", "画面冻结"),
    "blurred": ("the picture was blurred", "画面模糊"),
    "turned": ("it looked elsewhere than before", "画面偏离原有视角"),
    "wrong_time": ("its clock was off", "时钟偏差"),
}

_OURS = {kind: _KINDS[kind] for kind in ("no_budget", "circuit_open", "away")}  # no failure went before

WORDS: dict[str, tuple[str, str]] = {
    **{f"kind.{kind}": words for kind, words in _KINDS.items()},
    **{
        f"history.failed.{kind}": (
            f"{{periods}} times nothing to decide on: {english}",
            f"{{periods}}次查看无结果:{chinese}",
        )
        for kind, (english, chinese) in _KINDS.items()
    },
    **{
        f"history.missed.{kind}": (
            f"{{periods}} times not looked at: {english}",
            f"{{periods}}次未查看:{chinese}",
        )
        for kind, (english, chinese) in _OURS.items()
    },
    **{
        f"history.missed.{kind}": (
            f"{{periods}} times not looked at: left alone for a while after a failure ({english})",
            f"{{periods}}次未查看:上次失败后退避({chinese})",
        )
        for kind, (english, chinese) in _KINDS.items()
        if kind not in _OURS
    },
    "history.well": (
        "{on_time} of {due} looks on time in the last {hours} h",
        "最近{hours}小时内{due}次查看中{on_time}次按时",
    ),
    "history.late": ("{periods} times late", "{periods}次查看超时限"),
    "history.nothing": (
        "nothing is known of the last {hours} h: the service did not run, or the camera was not to be looked at",
        "最近{hours}小时无记录:系统未运行,或该摄像机未启用",
    ),
    "history.off": ("the camera is not to be looked at (enabled: false)", "该摄像机已停用(enabled: false)"),
    "history.watched": (
        "a warm stream is kept: every picture of it counts as a look",
        "该摄像机为持续观看,每张画面计为一次查看",
    ),
}
