"""Why a camera cannot be looked at by ONVIF, and what to do: by cause or kind of failure, in English and Chinese."""

from __future__ import annotations

FAILURES: dict[str, tuple[str, str, str, str]] = {
    "unknown_name": (
        "the host's name is not known",
        "主机名无法解析",
        "write the camera's address in access.host, or enter the name in the DNS",
        "在 access.host 填写设备IP地址,或在DNS中登记该名称",
    ),
    "connection_refused": (
        "the host is there, but nothing listens on its ONVIF port",
        "主机在线,但ONVIF端口无服务",
        "check onvif_port, and that ONVIF is enabled on the device (Hikvision: off by default)",
        "核对 onvif_port,并确认设备已启用ONVIF(海康默认关闭)",
    ),
    "no_route": (
        "there is no way to the host",
        "网络不可达",
        "check power and cable, the host's address, and the routes and firewalls between",
        "检查设备供电、网线、IP地址以及沿途路由和防火墙",
    ),
    "no_connection": (
        "nobody answers at the address",
        "该地址无应答",
        "check power and cable, the host's address, and that firewalls let us through to onvif_port",
        "检查设备供电、网线、IP地址,并确认防火墙放行 onvif_port",
    ),
    "hung_up": (
        "the device hangs up without an answer",
        "设备未应答即断开连接",
        "restart the device; check that no firewall or address filter of the device cuts us off",
        "重启设备;检查防火墙或设备的IP过滤是否拦截本系统",
    ),
    "unreachable": (
        "the device is not reached",
        "设备无法连接",
        "check power, cable, host and onvif_port, and that routers and firewalls let us through",
        "检查供电、网线、host 与 onvif_port,以及路由和防火墙",
    ),
    "slow": (
        "the device does not finish its answers in time",
        "设备应答超时",
        "check the load of device and network; raise looking.onvif_s only for a device known to be slow",
        "检查设备与网络负载;仅对已知较慢的设备调大 looking.onvif_s",
    ),
    "timeout": (
        "the device did not answer in time",
        "设备超时",
        "check the load of device and network",
        "检查设备与网络负载",
    ),
    "login_refused": (
        "the device refuses the login",
        "登录被拒绝",
        (
            "check user and password, and that the user exists for ONVIF (Hikvision keeps a list of its own); "
            "wait before the next try, cameras lock accounts"
        ),
        "核对用户名和密码,并确认已建立ONVIF用户(海康另有ONVIF用户列表);请稍候再试,以免账号被锁",
    ),
    "login_stopped": (
        "not asked: its host refused the same login before",
        "未询问:同一主机已拒绝该登录",
        "correct the login of that host first, then probe again with --broken",
        "先更正该主机的登录信息,再用 --broken 重新检测",
    ),
    "not_permitted": (
        "the login is right, but may not ask this",
        "登录正确,但权限不足",
        "give the ONVIF user the role Operator or Administrator on the device",
        "在设备上将该ONVIF用户设为操作员或管理员",
    ),
    "no_credential": (
        "the device wants a login and none is configured",
        "设备要求登录,但未配置账号",
        "put a login in the secrets file and name it in access.credential",
        "在密钥文件中填写账号,并在 access.credential 中引用",
    ),
    "no_address": (
        "the device gives no picture: no video profile, snapshot or stream",
        "设备未提供视频配置、抓图或码流地址",
        "enable a video profile on the device, or give snapshot_url or rtsp_url",
        "在设备上启用视频配置,或填写 snapshot_url 或 rtsp_url",
    ),
    "no_service": (
        "there is no ONVIF service at the path (HTTP 404)",
        "该路径没有ONVIF服务(HTTP 404)",
        "check onvif_path and onvif_port, and that ONVIF is enabled (Hikvision: off by default)",
        "核对 onvif_path 与 onvif_port,并确认已启用ONVIF(海康默认关闭)",
    ),
    "http_error": (
        "the device answers with an HTTP error",
        "设备返回HTTP错误",
        "restart the device; where it goes on, look at its load and firmware",
        "重启设备;若仍出现,检查其负载与固件",
    ),
    "not_http": (
        "what answers on the port does not speak HTTP",
        "该端口不是HTTP服务",
        "check onvif_port: it is the port of the web page, not that of RTSP (554) or of the maker's own protocol",
        "核对 onvif_port:应为网页端口,而非RTSP(554)或厂商私有端口",
    ),
    "not_soap": (
        "what answers is no ONVIF device",
        "应答的不是ONVIF设备",
        "check host, onvif_port and onvif_path; a login page in between may answer in its place",
        "核对 host、onvif_port 与 onvif_path;也可能被登录页面拦截",
    ),
    "broken_xml": (
        "the device's answers are broken XML",
        "设备应答的XML已损坏",
        "update the firmware or restart the device; until then give snapshot_url or rtsp_url",
        "升级固件或重启设备;在此之前可填写 snapshot_url 或 rtsp_url",
    ),
    "cut_answer": (
        "the device's answers end in the middle",
        "设备应答中途中断",
        "update the firmware or restart the device; until then give snapshot_url or rtsp_url",
        "升级固件或重启设备;在此之前可填写 snapshot_url 或 rtsp_url",
    ),
    "soap_fault": (
        "the device answers with a fault to what it cannot be used without",
        "设备对必需的ONVIF请求返回错误",
        "update the firmware or restart the device; until then give snapshot_url or rtsp_url",
        "升级固件或重启设备;在此之前可填写 snapshot_url 或 rtsp_url",
    ),
    "other_scheme": (
        "the device names its services at an address that is not http",
        "设备给出的服务地址不是http",
        "turn on HTTP beside HTTPS on the device, or give snapshot_url",
        "在设备上同时启用HTTP,或填写 snapshot_url",
    ),
    "bad_answer": (
        "the device's answers cannot be used",
        "设备应答无法使用",
        "check onvif_port and onvif_path, that ONVIF is enabled, and the firmware",
        "核对 onvif_port 与 onvif_path,确认已启用ONVIF,并检查固件",
    ),
    "too_large": (
        "the device's answer has no end",
        "设备应答过大",
        "check that the port is the device's ONVIF service",
        "确认该端口是设备的ONVIF服务",
    ),
    "internal": (
        "a fault of Gridwatch's own",
        "系统内部错误",
        "report this to the makers of Gridwatch, with the device's model and firmware",
        "请将设备型号与固件版本反馈给系统开发方",
    ),
}
"""Code to name in English and Chinese, cure in English and Chinese."""
