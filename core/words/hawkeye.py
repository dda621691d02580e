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
    "hawk.taken": (
        "second view by {camera}: {why_en}",
        "鹰眼{camera}第二视角:{why}",
    ),
    "hawk.not_taken": ("no second view by {camera}: {why_en}", "鹰眼{camera}未取得第二视角:{why}"),
    "hawk.seen": (
        "it is seen there as well ({score:.2f}), {distance_m:.0f} m from the place",
        "该处同样可见(置信度{score:.2f},相距{distance_m:.0f}米)",
    ),
    "hawk.not_seen": (
        "the picture shows the place; the detector finds nothing of the kind in it",
        "画面为该处,检测未识别出同类目标",
    ),
    "hawk.preset": (
        "preset {preset} shows the place; positions in its picture are not measured",
        "预置位{preset}画面包含该处,不作画面内定位",
    ),
    "hawk.too_far": (
        "the place is {distance_m} m away, it shows things up to {reach_m} m",
        "距离{distance_m}米,超出可视范围{reach_m}米",
    ),
    "hawk.held": ("{who} is using the camera", "{who}正在使用该摄像机"),
    "hawk.too_late": ("it was not free within {patience_s} s", "{patience_s}秒内一直占用"),
    "hawk.shed": ("{waiting} more urgent incidents wait for it", "已有{waiting}起更紧急的事件在等待"),
    "hawk.over": ("the incident had ended before it was turned", "转动前事件已结束"),
    "hawk.look_failed": ("it arrived, but brought no picture: {detail}", "已到位但未取得画面:{detail}"),
    "hawk.not_home": (
        "turned away and did not come home: {detail_en}; its looks are not judged until it has",
        "云台未能复位:{detail};复位前画面不参与识别",
    ),
    "hawk.home_again": ("at home again, and being looked at", "云台已复位,恢复识别"),
}
