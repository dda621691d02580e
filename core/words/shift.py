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
    "shift.severe": (
        "so severe a case is not put aside; acknowledge it instead",
        "这样严重的事件不能搁置，请受理",
    ),
    "shift.reject.other": ("something else, in words{text}", "其他原因{text}"),
    "shift.claimed": ("{who} is working on it", "{who}正在办理该事件"),
    "shift.awaited.acknowledge": ("{who} has just acknowledged it", "{who}刚受理该事件"),
    "shift.awaited.confirm": ("{who} has just confirmed it", "{who}刚确认该事件属实"),
    "shift.awaited.reject": ("{who} has just rejected it", "{who}刚将该事件作误报"),
    "shift.awaited.assign": ("{who} has just assigned it to a unit", "{who}刚改派该事件"),
    "shift.awaited.shelve": ("{who} has just put it aside", "{who}刚搁置该事件"),
    "shift.awaited.unshelve": ("{who} has just taken it from the shelf", "{who}刚取消搁置该事件"),
    "shift.awaited.merge": ("{who} has just merged it", "{who}刚合并该事件"),
    "shift.awaited.split": ("{who} has just split it", "{who}刚拆分该事件"),
    "shift.awaited.look_again": ("{who} has just asked for another look at it", "{who}刚要求再看该事件"),
    "shift.awaited.send_again": ("{who} has just sent it again", "{who}刚再次上报该事件"),
    "shift.awaited.close": ("{who} has just closed it", "{who}刚对该事件人工结案"),
    "shift.gone": ("there is no such case any more", "该事件已不存在"),
    "shift.refused": ("not possible any more: {what}", "已无法执行:{what}"),
}
