"""Calibrations that are doubted. Code to (English, Chinese); facts are filled in by name."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "calibration.turned": (
        (
            "the camera has been turned since it was calibrated (noticed {since}): until it is turned back, calibrated "
            "anew or accepted, places are told by its grid and not as points"
        ),
        ("摄像机标定后视角已偏转({since}发现):复位、重新标定或确认之前,按所在网格上报位置,不给出坐标点"),
    ),
    "calibration.turned_by": (
        (
            "the camera has been turned since it was calibrated, by about {right:+.1f} degrees to the right and "
            "{down:+.1f} down (noticed {since}): until it is turned back, calibrated anew or accepted, places are told "
            "by its grid and not as points"
        ),
        (
            "摄像机标定后视角已偏转,约向右{right:+.1f}度、向下{down:+.1f}度({since}发现):"
            "复位、重新标定或确认之前,按所在网格上报位置,不给出坐标点"
        ),
    ),
    "calibration.back": (
        "the camera looks again where it was calibrated: places are told as points",
        "摄像机视角已恢复至标定位置,恢复坐标定位",
    ),
}
