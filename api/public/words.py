"""What the public page says, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from alerts.progress import Note, Reached
from core.case import Stage

Words = tuple[str, str]  # Chinese, English

STAGES: Mapping[Stage, Words] = {
    Stage.COLLECTED: ("信息收集", "Seen"),
    Stage.FILED: ("案卷建立", "Filed"),
    Stage.DISPATCHED: ("任务派遣", "Given to a unit"),
    Stage.HANDLING: ("任务处理", "Being handled"),
    Stage.FEEDBACK: ("处理反馈", "Reported as done"),
    Stage.CLOSED: ("核查结案", "Checked and closed"),
    Stage.EVALUATED: ("综合评价", "Evaluated"),
}
NOTES: Mapping[Note, Words] = {
    Note.CHECKING: (
        "处置单位已反馈完成,正在通过摄像机复看",
        "The unit says that it is done; it is being looked at again",
    ),
    Note.AGAIN: (
        "复看未通过,须再次处置",
        "It was still there when it was checked; it has to be handled again",
    ),
    Note.RETURNED: ("案件已退回,等待重新派遣", "The unit gave it back; it waits for another"),
    Note.SUSPENDED: ("案件已挂账或缓办", "It is put off for the time being"),
    Note.CANCELLED: ("不予立案或已作废", "It was not filed, or was withdrawn"),
}
REACHED: Mapping[Reached, Words] = {
    Reached.DONE: ("已完成", "done"),
    Reached.NOW: ("进行中", "now"),
    Reached.AHEAD: ("未开始", "to come"),
}
