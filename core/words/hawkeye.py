"""Cameras that are turned to a place. Code to (English, Chinese); facts are filled in by name."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "ptz.arrived": ("it stands there after {took_s:.0f} s", "{took_s:.0f}秒后到位"),
    "ptz.no_ptz": ("the camera cannot be turned", "该摄像机不可转动"),
    "ptz.unreachable": ("the camera could not be told to turn: {detail}", "无法控制云台:{detail}"),
    "ptz.late": ("it had not arrived after {within_s} s", "{within_s}秒内未到位"),
    "ptz.elsewhere": (
        "it stopped elsewhere, {off_deg:.0f} degrees away; its picture is not taken for the place",
        "云台停在别处,偏差{off_deg:.0f}度,画面不作为该处依据",
    ),
    "ptz.untold": (
        "it does not tell where it stands, so its picture is not taken for the place",
        "设备不报告云台位置,画面不作为该处依据",
    ),
    "ptz.fault": ("its head reports a fault: {detail}", "云台报告故障:{detail}"),
    "ptz.no_such_preset": ("it does not know preset {preset}", "设备无预置位{preset}"),
    "ptz.no_preset": ("no preset of it shows the place", "没有预置位能看到该处"),
    "ptz.no_degrees": (
        "it cannot be turned by degrees, and no preset of it shows the place",
        "设备不支持按角度转动,且没有预置位能看到该处",
    ),
    "ptz.out_of_range": ("the place lies outside of its range", "该处超出云台转动范围"),
}
