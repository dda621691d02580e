"""What each figure is called and what it counts, in both languages: answered with it and told in docs/operators.md."""

from __future__ import annotations

# ruff: noqa: E501 - one sentence a line

# name -> (Chinese title, English title, Chinese definition, English definition)
FIGURES: dict[str, tuple[str, str, str, str]] = {
    "on_time": (
        "按时巡看率",
        "Looked at on time",
        "应巡看周期中,按时取得可用画面的周期所占比例;迟到、失败和错过的周期分别计数。按周期结束的小时归类。",
        (
            "Share of the patrol periods due in which a usable picture was taken in time; late, failed and missed periods "
            "are counted apart. A period counts in the hour in which it ended."
        ),
    ),
    "alarms": (
        "每席每小时告警",
        "Alarms per seat and hour",
        (
            "向坐席显示的告警数除以值守的坐席小时数,从有记录的第一个小时算起,不计未来的小时。"
            "告警潮中合并显示的一组,在其增长的每十分钟内计一次。平均每席每小时6起为可接受,最忙一小时不超过12起。"
        ),
        (
            "Alarms shown to operators, divided by the seat hours staffed, from the first hour of which anything is kept "
            "until now. What a flood tells as one group is one alarm in each ten minutes in which the group grew. "
            "Acceptable are six a seat and hour on average, and twelve in the busiest hour."
        ),
    ),
    "confirmed": (
        "确认率",
        "Confirmed share",
        (
            "所选时段内立为事件的案件(并入其他案件的不计)中,坐席确认数除以坐席确认与驳回数之和。"
            "坐席未表态但已处置或复核消失的另列,不计入确认率。"
        ),
        (
            "Of the cases opened in the time (those merged into another left out): confirmed by an operator, divided by "
            "confirmed and rejected by an operator. What nobody judged but a unit handled, or looks saw gone, stands apart."
        ),
    ),
    "times": (
        "发现至处置至核实用时",
        "Found to handled to verified",
        (
            "所选时段内立案的案件:首次发现至最后一次报告处置完毕、处置完毕至复核确认消失、首次发现至确认消失的用时,"
            "取中位数与90%分位(就近序位)。复核仍在的不算处置。按期率:有时限的案件中在时限内处置的比例。"
        ),
        (
            "Of the cases opened in the time: from first seen to the last word that it is handled, from there to the look "
            "that proved it gone, and from first seen to that proof; median and 90th percentile (nearest rank). What was "
            "still there when looked at again was not handled. In time: of those with a limit, handled within it."
        ),
    ),
    "false_alarms": (
        "每路每日误报",
        "False alarms per camera and day",
        "所选时段内立案、后被坐席驳回的案件数,除以启用的摄像机路数和天数。",
        "Cases opened in the time and rejected by an operator, divided by enabled cameras and days.",
    ),
    "deliveries": (
        "推送情况",
        "Delivery health",
        "所选时段内进入发件箱的消息:已接收、迟到(排队五分钟后才被接收)、失败(不再尝试)、暂停(接收方停用)和等待。",
        (
            "Messages queued in the time: accepted, late (accepted more than five minutes after they were queued), dead "
            "(given up), held (the receiver is stopped) and waiting."
        ),
    ),
}

# Added to the definition of `on_time` where it is counted camera by camera: Chinese, English.
OF_CAMERAS = (
    "只计账号范围内的摄像机;逐路记录保留七天,更早的不计入。",
    " Cameras of the account's scope only; looks by camera are kept for seven days, and what lies before is not counted.",
)

# column key -> (Chinese, English)
COLUMNS: dict[str, tuple[str, str]] = {
    "due": ("应巡看周期", "periods due"),
    "on_time": ("按时", "on time"),
    "late_looks": ("迟到", "late"),
    "failed": ("失败", "failed"),
    "missed": ("错过", "missed"),
    "share": ("按时巡看率", "on time, share"),
    "alarms": ("告警", "alarms"),
    "seat_hours": ("坐席小时", "seat hours"),
    "per_seat_hour": ("每席每小时", "per seat and hour"),
    "max_hour": ("最忙一小时,每席", "busiest hour, per seat"),
    "cases": ("案件", "cases"),
    "confirmed": ("坐席确认", "confirmed by operators"),
    "rejected": ("坐席驳回", "rejected by operators"),
    "confirmed_share": ("确认率", "confirmed share"),
    "backed": ("已处置或复核消失", "handled, or seen gone"),
    "unjudged": ("尚无结论", "nothing known yet"),
    "handled": ("已处置", "handled"),
    "to_handled_p50": ("发现至处置 中位", "found to handled, median"),
    "to_handled_p90": ("发现至处置 90%", "found to handled, p90"),
    "verified": ("已核实", "verified"),
    "to_verified_p50": ("处置至核实 中位", "handled to verified, median"),
    "to_verified_p90": ("处置至核实 90%", "handled to verified, p90"),
    "whole_p50": ("发现至核实 中位", "found to verified, median"),
    "whole_p90": ("发现至核实 90%", "found to verified, p90"),
    "late_cases": ("超期", "over the limit"),
    "in_time": ("按期率", "in time, share"),
    "cameras": ("摄像机", "cameras"),
    "per_camera_day": ("每路每日", "per camera and day"),
    "queued": ("入队", "queued"),
    "accepted": ("已接收", "accepted"),
    "late": ("迟到", "late"),
    "dead": ("失败", "dead"),
    "held": ("暂停", "held"),
    "waiting": ("等待", "waiting"),
    "accepted_share": ("接收率", "accepted, share"),
}
