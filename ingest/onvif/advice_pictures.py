"""What is wrong with a camera's picture, and what to do: by kind of failure, in English and Chinese."""

from __future__ import annotations

_ADDRESS = (
    "open the snapshot address in a browser; give a working snapshot_url, or the stream is used",
    "用浏览器打开抓图地址核实;请填写可用的 snapshot_url,否则将使用码流",
)

PICTURES: dict[str, tuple[str, str, str, str]] = {
    "unreachable": (
        "the snapshot address is not reached",
        "抓图地址无法连接",
        *_ADDRESS,
    ),
    "timeout": (
        "no snapshot came in time",
        "抓图超时",
        *_ADDRESS,
    ),
    "bad_answer": (
        "the snapshot address answers with an error",
        "抓图地址返回错误",
        *_ADDRESS,
    ),
    "no_address": (
        "the snapshot address is none",
        "抓图地址无效",
        *_ADDRESS,
    ),
    "not_a_picture": (
        "the snapshot is no picture",
        "抓图返回的不是图片",
        *_ADDRESS,
    ),
    "truncated": (
        "the snapshot ends early",
        "抓图不完整",
        "update the firmware or restart the device; until then give snapshot_url or rtsp_url",
        "升级固件或重启设备;在此之前可填写 snapshot_url 或 rtsp_url",
    ),
    "too_large": (
        "the snapshot is larger than allowed",
        "抓图过大",
        "set a smaller snapshot on the device, or raise looking.max_pixels",
        "在设备上调小抓图尺寸,或调大 looking.max_pixels",
    ),
    "login_refused": (
        "the snapshot refuses the login that ONVIF took",
        "抓图拒绝ONVIF可用的登录",
        "give the user the right to see the live picture, for HTTP as well",
        "为该用户开通HTTP预览权限",
    ),
    "no_credential": (
        "the snapshot wants a login and none is configured",
        "抓图要求登录,但未配置账号",
        "put a login in the secrets file and name it in access.credential",
        "在密钥文件中填写账号,并在 access.credential 中引用",
    ),
    "black": (
        "the picture is black",
        "画面全黑",
        "check lens cap, night light and exposure",
        "检查镜头盖、补光灯与曝光设置",
    ),
    "overexposed": (
        "the picture is white",
        "画面过曝",
        "check exposure and whether the sun or a lamp shines into the lens",
        "检查曝光设置及是否有强光直射镜头",
    ),
    "blurred": (
        "the picture is blurred",
        "画面模糊",
        "clean the lens, uncover it, or have it focused",
        "清洁镜头、移除遮挡或重新对焦",
    ),
}
"""Kind of failure to name in English and Chinese, cure in English and Chinese."""
