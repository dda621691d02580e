"""Which column of a ledger is which field: by the headers that ledgers use, or as whoever imports says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gridwatch.configuration.camera_files import CHINESE, COLUMNS
from gridwatch.configuration.problem import did_you_mean, nearest
from gridwatch.onboarding.faults import Fault

LEFT_OUT = "-"
# Fields of a ledger that are no field of a camera: checked, looked up, split or kept elsewhere.
_OTHERS = ("code", "lonlat", "channel", "user", "password", "street", "community", "grid")
FIELDS: frozenset[str] = frozenset((*COLUMNS, *_OTHERS))
REASON = "原因"  # the column that is added to rows that are sent back
SECRET = frozenset({"user", "password"})
_ALIASES: Mapping[str, str] = {
    "code": "国标编码 国标编号 国标ID 国标码 GB编码 GB28181编码 GBID 设备国标编码 通道编码 通道国标编码 摄像机编码",
    "id": "编号 设备编码 设备编号 点位编号 点位编码 摄像机编号 监控编号 资产编号 deviceid cameraid",
    "name": "名称 点位名称 摄像机名称 摄像头名称 设备名称 监控名称 监控点名称 监控点位名称 点位 通道名称 cameraname",
    "owner": "权属单位 所属单位 建设单位 权属 来源 来源单位 归属单位 产权单位 接入单位 管理单位 单位",
    "scene": "场景 类型 场景类型 点位类型 监控类型 场所类型 位置类型 type",
    "lon": "经度 东经 x坐标 longitude lng",
    "lat": "纬度 北纬 y坐标 latitude",
    "lonlat": "经纬度 坐标 位置坐标 经度纬度",
    "datum": "坐标系 坐标系统 坐标类型 基准",
    "host": "地址 IP地址 IP 设备IP 摄像机IP 设备IP地址 IP/域名 ipaddress ipv4",
    "onvif_port": "端口 端口号 设备端口 onvif端口 port httpport http端口",
    "channel": "通道 通道号 通道序号 channelno",
    "snapshot_url": "抓图地址 抓拍地址 快照地址 snapshot",
    "rtsp_url": "码流地址 视频流地址 取流地址 流地址 RTSP地址 RTSP rtsp子码流 子码流地址",
    "user": "用户名 账号 帐号 登录名 登录账号 user username account",
    "password": "密码 口令 登录密码 设备密码 password passwd pwd",
    "credential": "凭据 凭据名",
    "host_key": "NVR NVR地址 录像机 所属NVR",
    "height_m": "架高 安装高度 架设高度 离地高度 高度 height",
    "heading_deg": "朝向 监控朝向 方位角 监视方位 方位 安装朝向 heading azimuth",
    "tilt_deg": "俯角 俯仰角 tilt",
    "hfov_deg": "视场角 水平视场角 视角 hfov",
    "street": "街道 所属街道 镇街 街道名称 乡镇街道 所属镇街",
    "community": "社区 所属社区 社区名称 村居 村社区",
    "grid": "网格 所属网格 网格名称",
    "grid_code": "网格编码 网格编号 网格代码",
    "profile": "方案",
    "enabled": "启用 是否启用",
    # what ledgers hold besides and nobody misses; the last two are ours, of rows sent back for correction
    LEFT_OUT: "序号 序 no. # 原因 reason",
}  # fmt: skip
_SECRET_WORDS = re.compile(r"密码|口令|密钥|passw|pwd|secret|token", re.IGNORECASE)
_UNIT = re.compile(r"[((\[【][^))\]】]{0,100}[))\]】]")
_NEEDED = {
    "name": "点位名称",
    "owner": "所属单位",
    "scene": "场景",
}
_SHARED = frozenset({"owner", "scene"})  # what all cameras of a ledger may have in common


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """What each column is."""

    fields: tuple[str | None, ...]  # by column; None: not known
    headers: Mapping[str, str]  # field -> header as the ledger writes it
    unknown: tuple[str, ...]  # headers that are not read
    faults: tuple[Fault, ...]

    def header(self, field: str) -> str:
        """Return how the ledger calls a field; the field's own name where it has no column."""
        return self.headers.get(field, field)


def _plain(header: str) -> str:
    """Return a header without units in brackets, marks, spaces and case: `*安装高度(米)` is `安装高度`."""
    text = unicodedata.normalize("NFKC", header).casefold()
    text = _UNIT.sub("", text)
    return re.sub(r"[\s*_:\-.、,]+", "", text) or text.strip()


_KNOWN: Mapping[str, str] = {
    **{_plain(header): field for header, field in CHINESE.items()},
    **{_plain(field): field for field in FIELDS},
    **{_plain(word): field for field, words in _ALIASES.items() for word in words.split()},
}


def field_of(header: str) -> str | None:
    """Return the field that a header means, `-` for one that is left out knowingly, None where it is not known."""
    return _KNOWN.get(_plain(header)) if header else None


def is_secret(header: str) -> bool:
    """Return whether a column may hold passwords, known or not: it is never shown."""
    return field_of(header) in SECRET or _SECRET_WORDS.search(header) is not None


def plan(
    headers: Sequence[str], header_line: int, maps: Mapping[str, str], given: Mapping[str, str]
) -> Columns:
    """Decide every column.

    Args:
        headers: as the ledger writes them.
        header_line: where they stand.
        maps: header to field, as whoever imports says; `-` leaves a column out.
        given: fields that are the same for every row.
    """
    faults = _bad_words(headers, maps, given)
    said = {_plain(header): field for header, field in maps.items()}
    fields: list[str | None] = []
    unknown: list[str] = []
    names: dict[str, str] = {}
    for number, header in enumerate(headers, 1):
        column = header or f"column {number}"
        field = said.get(_plain(header), field_of(header))
        if field is None:
            guess = nearest(_plain(header), _KNOWN) if header else None
            facts = {"word": header, "guess": f"Did you mean {guess}? " if guess and guess != "-" else ""}
            faults.append(Fault(kind="unknown_column", line=header_line, column=column, facts=facts))
            unknown.append(column)
        elif field != LEFT_OUT and field in names:
            facts = {"field": field, "other": names[field], "word": header}
            faults.append(Fault(kind="doubled_column", line=header_line, column=column, facts=facts))
        elif field != LEFT_OUT:
            names[field] = header
        fields.append(None if field == LEFT_OUT else field)
    faults += _missing({*names, *given})
    return Columns(fields=tuple(fields), headers=names, unknown=tuple(unknown), faults=tuple(faults))


def _bad_words(headers: Sequence[str], maps: Mapping[str, str], given: Mapping[str, str]) -> list[Fault]:
    known = sorted(FIELDS)
    plain = {_plain(header) for header in headers}
    faults = []
    for header, field in maps.items():
        if field not in FIELDS and field != LEFT_OUT:
            cure = did_you_mean(field, known, f"Fields are {', '.join(known)}.")
            facts = {"word": field, "why": "is no field", "cure": cure}
            faults.append(Fault(kind="unknown_map", facts=facts))
        if _plain(header) not in plain:
            cure = did_you_mean(header, headers, f"Headers are {', '.join(headers)[:300]}.")
            facts = {"word": header, "why": "is no header of the ledger", "cure": cure}
            faults.append(Fault(kind="unknown_map", facts=facts))
    for field in given:
        if field not in FIELDS or field == "password":
            why = "is no field" if field not in FIELDS else "would be seen by whoever sees the command"
            cure = did_you_mean(field, known, f"Fields are {', '.join(known)}.")
            if field == "password":
                cure = "Put the login into secrets.yaml and name it by `--set credential=NAME`."
            faults.append(Fault(kind="unknown_map", facts={"word": field, "why": why, "cure": cure}))
    return faults


def _missing(there: set[str]) -> list[Fault]:
    wanted: list[tuple[str, str]] = []
    for field, header in _NEEDED.items():
        if field not in there:
            cure = f"Add a column {header}, or `--map 表头={field}` names it"
            cure += f"; what all share: `--set {field}=NAME`." if field in _SHARED else "."
            wanted.append((field, cure))
    if not there & {"id", "code"}:
        wanted.append(
            ("id", "Add a column 设备编码 or 国标编码, or `--map 表头=id` names one that is unique.")
        )
    if "lonlat" not in there:
        wanted += [
            (field, f"Add a column {header}, or `--map 表头={field}` names it.")
            for field, header in (("lon", "经度"), ("lat", "纬度"))
            if field not in there
        ]
    if not there & {"host", "snapshot_url", "rtsp_url"}:
        wanted.append(("host", "Add a column IP地址, 抓图地址 or 码流地址."))
    return [Fault(kind="missing_column", facts={"field": field, "cure": cure}) for field, cure in wanted]
