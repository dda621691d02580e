"""What statuses, severities and stages are called in tables: value -> (Chinese, English); as in the console."""

from __future__ import annotations

from collections.abc import Mapping

from core.reason import Language

Words = Mapping[str, tuple[str, str]]

STATUS: Words = {
    "candidate": ("待确认", "candidate"),
    "open": ("待处置", "to do"),
    "acknowledged": ("已受理", "acknowledged"),
    "reported": ("已上报", "reported"),
    "handling": ("处置中", "handling"),
    "verifying": ("核查中", "verifying"),
    "closed": ("已结案", "closed"),
    "reopened": ("重开", "reopened"),
    "rejected": ("误报", "false alarm"),
    "expired": ("未成立", "not confirmed"),
}
SEVERITY: Words = {
    "extreme": ("特别严重", "extreme"),
    "severe": ("严重", "severe"),
    "moderate": ("一般", "moderate"),
    "minor": ("轻微", "minor"),
}
CERTAINTY: Words = {
    "likely": ("机器识别", "seen by a machine"),
    "observed": ("人工确认", "confirmed by a person"),
}
HELD: Words = {
    "confirmation": ("人工确认", "confirmation by a person"),
    "reopened_once": ("人工决定是否再次上报", "a person's word on sending it again"),
}
STAGE: Words = {
    "collected": ("信息收集", "collected"),
    "filed": ("案卷建立", "filed"),
    "dispatched": ("任务派遣", "dispatched"),
    "handling": ("任务处理", "handling"),
    "feedback": ("处理反馈", "feedback"),
    "checking": ("核查", "checking"),
    "closed": ("结案", "closed"),
    "evaluated": ("综合评价", "evaluated"),
    "returned": ("退回", "returned"),
    "suspended": ("挂账缓办", "suspended"),
    "cancelled": ("作废或不予立案", "cancelled"),
}


def said(words: Words, value: str, language: Language) -> str:
    """Return what a value is called; an unknown one is told as it is."""
    return words.get(value, (value, value))[language == "en"]
