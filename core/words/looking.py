"""How cameras are: health, attention, outages. Code to (English, Chinese); facts are filled in by name."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "attention.asked": (
        "looked at more often: an operator looked through it in the last {minutes:.0f} min",
        "加密查看:最近{minutes:.0f}分钟内有人调看",
    ),
    "attention.candidate": (
        "looked at more often: something there is not confirmed yet, or was gone less than {minutes:.0f} min ago",
        "加密查看:有待确认的发现,或其消失未满{minutes:.0f}分钟",
    ),
    "attention.incident": (
        "looked at more often: it sees something confirmed",
        "加密查看:画面内有已确认的问题",
    ),
    "attention.history": (
        "looked at more often: {incidents} incidents in the last {days:.0f} days",
        "加密查看:最近{days:.0f}天内发生{incidents}起",
    ),
    "outage.host": (
        "host {name_en} dark: {cameras} of {members} cameras do not answer since {since}",
        "主机{name}中断:{since}起{cameras}路摄像机(共{members}路)无响应",
    ),
    "outage.street": (
        "street {name_en} dark: {cameras} of {members} cameras do not answer since {since}",
        "街道{name}中断:{since}起{cameras}路摄像机(共{members}路)无响应",
    ),
    "outage.owner": (
        "network of owner {name_en} dark: {cameras} of {members} cameras do not answer since {since}",
        "权属单位{name}网络中断:{since}起{cameras}路摄像机(共{members}路)无响应",
    ),
    "outage.district": (
        "{name_en}: {cameras} of {members} cameras do not answer since {since}, of more than one owner",
        "{name}:{since}起{cameras}路摄像机(共{members}路)无响应,涉及多家权属单位",
    ),
    "outage.over.host": (
        "host {name_en} is back after {minutes} min: {back} of {cameras} cameras, {left} still do not answer",
        "主机{name}已恢复,历时{minutes}分钟:{cameras}路中{back}路恢复,{left}路仍无响应",
    ),
    "outage.over.street": (
        "street {name_en} is back after {minutes} min: {back} of {cameras} cameras, {left} still do not answer",
        "街道{name}已恢复,历时{minutes}分钟:{cameras}路中{back}路恢复,{left}路仍无响应",
    ),
    "outage.over.owner": (
        (
            "network of owner {name_en} is back after {minutes} min: {back} of {cameras} cameras, "
            "{left} still do not answer"
        ),
        "权属单位{name}网络已恢复,历时{minutes}分钟:{cameras}路中{back}路恢复,{left}路仍无响应",
    ),
    "outage.over.district": (
        "{name_en}: back after {minutes} min: {back} of {cameras} cameras, {left} still do not answer",
        "{name}已恢复,历时{minutes}分钟:{cameras}路中{back}路恢复,{left}路仍无响应",
    ),
    "health.back": ("pictures again after {minutes} min ({was})", "恢复正常,此前异常{minutes}分钟({was})"),
    "health.unreachable": ("cannot be reached: {detail}", "无法连接:{detail}"),
    "health.timeout": ("does not answer in time: {detail}", "响应超时:{detail}"),
    "health.login_refused": ("refuses the login: {detail}", "登录被拒绝:{detail}"),
    "health.login_stopped": (
        "no more logins are tried, so that the account is not locked: {detail}",
        "为避免账号锁定已停止登录:{detail}",
    ),
    "health.no_credential": ("wants a login and has none: {detail}", "需要登录但未配置账号:{detail}"),
    "health.no_address": ("no address of a picture is known: {detail}", "未知取图地址:{detail}"),
    "health.bad_answer": ("gives a wrong answer: {detail}", "应答错误:{detail}"),
    "health.too_large": ("sends too large a picture: {detail}", "图像过大:{detail}"),
    "health.not_a_picture": ("sends what is no picture: {detail}", "返回内容不是图像:{detail}"),
    "health.truncated": ("sends cut-off pictures: {detail}", "图像不完整:{detail}"),
    "health.no_frame": ("its stream brings no picture: {detail}", "视频流无画面:{detail}"),
    "health.black": ("the picture is black: {detail}", "画面黑屏:{detail}"),
    "health.overexposed": ("the picture is overexposed: {detail}", "画面过曝:{detail}"),
    "health.frozen": ("the picture is frozen: {detail}", "画面冻结:{detail}"),
    "health.blurred": ("the picture is blurred: {detail}", "画面模糊:{detail}"),
    "health.turned": ("looks elsewhere than before: {detail}", "画面偏离原有视角:{detail}"),
    "health.away": ("turned away from its home view: {detail}", "云台已转离复位视角:{detail}"),
    "health.wrong_time": (
        "its clock is {offset_s:.0f} s off, allowed are {tolerance_s:.0f} s",
        "摄像机时钟偏差{offset_s:.0f}秒,允许{tolerance_s:.0f}秒",
    ),
    "health.right_time": ("its clock is right again", "摄像机时钟已恢复正常"),
}
