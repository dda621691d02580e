"""Why something was or was not done: a code with facts, told in Chinese and English in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Language = Literal["zh", "en"]
Fact = str | int | float | bool | None

# code -> (English, Chinese). Facts are filled in by name.
WORDS: dict[str, tuple[str, str]] = {
    "dwell.candidate": (
        "{label} first seen in {zone}; {k} of {n} looks over {over_s:.0f} s will confirm it",
        "{zone}首次发现{label},需在{over_s:.0f}秒内{n}次查看中至少{k}次确认",
    ),
    "dwell.waiting": (
        "{label} seen in {hits} of the last {looks} looks, for {age_s:.0f} s",
        "{label}在最近{looks}次查看中出现{hits}次,已持续{age_s:.0f}秒",
    ),
    "dwell.confirmed": (
        "{label} in {zone} in {hits} of {looks} looks over {age_s:.0f} s",
        "{zone}在{age_s:.0f}秒内{looks}次查看中{hits}次发现{label}",
    ),
    "dwell.present": ("{label} is still in {zone}", "{label}仍在{zone}"),
    "dwell.missed": (
        "{label} not seen in this look ({misses} of {clear_n} needed to call it cleared)",
        "本次查看未见{label}(已{misses}次,{clear_n}次后判定清除)",
    ),
    "dwell.cleared": ("{label} gone in {misses} looks in a row", "{label}连续{misses}次查看未见,已清除"),
    "dwell.dropped": (
        "{label} gone before it was confirmed ({hits} of {looks} looks)",
        "{label}在确认前消失({looks}次查看中{hits}次)",
    ),
    "crowd.candidate": ("{count} persons, limit {limit}", "{count}人,阈值{limit}人"),
    "crowd.confirmed": (
        "{count} persons in {zone} for {age_s:.0f} s, limit {limit}",
        "{zone}聚集{count}人,持续{age_s:.0f}秒,阈值{limit}人",
    ),
    "crowd.present": ("{count} persons in {zone}", "{zone}现有{count}人"),
    "crowd.missed": (
        "{count} persons, at or below the lower limit {low}",
        "{count}人,已不高于下限{low}人",
    ),
    "crowd.cleared": (
        "dispersed: {count} persons, at or below {low} for {age_s:.0f} s",
        "已疏散:{count}人,低于{low}人持续{age_s:.0f}秒",
    ),
    "crowd.dropped": ("{count} persons: back below the limit before it lasted", "{count}人:未持续即回落"),
    "count.candidate": ("{count} {label} in {zone}, limit {limit}", "{zone}内{label}{count},限值{limit}"),
    "count.confirmed": (
        "{count} {label} in {zone} for {age_s:.0f} s, limit {limit}",
        "{zone}内{label}{count},持续{age_s:.0f}秒,限值{limit}",
    ),
    "count.present": ("{count} {label} in {zone}", "{zone}内{label}{count}"),
    "count.missed": ("{count} {label} in {zone}, within the limit", "{zone}内{label}{count},未超限"),
    "count.cleared": ("{zone} is back within its limit", "{zone}已恢复正常"),
    "count.dropped": ("{zone}: over the limit for too short a time", "{zone}:超限时间过短"),
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
    "evidence.lost": ("a picture could not be kept: {detail}", "图片未能保存:{detail}"),
    "dwell.covered": (
        "{label}: its place in {zone} is covered by {by} in this look, which tells nothing",
        "{zone}内{label}的位置被{by}遮挡,本次查看不作判定",
    ),
    "dwell.faint": (
        "{label} is only faint in this look ({score:.2f}, needs {least:.2f}), which tells nothing",
        "本次查看中{label}不清晰({score:.2f},需{least:.2f}),不作判定",
    ),
    "dwell.stale": (
        "{label} in {zone}: not looked at for {gap_s:.0f} s, so it starts afresh",
        "{zone}内{label}已{gap_s:.0f}秒未查看,重新计时",
    ),
    "dwell.shed": (
        "{shed} more finds in {zone} are not followed: {max} things are already remembered",
        "{zone}另有{shed}处未跟踪:已记录{max}处,达到上限",
    ),
    "crowd.waiting": (
        (
            "{count} persons in {zone} in {hits} looks over {age_s:.0f} s, limit {limit}; "
            "{k} looks over {over_s:.0f} s confirm it"
        ),
        "{zone}现有{count}人,{age_s:.0f}秒内{hits}次超过阈值{limit}人,满{k}次且持续{over_s:.0f}秒后确认",
    ),
    "crowd.confirmed_capped": (
        "at least {count} persons in {zone} for {age_s:.0f} s, limit {limit}; {shed} more boxes were not counted",
        "{zone}聚集至少{count}人,持续{age_s:.0f}秒,阈值{limit}人(另有{shed}个检测框未计入)",
    ),
    "crowd.present_capped": (
        "at least {count} persons in {zone}; {shed} more boxes were not counted",
        "{zone}现有至少{count}人(另有{shed}个检测框未计入)",
    ),
    "crowd.stale": (
        "{zone}: not looked at for {gap_s:.0f} s, so the crowd starts afresh",
        "{zone}已{gap_s:.0f}秒未查看,聚集重新计时",
    ),
    "crowd.no_area": (
        (
            "{rule} counts persons per square metre, but the area of {zone} is not known: it has no area_m2, and the "
            "camera no pose and no ground points by which it could be measured; it is not checked"
        ),
        "{rule}按每平方米人数判定,但{zone}面积未知(未设area_m2,摄像机也无姿态或地面控制点可供测算),未检查",
    ),
    "crowd.area_cut": (
        (
            "{rule} measures {zone} only up to {reach_m:.0f} m from the camera ({area_m2:.0f} m²); "
            "persons farther away are not counted"
        ),
        "{rule}仅测算{zone}距摄像机{reach_m:.0f}米以内部分({area_m2:.0f}平方米),更远处人员不计",
    ),
    "crowd.candidate_density": (
        "{count} persons on {area_m2:.0f} m², {density:.2f} per m², limit {limit}",
        "{area_m2:.0f}平方米内{count}人,每平方米{density:.2f}人,阈值{limit}人",
    ),
    "crowd.waiting_density": (
        (
            "{count} persons on {area_m2:.0f} m² of {zone}, {density:.2f} per m², in {hits} looks over {age_s:.0f} s, "
            "limit {limit}; {k} looks over {over_s:.0f} s confirm it"
        ),
        (
            "{zone}{area_m2:.0f}平方米内{count}人,每平方米{density:.2f}人,{age_s:.0f}秒内{hits}次超过阈值{limit}人,"
            "满{k}次且持续{over_s:.0f}秒后确认"
        ),
    ),
    "crowd.confirmed_density": (
        "{count} persons on {area_m2:.0f} m² of {zone}, {density:.2f} per m², for {age_s:.0f} s, limit {limit}",
        "{zone}{area_m2:.0f}平方米内聚集{count}人,每平方米{density:.2f}人,持续{age_s:.0f}秒,阈值{limit}人",
    ),
    "crowd.present_density": (
        "{count} persons on {area_m2:.0f} m² of {zone}, {density:.2f} per m²",
        "{zone}{area_m2:.0f}平方米内现有{count}人,每平方米{density:.2f}人",
    ),
    "count.waiting": (
        (
            "{count} {label} in {zone} in {hits} looks over {age_s:.0f} s, limit {limit}; "
            "{k} looks over {over_s:.0f} s confirm it"
        ),
        "{zone}内{label}{count},{age_s:.0f}秒内{hits}次超过限值{limit},满{k}次且持续{over_s:.0f}秒后确认",
    ),
    "count.stale": (
        "{zone}: not looked at for {gap_s:.0f} s, so the count starts afresh",
        "{zone}已{gap_s:.0f}秒未查看,计数重新开始",
    ),
    "rule.nothing": (
        (
            "{rule}: nothing to report; of {found} finds {faint} too uncertain, {size} of a wrong size, "
            "{outside} outside of its zones"
        ),
        "{rule}:无可报告;共{found}处,其中{faint}处置信度不足,{size}处大小不符,{outside}处在区域外",
    ),
    "rule.no_zone": (
        "{rule}: the camera has no zone of a kind it is for ({kinds})",
        "{rule}:该摄像机没有适用的区域({kinds})",
    ),
    "rule.removed": (
        "the rule or zone no longer exists ({rule}, {zone}): no longer looked for, not known to be gone",
        "规则或区域已取消({rule},{zone}):不再检查,是否清除未知",
    ),
    "rule.seen_already": (
        "look {look} was already decided on or is older than the last one; nothing changed",
        "查看{look}已处理或早于上次,未作变更",
    ),
    "rule.afresh": (
        "what was remembered of this camera cannot be read ({detail}); the rules start afresh",
        "该摄像机的历史状态无法读取({detail}),规则重新开始",
    ),
    "opinion.found": (
        "second opinion: {label} is there in the {gain} times enlarged tile ({score:.2f}, needs {least:.2f})",
        "复核:放大{gain}倍后仍见{label}({score:.2f},需{least:.2f})",
    ),
    "opinion.faint": (
        "second opinion: {label} is only faint in the {gain} times enlarged tile ({score:.2f}, needs {least:.2f})",
        "复核:放大{gain}倍后{label}不清晰({score:.2f},需{least:.2f}),无法判定",
    ),
    "opinion.not_found": (
        "second opinion: no {label} in the {gain} times enlarged tile (best {score:.2f}, needs {least:.2f})",
        "复核:放大{gain}倍后未见{label}(最高{score:.2f},需{least:.2f})",
    ),
    "opinion.counted": (
        "second opinion: {count} {label}, at least {least} needed",
        "复核:{label}{count},达到{least}",
    ),
    "opinion.nearly": (
        "second opinion: {count} {label} where {least} are needed: too close to tell",
        "复核:{label}{count},阈值{least},相差不大,无法判定",
    ),
    "opinion.too_few": (
        "second opinion: only {count} {label}, {least} needed",
        "复核:{label}仅{count},未达{least}",
    ),
    "opinion.no_gain": (
        "second opinion: the tile is only {gain} times larger than the picture; nothing new can be seen in it",
        "复核:放大仅{gain}倍,无法获得更多信息",
    ),
    "opinion.unknown_class": (
        "second opinion: the other model does not know {classes}",
        "复核:复核模型不识别{classes}",
    ),
    "opinion.endpoint_agrees": ("second opinion: agrees: {words}", "复核:同意。{words}"),
    "opinion.endpoint_disagrees": ("second opinion: disagrees: {words}", "复核:不同意。{words}"),
    "opinion.endpoint_cannot_tell": ("second opinion: cannot tell: {words}", "复核:无法判定。{words}"),
    "opinion.not_masked": (
        "second opinion: not asked, the picture could not be masked safely",
        "复核:画面无法可靠打码,未送出复核",
    ),
    "opinion.failed": (
        "second opinion: no usable answer ({detail}); the rule decides",
        "复核:未获有效答复({detail}),按规则判定",
    ),
    "opinion.late": (
        "second opinion: no answer within {deadline_s:g} s; the rule decides",
        "复核:{deadline_s:g}秒内无答复,按规则判定",
    ),
    "opinion.not_asked": (
        "second opinion: not asked, {per_minute} questions a minute are used up; the rule decides",
        "复核:每分钟{per_minute}次的额度已用完,按规则判定",
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
    "health.wrong_time": (
        "its clock is {offset_s:.0f} s off, allowed are {tolerance_s:.0f} s",
        "摄像机时钟偏差{offset_s:.0f}秒,允许{tolerance_s:.0f}秒",
    ),
    "health.right_time": ("its clock is right again", "摄像机时钟已恢复正常"),
}

# What a fact named `label` or `by` is called: key -> (English, Chinese). An unknown key is told as it is.
LABELS: dict[str, tuple[str, str]] = {
    "person": ("a person", "行人"),
    "bicycle": ("a bicycle", "自行车"),
    "car": ("a car", "小汽车"),
    "motorcycle": ("a motorcycle", "摩托车"),
    "bus": ("a bus", "客车"),
    "truck": ("a truck", "货车"),
    "waste": ("a heap of waste", "垃圾堆"),
    "bin": ("a bin", "垃圾桶"),
    "overflow": ("an overflowing bin", "满溢垃圾桶"),
    "persons": ("persons", "人员"),
    "vehicles": ("vehicles", "车辆"),
    "bicycles": ("bicycles", "自行车"),
    "cars": ("cars", "小汽车"),
    "motorcycles": ("motorcycles", "摩托车"),
    "buses": ("buses", "客车"),
    "trucks": ("trucks", "货车"),
    "bins": ("bins", "垃圾桶"),
    "things": ("things", "物体"),
}
_LABELLED = ("label", "by")


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """A code from WORDS (or free text under the code `text`) and the facts that fill it."""

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @classmethod
    def text(cls, words: str) -> Reason:
        """Wrap what a person wrote."""
        return cls(code="text", facts={"text": words})

    def tell(self, language: Language = "en") -> str:
        """Return the sentence; an unknown code is told by its code and facts, never lost."""
        if self.code == "text":
            return str(self.facts.get("text", ""))
        words = WORDS.get(self.code)
        if words is None:
            return f"{self.code} {dict(self.facts)}"
        named = {
            key: LABELS[str(self.facts[key])][language == "zh"]
            for key in _LABELLED
            if str(self.facts.get(key)) in LABELS
        }
        return words[language == "zh"].format_map(_Lenient({**self.facts, **named}))


class _Lenient(dict[str, Fact]):
    def __missing__(self, key: str) -> str:
        return f"?{key}"
