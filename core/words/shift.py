"""Operators side by side: why a case was rejected, what was not possible any more. Code to (English, Chinese)."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "shift.reject.nothing_there": ("nothing there{text}", "画面中没有{text}"),
    "shift.reject.something_else": ("it is something else{text}", "识别成了别的东西{text}"),
    "shift.reject.allowed": ("allowed here, or work under way{text}", "已许可或正常作业{text}"),
    "shift.reject.dealt_with": ("already dealt with{text}", "现场已处理{text}"),
    "shift.reject.not_ours": (
        "not ours: outside of the district or the matter{text}",
        "不属本区或本事项{text}",
    ),
    "shift.reject.bad_picture": ("the picture is not good enough to say{text}", "画面质量不足以判断{text}"),
    "shift.merged": ("it has gone into {into} meanwhile", "期间已并入{into}"),
    "shift.stands.candidate": ("it is not confirmed yet", "该事件尚待确认"),
    "shift.stands.open": ('it stands at "to do" now', "该事件现为“待处置”"),
    "shift.stands.acknowledged": ('it stands at "acknowledged" now', "该事件现为“已受理”"),
    "shift.stands.reported": ('it stands at "reported" now', "该事件现为“已上报”"),
    "shift.stands.handling": ('it stands at "handling" now', "该事件现为“处置中”"),
    "shift.stands.verifying": ("it is being verified now", "该事件现正核查"),
    "shift.stands.closed": ("it is closed by now", "该事件已结案"),
    "shift.stands.reopened": ("it was reopened", "该事件已重开"),
    "shift.stands.rejected": ("it is rejected by now", "该事件已作误报处理"),
    "shift.stands.expired": ("it was never confirmed and has expired", "该事件未成立,已过期"),
    "shift.not_held": (
        "nothing holds it back: there is nothing to send again",
        "该事件未被暂缓上报,无需再次上报",
    ),
    "shift.reject.other": ("something else, in words{text}", "其他原因{text}"),
    "shift.claimed": ("{who} is working on it", "{who}正在办理该事件"),
    "shift.awaited": ("{who} has just decided about it ({act})", "{who}刚对该事件作出处理({act})"),
    "shift.gone": ("there is no such case any more", "该事件已不存在"),
    "shift.refused": ("not possible any more: {what}", "已无法执行:{what}"),
}
