"""What is wrong with a camera and what to do about it, by code, in English and Chinese. One place, read by people.

`weight`: "broken" cannot be looked at by ONVIF; "fix" can, and something at the camera should be put right; "note"
is worth knowing and asks nobody to do anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Weight = Literal["broken", "fix", "note"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Advice:
    """A kind of trouble: its name and its cure, `(English, Chinese)` each."""

    weight: Weight
    name: tuple[str, str]
    cure: tuple[str, str]


def _broken(name: tuple[str, str], cure: tuple[str, str]) -> Advice:
    return Advice(weight="broken", name=name, cure=cure)


def _fix(name: tuple[str, str], cure: tuple[str, str]) -> Advice:
    return Advice(weight="fix", name=name, cure=cure)


def _note(name: tuple[str, str], cure: tuple[str, str]) -> Advice:
    return Advice(weight="note", name=name, cure=cure)


_FIRMWARE = (
    "update the firmware or restart the device; until then give snapshot_url or rtsp_url",
    "升级固件或重启设备;在此之前可填写 snapshot_url 或 rtsp_url",
)

ADVICE: dict[str, Advice] = {
    "unknown_name": _broken(
        ("the host's name is not known", "主机名无法解析"),
        (
            "write the camera's address in access.host, or enter the name in the DNS",
            "在 access.host 填写设备IP地址,或在DNS中登记该名称",
        ),
    ),
    "connection_refused": _broken(
        ("the host is there, but nothing listens on its ONVIF port", "主机在线,但ONVIF端口无服务"),
        (
            "check onvif_port, and that ONVIF is enabled on the device (Hikvision: off by default)",
            "核对 onvif_port,并确认设备已启用ONVIF(海康默认关闭)",
        ),
    ),
    "no_route": _broken(
        ("there is no way to the host", "网络不可达"),
        (
            "check power and cable, the host's address, and the routes and firewalls between",
            "检查设备供电、网线、IP地址以及沿途路由和防火墙",
        ),
    ),
    "no_connection": _broken(
        ("nobody answers at the address", "该地址无应答"),
        (
            "check power and cable, the host's address, and that firewalls let us through to onvif_port",
            "检查设备供电、网线、IP地址,并确认防火墙放行 onvif_port",
        ),
    ),
    "hung_up": _broken(
        ("the device hangs up without an answer", "设备未应答即断开连接"),
        (
            "restart the device; check that no firewall or address filter of the device cuts us off",
            "重启设备;检查防火墙或设备的IP过滤是否拦截本系统",
        ),
    ),
    "unreachable": _broken(
        ("the device is not reached", "设备无法连接"),
        (
            "check power, cable, host and onvif_port, and that routers and firewalls let us through",
            "检查供电、网线、host 与 onvif_port,以及路由和防火墙",
        ),
    ),
    "slow": _broken(
        ("the device does not finish its answers in time", "设备应答超时"),
        (
            "check the load of device and network; raise looking.onvif_s only for a device known to be slow",
            "检查设备与网络负载;仅对已知较慢的设备调大 looking.onvif_s",
        ),
    ),
    "timeout": _broken(
        ("the device did not answer in time", "设备超时"),
        ("check the load of device and network", "检查设备与网络负载"),
    ),
    "login_refused": _broken(
        ("the device refuses the login", "登录被拒绝"),
        (
            (
                "check user and password, and that the user exists for ONVIF (Hikvision keeps a list of its own); "
                "wait before the next try, cameras lock accounts"
            ),
            "核对用户名和密码,并确认已建立ONVIF用户(海康另有ONVIF用户列表);请稍候再试,以免账号被锁",
        ),
    ),
    "login_stopped": _broken(
        ("not asked: its host refused the same login before", "未询问:同一主机已拒绝该登录"),
        (
            "correct the login of that host first, then probe again with --broken",
            "先更正该主机的登录信息,再用 --broken 重新检测",
        ),
    ),
    "not_permitted": _broken(
        ("the login is right, but may not ask this", "登录正确,但权限不足"),
        (
            "give the ONVIF user the role Operator or Administrator on the device",
            "在设备上将该ONVIF用户设为操作员或管理员",
        ),
    ),
    "no_credential": _broken(
        ("the device wants a login and none is configured", "设备要求登录,但未配置账号"),
        (
            "put a login in the secrets file and name it in access.credential",
            "在密钥文件中填写账号,并在 access.credential 中引用",
        ),
    ),
    "no_address": _broken(
        (
            "the device gives no picture: no video profile, snapshot or stream",
            "设备未提供视频配置、抓图或码流地址",
        ),
        (
            "enable a video profile on the device, or give snapshot_url or rtsp_url",
            "在设备上启用视频配置,或填写 snapshot_url 或 rtsp_url",
        ),
    ),
    "no_service": _broken(
        ("there is no ONVIF service at the path (HTTP 404)", "该路径没有ONVIF服务(HTTP 404)"),
        (
            "check onvif_path and onvif_port, and that ONVIF is enabled (Hikvision: off by default)",
            "核对 onvif_path 与 onvif_port,并确认已启用ONVIF(海康默认关闭)",
        ),
    ),
    "http_error": _broken(
        ("the device answers with an HTTP error", "设备返回HTTP错误"),
        (
            "restart the device; where it goes on, look at its load and firmware",
            "重启设备;若仍出现,检查其负载与固件",
        ),
    ),
    "not_http": _broken(
        ("what answers on the port does not speak HTTP", "该端口不是HTTP服务"),
        (
            "check onvif_port: it is the port of the web page, not that of RTSP (554) or of the maker's own protocol",
            "核对 onvif_port:应为网页端口,而非RTSP(554)或厂商私有端口",
        ),
    ),
    "not_soap": _broken(
        ("what answers is no ONVIF device", "应答的不是ONVIF设备"),
        (
            "check host, onvif_port and onvif_path; a login page in between may answer in its place",
            "核对 host、onvif_port 与 onvif_path;也可能被登录页面拦截",
        ),
    ),
    "broken_xml": _broken(("the device's answers are broken XML", "设备应答的XML已损坏"), _FIRMWARE),
    "cut_answer": _broken(("the device's answers end in the middle", "设备应答中途中断"), _FIRMWARE),
    "soap_fault": _broken(
        (
            "the device answers with a fault to what it cannot be used without",
            "设备对必需的ONVIF请求返回错误",
        ),
        _FIRMWARE,
    ),
    "other_scheme": _broken(
        ("the device names its services at an address that is not http", "设备给出的服务地址不是http"),
        (
            "turn on HTTP beside HTTPS on the device, or give snapshot_url",
            "在设备上同时启用HTTP,或填写 snapshot_url",
        ),
    ),
    "bad_answer": _broken(
        ("the device's answers cannot be used", "设备应答无法使用"),
        (
            "check onvif_port and onvif_path, that ONVIF is enabled, and the firmware",
            "核对 onvif_port 与 onvif_path,确认已启用ONVIF,并检查固件",
        ),
    ),
    "too_large": _broken(
        ("the device's answer has no end", "设备应答过大"),
        ("check that the port is the device's ONVIF service", "确认该端口是设备的ONVIF服务"),
    ),
    "internal": _broken(
        ("a fault of Gridwatch's own", "系统内部错误"),
        (
            "report this to the makers of Gridwatch, with the device's model and firmware",
            "请将设备型号与固件版本反馈给系统开发方",
        ),
    ),
    "clock_off": _fix(
        ("the camera's clock is wrong", "设备时钟不准"),
        (
            "set the camera to the district's time server (NTP) and its zone, without summer time in China",
            "将设备对时到区级NTP服务器并设置时区,国内不启用夏令时",
        ),
    ),
    "no_login": _fix(
        ("the device gives its addresses to anybody", "设备无需登录即可访问"),
        (
            "set a password on the device and name it in access.credential",
            "在设备上设置密码,并在 access.credential 中引用",
        ),
    ),
    "several_sources": _fix(
        ("the device has several video sources and only the first is used", "设备有多个视频源,仅使用第一个"),
        (
            "make one camera of each channel, with its own onvif_path, snapshot_url or rtsp_url",
            "为每个通道单独建立摄像机,并填写各自的 onvif_path、snapshot_url 或 rtsp_url",
        ),
    ),
    "large_substream": _fix(
        ("there is no small stream", "没有小码流"),
        (
            "set up a substream of 640x360 to 1280x720 on the device: it costs a quarter to look at",
            "在设备上设置640x360至1280x720的子码流,查看开销约为四分之一",
        ),
    ),
    "rare_keyframes": _fix(
        ("keyframes come too rarely", "关键帧间隔过长"),
        (
            "set the keyframe interval to twice the frame rate, and turn smart codecs (H.264+, H.265+) off",
            "将I帧间隔设为帧率的2倍,并关闭智能编码(H.264+、H.265+)",
        ),
    ),
    "token_login": _note(
        ("the device takes a WS-UsernameToken and no HTTP digest", "设备仅支持WS-UsernameToken登录"),
        (
            "enable digest authentication on the device where it can be; keep its clock right",
            "如设备支持,请启用摘要认证;并保持时钟准确",
        ),
    ),
    "clock_unread": _note(
        ("the camera does not tell its time by ONVIF", "设备不提供ONVIF时间"),
        ("set it to a time server, so that its time need not be asked", "请将设备对时到NTP服务器"),
    ),
    "old_services": _note(
        ("GetServices does not work: older firmware", "不支持GetServices:固件较旧"),
        ("nothing need be done; newer firmware would offer Media2", "无需处理;新固件可提供Media2"),
    ),
    "inside_address": _note(
        (
            "the device calls itself by another address: it is behind a router",
            "设备自称另一地址(位于路由器后)",
        ),
        (
            "nothing need be done for HTTP; forward its RTSP port under the same number",
            "HTTP无需处理;请以相同端口号转发其RTSP端口",
        ),
    ),
}

_MISSING = (
    "nothing need be done where a snapshot or a stream is left; else give its address in the camera file",
    "若仍有抓图或码流可用则无需处理,否则在摄像机文件中填写地址",
)
ADVICE |= {
    f"no_{code}": _note(name, _MISSING)
    for code, name in {
        "snapshot": ("the device gives no snapshot address", "设备未提供抓图地址"),
        "stream": ("the device gives no stream address", "设备未提供码流地址"),
        "substream": ("the device gives no substream address", "设备未提供子码流地址"),
        "presets": ("the device does not tell its presets", "设备未提供预置位"),
        "device_information": ("the device does not tell what it is", "设备未提供型号信息"),
    }.items()
}


def advice(code: str) -> Advice:
    """Return the advice for a code; a code that has none is told as it is."""
    found = ADVICE.get(code)
    if found is not None:
        return found
    cure = ("look at the device by its own web page", "请通过设备自身网页检查")
    return Advice(weight="broken", name=(code, code), cure=cure)
