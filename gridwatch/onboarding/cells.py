"""What a cell says: numbers with their units, directions, datums, addresses, codes. Pure; a wrong cell raises."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit, urlunsplit

from core.geo import Datum
from core.reason import Fact
from gridwatch.onboarding.faults import shown

_ROUNDED = re.compile(r"^\d(\.\d+)?E\+(1[5-9]|2\d)$", re.IGNORECASE)
_NUMBER = re.compile(r"^([+-]?\d+(?:\.\d*)?|[+-]?\.\d+)\s*(?:米|m|度|°|degrees?|deg|秒|s)?$", re.IGNORECASE)
_DEGREES = re.compile(
    r"^[东北EN]?[经纬]?\s*(\d{1,3})[°度]\s*(\d{1,2})[′'分]\s*(\d{1,2}(?:\.\d+)?)[″\"秒]?\s*[EN]?$",
    re.IGNORECASE,
)
_HOST = re.compile(r"^(?!-)[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*\.?$")
_HEADINGS = {"北": 0, "东北": 45, "东": 90, "东南": 135, "南": 180, "西南": 225, "西": 270, "西北": 315} | {
    "n": 0, "ne": 45, "e": 90, "se": 135, "s": 180, "sw": 225, "w": 270, "nw": 315
}  # fmt: skip
_TURNED = {"北东": "东北", "南东": "东南", "南西": "西南", "北西": "西北"}
_DATUMS = {
    "wgs84": Datum.WGS84, "cgcs2000": Datum.WGS84, "国家2000": Datum.WGS84, "大地2000": Datum.WGS84,
    "2000国家大地坐标系": Datum.WGS84, "2000": Datum.WGS84, "gps": Datum.WGS84, "gcj02": Datum.GCJ02,
    "火星": Datum.GCJ02, "火星坐标系": Datum.GCJ02, "高德": Datum.GCJ02, "腾讯": Datum.GCJ02, "bd09": Datum.BD09,
    "bd09ll": Datum.BD09, "百度": Datum.BD09, "百度坐标系": Datum.BD09,
}  # fmt: skip
_YES = frozenset({"是", "启用", "在用", "正常", "true", "yes", "y", "1", "√"})
_NO = frozenset({"否", "停用", "禁用", "拆除", "false", "no", "n", "0", "×"})
# GB/T 28181-2022 annex E: digits 11-13 of a code say what it is the code of
_TYPES: Mapping[str, tuple[str, str]] = {
    "111": ("recorder (DVR)", "硬盘录像机"), "112": ("video server", "视频服务器"), "113": ("encoder", "编码器"),
    "114": ("decoder", "解码器"), "118": ("recorder (NVR)", "网络录像机"), "200": ("signalling server", "信令服务器"),
    "215": ("group", "业务分组"), "216": ("virtual group", "虚拟组织"),
}  # fmt: skip
_PORTS: Mapping[int, tuple[str, str]] = {
    554: ("an RTSP port", "RTSP端口"), 8554: ("an RTSP port", "RTSP端口"),
    8000: ("Hikvision's SDK port", "海康SDK端口"), 37777: ("Dahua's SDK port", "大华SDK端口"),
    5060: ("a SIP port", "SIP端口"), 443: ("an HTTPS port", "HTTPS端口"),
}  # fmt: skip


class BadCell(Exception):
    """Carries a fault's kind and facts to whoever knows line and column; never leaves this package."""

    def __init__(self, kind: str, **facts: Fact) -> None:
        super().__init__(kind)
        self.kind, self.facts = kind, facts


def narrow(text: str) -> str:
    """Return full-width digits, letters and points as ordinary ones; ideographic full stops of numbers too."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).replace("。", ".")


def number(text: str) -> float:
    """Return a number; a unit behind it is left out."""
    found = _NUMBER.match(narrow(text))
    if found is None:
        raise BadCell("not_a_number", value=shown(text))
    return float(found.group(1))


def degrees(text: str, field: str) -> float:
    """Return a longitude or latitude: decimal, or in degrees, minutes and seconds."""
    plain = narrow(text)
    most = 180 if field == "lon" else 90
    if parts := _DEGREES.match(plain.replace("′′", '"').replace("''", '"').replace("〃", '"')):
        whole, minutes, seconds = (float(part) for part in parts.groups())
        value = whole + minutes / 60 + seconds / 3600
    else:
        try:
            value = number(plain.strip("EeNn东经北纬 "))
        except BadCell:
            raise BadCell("not_a_number", value=shown(text)) from None
    name = "longitude" if field == "lon" else "latitude"
    if value == 0:
        raise BadCell("off_earth", value=shown(text), field=name, why="", why_zh="")
    if abs(value) > most and not (field == "lat" and abs(value) <= 180):  # a swapped pair is told as such
        lost = abs(value) > 1000
        why, why_zh = (": the decimal point is lost", ":缺少小数点") if lost else ("", "")
        raise BadCell("off_earth", value=shown(text), field=name, why=why, why_zh=why_zh)
    return value


def heading(text: str) -> float:
    """Return degrees clockwise from north, of a number or of a word like 东北 or 由西向东."""
    word = narrow(text).casefold().replace(" ", "")
    word = re.sub(r"^由.+?(?=[向往])", "", word)
    word = re.sub(r"^[朝向往正]+|[向方侧面]+$", "", word)
    word = _TURNED.get(word, word)
    if word in _HEADINGS:
        return float(_HEADINGS[word])
    try:
        value = number(text)
    except BadCell:
        raise BadCell("bad_heading", value=shown(text)) from None
    if not 0 <= value <= 360:
        raise BadCell("bad_heading", value=shown(text))
    return value % 360


def datum(text: str) -> Datum:
    """Return a datum by any of its usual names."""
    word = re.sub(r"[\s_-]", "", narrow(text).casefold())
    found = _DATUMS.get(word) or _DATUMS.get(word.removesuffix("坐标系"))
    if found is None:
        raise BadCell("bad_datum", value=shown(text))
    return found


def yes_no(text: str) -> bool:
    """Return whether a cell says yes."""
    word = narrow(text).casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadCell("bad_value", what=f"{shown(text)} is neither yes nor no", cure="Write 是 or 否.")


def host(text: str) -> str:
    """Return an address without scheme, port and path; with one of them it is not guessed which was meant."""
    plain = narrow(text)
    if "://" in plain or "/" in plain or "@" in plain:
        raise BadCell(
            "bad_host",
            value=shown(_scrubbed(plain)),
            why="it holds a path or a scheme",
            why_zh="含有协议或路径",
        )
    if plain.count(":") == 1:
        raise BadCell("bad_host", value=shown(plain), why="it holds a port", why_zh="含有端口")
    if plain.count(":") > 1 or re.fullmatch(r"[\d.]+", plain):
        try:
            return str(ipaddress.ip_address(plain))
        except ValueError:
            raise BadCell(
                "bad_host", value=shown(plain), why="no such IP address exists", why_zh="IP地址不合法"
            ) from None
    if _HOST.match(plain) is None:
        raise BadCell(
            "bad_host", value=shown(plain), why="it holds what no name holds", why_zh="含有非法字符"
        )
    return plain.lower()


def port(text: str) -> int:
    """Return a port."""
    plain = narrow(text).removesuffix(".0")
    if not plain.isdigit() or not 1 <= int(plain[:6]) <= 65535:
        raise BadCell("bad_port", value=shown(text))
    return int(plain)


def odd_port(value: int) -> Mapping[str, Fact] | None:
    """Return what a port is known for that is not ONVIF's."""
    known = _PORTS.get(value)
    return None if known is None else {"value": value, "what": known[0], "what_zh": known[1]}


def code(text: str) -> str:
    """Return a code of GB/T 28181."""
    plain = exact(text).replace(" ", "").replace("-", "")
    if not (plain.isascii() and plain.isdigit()):
        raise BadCell("bad_code", value=shown(text), why="it holds more than digits", why_zh="含有非数字字符")
    if len(plain) != 20:
        why, why_zh = f"{len(plain)} digits", f"{len(plain)}位"
        raise BadCell("bad_code", value=shown(text), why=why, why_zh=why_zh)
    return plain


def code_type(plain: str) -> Mapping[str, Fact] | None:
    """Return what a code is the code of, where that is known not to be a camera."""
    known = _TYPES.get(plain[10:13])
    return (
        None
        if known is None
        else {"value": plain, "what": known[0], "what_zh": known[1], "type": plain[10:13]}
    )


def exact(text: str) -> str:
    """Return a code as written; one that a spreadsheet took for a number is told."""
    plain = narrow(text).removeprefix("'")
    if _ROUNDED.match(plain):
        raise BadCell("rounded", value=shown(text))
    return plain


def url(text: str) -> tuple[str, tuple[str, str] | None]:
    """Return an address without its login, and the login."""
    plain = narrow(text)
    try:
        parts = urlsplit(plain)
        _ = parts.port
    except ValueError:
        raise BadCell("bad_url", why="it cannot be read") from None
    if parts.scheme not in {"http", "https", "rtsp", "rtsps"} or not parts.hostname:
        raise BadCell("bad_url", why="it does not begin with http:// or rtsp:// and a host")
    if "@" not in parts.netloc:
        return plain, None
    login, _, where = parts.netloc.rpartition("@")
    user, _, password = login.partition(":")
    return urlunsplit(parts._replace(netloc=where)), (unquote(user), unquote(password))


def _scrubbed(text: str) -> str:
    return re.sub(r"[^/]*@", "***@", text)
