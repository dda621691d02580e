"""What is wrong with a camera and what to do about it, by code, in English and Chinese. One book, read by people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ingest.onvif.advice_failures import FAILURES
from ingest.onvif.advice_pictures import PICTURES

Weight = Literal["broken", "fix", "note"]
"""`broken` cannot be looked at by ONVIF; `fix` can, and something at the camera should be put right; `note` is worth
knowing and asks nobody to do anything."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Advice:
    """A kind of trouble: its name and its cure, `(English, Chinese)` each."""

    weight: Weight
    name: tuple[str, str]
    cure: tuple[str, str]


_REMARKS: dict[str, tuple[Weight, str, str, str, str]] = {
    "clock_off": (
        "fix",
        "the camera's clock is wrong",
        "设备时钟不准",
        "set the camera to the district's time server (NTP) and its zone, without summer time in China",
        "将设备对时到区级NTP服务器并设置时区,国内不启用夏令时",
    ),
    "no_login": (
        "fix",
        "the device gives its addresses to anybody",
        "设备无需登录即可访问",
        "set a password on the device and name it in access.credential",
        "在设备上设置密码,并在 access.credential 中引用",
    ),
    "several_sources": (
        "fix",
        "the device has several video sources and only the first is used",
        "设备有多个视频源,仅使用第一个",
        "make one camera of each channel, with its own onvif_path, snapshot_url or rtsp_url",
        "为每个通道单独建立摄像机,并填写各自的 onvif_path、snapshot_url 或 rtsp_url",
    ),
    "large_substream": (
        "fix",
        "there is no small stream",
        "没有小码流",
        "set up a substream of 640x360 to 1280x720 on the device: it costs a quarter to look at",
        "在设备上设置640x360至1280x720的子码流,查看开销约为四分之一",
    ),
    "rare_keyframes": (
        "fix",
        "keyframes come too rarely",
        "关键帧间隔过长",
        "set the keyframe interval to twice the frame rate, and turn smart codecs (H.264+, H.265+) off",
        "将I帧间隔设为帧率的2倍,并关闭智能编码(H.264+、H.265+)",
    ),
    "token_login": (
        "note",
        "the device takes a WS-UsernameToken and no HTTP digest",
        "设备仅支持WS-UsernameToken登录",
        "enable digest authentication on the device where it can be; keep its clock right",
        "如设备支持,请启用摘要认证;并保持时钟准确",
    ),
    "clock_unread": (
        "note",
        "the camera does not tell its time by ONVIF",
        "设备不提供ONVIF时间",
        "set it to a time server, so that its time need not be asked",
        "请将设备对时到NTP服务器",
    ),
    "old_services": (
        "note",
        "GetServices does not work: older firmware",
        "不支持GetServices:固件较旧",
        "nothing need be done; newer firmware would offer Media2",
        "无需处理;新固件可提供Media2",
    ),
    "inside_address": (
        "note",
        "the device calls itself by another address: it is behind a router",
        "设备自称另一地址(位于路由器后)",
        "nothing need be done for HTTP; forward its RTSP port under the same number",
        "HTTP无需处理;请以相同端口号转发其RTSP端口",
    ),
    "no_snapshot": (
        "note",
        "the device gives no snapshot address",
        "设备未提供抓图地址",
        "nothing need be done where a snapshot or a stream is left; else give its address in the camera file",
        "若仍有抓图或码流可用则无需处理,否则在摄像机文件中填写地址",
    ),
    "no_stream": (
        "note",
        "the device gives no stream address",
        "设备未提供码流地址",
        "nothing need be done where a snapshot or a stream is left; else give its address in the camera file",
        "若仍有抓图或码流可用则无需处理,否则在摄像机文件中填写地址",
    ),
    "no_substream": (
        "note",
        "the device gives no substream address",
        "设备未提供子码流地址",
        "nothing need be done where a snapshot or a stream is left; else give its address in the camera file",
        "若仍有抓图或码流可用则无需处理,否则在摄像机文件中填写地址",
    ),
    "no_presets": (
        "note",
        "the device does not tell its presets",
        "设备未提供预置位",
        "nothing need be done where a snapshot or a stream is left; else give its address in the camera file",
        "若仍有抓图或码流可用则无需处理,否则在摄像机文件中填写地址",
    ),
    "no_device_information": (
        "note",
        "the device does not tell what it is",
        "设备未提供型号信息",
        "nothing need be done where a snapshot or a stream is left; else give its address in the camera file",
        "若仍有抓图或码流可用则无需处理,否则在摄像机文件中填写地址",
    ),
}


def _advice(weight: Weight, name: str, name_zh: str, cure: str, cure_zh: str) -> Advice:
    return Advice(weight=weight, name=(name, name_zh), cure=(cure, cure_zh))


ADVICE: dict[str, Advice] = (
    {code: _advice("broken", *words) for code, words in FAILURES.items()}
    | {f"picture_{kind}": _advice("fix", *words) for kind, words in PICTURES.items()}
    | {code: _advice(*words) for code, words in _REMARKS.items()}
)


def advice(code: str) -> Advice:
    """Return the advice for a code; a code that has none is told as it is."""
    found = ADVICE.get(code)
    if found is not None:
        return found
    return _advice("broken", code, code, "look at the device by its own web page", "请通过设备自身网页检查")
