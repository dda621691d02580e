"""Every fault of a ledger in words, English for whoever imports and Chinese for whoever keeps the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gridwatch.configuration.problem import Level


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What a kind of fault says; facts are filled in by name."""

    what: str
    cure: str
    what_zh: str
    cure_zh: str
    level: Level = "error"


def _error(what: str, cure: str, what_zh: str, cure_zh: str) -> Words:
    return Words(what=what, cure=cure, what_zh=what_zh, cure_zh=cure_zh)


def _warning(what: str, cure: str, what_zh: str, cure_zh: str) -> Words:
    return Words(what=what, cure=cure, what_zh=what_zh, cure_zh=cure_zh, level="warning")


_ABOUT_THE_FILE = {
    "unreadable": _error(
        "cannot be read: {why}", "Check the path and its permissions.",
        "无法读取:{why}", "请检查路径和权限。",
    ),
    "too_large": _error(
        "is too large: {size} {what}, at most {most}", "Split it by owner.",
        "文件过大:{what}{size},上限{most}", "请按单位拆分。",
    ),
    "not_text": _error(
        "is neither UTF-8 nor GB18030 (byte {byte})", "Save it as CSV UTF-8, or import the workbook itself.",
        "既不是UTF-8也不是GB18030编码(第{byte}字节)", "请另存为CSV UTF-8,或直接导入Excel文件。",
    ),
    "no_table": _error(
        "is no table: {why}", "Export it again as CSV or .xlsx.",
        "不是表格:{why}", "请重新导出为CSV或.xlsx。",
    ),
    "no_header": _error(
        "has no header line that is understood in its first {lines} lines",
        "Give it a line with headers like 点位名称, 经度, 纬度, IP地址, or name them by `--map 表头=field`.",
        "前{lines}行中没有可识别的表头", "请补充表头,如 点位名称、经度、纬度、IP地址。",
    ),
    "no_rows": _error(
        "holds no row below its headers", "Choose the sheet that holds the cameras.",
        "表头下没有数据", "请选择含有点位的工作表。",
    ),
    "other_sheets": _warning(
        "only the sheet {sheet} is read; not read: {others}", "`--sheet NAME` reads another.",
        "只读取工作表{sheet},未读取:{others}", "如需其他工作表请指定。",
    ),
    "unknown_column": _warning(
        "is no known column and is not read",
        "{guess}`--map {word}=FIELD` names its field, `--map {word}=-` leaves it out knowingly.",
        "不是已知的列,未读取", "请指定对应字段,或声明忽略。",
    ),
    "unknown_map": _error(
        "--map or --set names {word}, which {why}", "{cure}",
        "--map或--set中的{word}有误", "请更正。",
    ),
    "doubled_column": _error(
        "means {field}, as {other} does", "`--map {word}=-` leaves one of them out.",
        "与{other}列含义相同({field})", "请保留其中一列。",
    ),
    "missing_column": _error(
        "there is no column for {field}", "{cure}",
        "缺少{field}列", "请补充该列。",
    ),
    "datum_unsaid": _error(
        "the datum of the coordinates is not said",
        "Ask the keeper of the ledger and give `--datum gcj02`, `wgs84` (also for CGCS2000) or `bd09`: "
        "a wrong one moves every camera by some 500 m.{hint}",
        "未说明坐标系", "请注明坐标系:WGS84(CGCS2000)、GCJ02或BD09,错误会造成约500米偏差。",
    ),
    "datum_doubtful": _error(
        "read as {said}, {outside} of {points} points lie outside the district; read as {other}, {rest} do",
        "Ask the keeper of the ledger whether it is {other}; where it is {said} all the same, `--allow-outside`.",
        "按{said}读取有{outside}/{points}个点位在区外,按{other}读取为{rest}个", "请核实坐标系是否为{other}。",
    ),
    "no_boundary": _warning(
        "points cannot be checked against the district: configs/grid holds no polygon",
        "Add the district's polygon.",
        "未配置区界,无法核对点位", "请补充区界。",
    ),
    "pose_partial": _warning(
        "{rows} rows give a part of the pose only ({given}) and get none",
        "They lack {lacking}; what all cameras share is given once, e.g. `--set tilt_deg=20 --set hfov_deg=70`.",
        "{rows}行的姿态参数不全(只有{given})", "还缺{lacking}:姿态需要架高、朝向、俯角、视场角四项。",
    ),
    "kept_missing": _warning(
        "{count} cameras of {owner} are in configs/cameras and not in the ledger; they are kept",
        "`--remove-missing` removes them.",
        "{owner}有{count}个已配置的点位不在台账中,予以保留", "如已拆除请说明。",
    ),
    "no_removal": _error(
        "{rows} rows are bad, and their cameras could be taken for missing; nothing is removed",
        "Mend them first, or import without `--remove-missing`.",
        "有{rows}行错误,可能误判为缺失,未删除任何点位", "请先更正。",
    ),
    "sent_back": _error(
        "holds rows that were sent back for correction, not the whole ledger; nothing is removed",
        "Import it without `--remove-missing`.",
        "是退回修改的部分行,不是完整台账,未删除任何点位", "请导入完整台账后再删除。",
    ),
    "comments_go": _warning(
        "{file} is written anew: its comments go and its defaults are written out",
        "What it held is kept as {file}.previous.",
        "{file}将重写,注释会丢失", "原文件保留为{file}.previous。",
    ),
    "was_bad": _warning(
        "the configuration had a mistake before: {why}", "`gridwatch check` tells them all.",
        "原有配置存在错误:{why}", "请先更正。",
    ),
    "would_break": _error(
        "the configuration would have a mistake: {why}", "{cure}",
        "导入后配置有误:{why}", "请更正。",
    ),
}  # fmt: skip

_ABOUT_A_ROW = {
    "cells": _error(
        "has {cells} cells under {headers} headers", "Put cells that hold the separator in double quotes.",
        "有{cells}个单元格,表头为{headers}列", "含分隔符的内容请加双引号。",
    ),
    "open_quote": _error(
        "has a cell of {lines} lines: a double quote is not closed, and the lines to {end} are lost in it",
        "Close or remove the quote.",
        "有一个双引号未闭合,直到第{end}行的内容被并入", "请补全或删除双引号。",
    ),
    "not_a_camera": _warning(
        "is no camera ({word}) and is left out", "Remove the line.",
        "不是点位({word}),已忽略", "请删除该行。",
    ),
    "empty": _error(
        "is empty", "Fill it in.",
        "为空", "请填写。",
    ),
    "bad_id": _error(
        "{value} cannot be an id", "Use letters, digits, dot, dash and underscore, at most 64.",
        "{value}不能作为编号", "只能使用字母、数字、点、横线和下划线,最多64位。",
    ),
    "bad_code": _error(
        "{value} is no code of GB/T 28181: {why}", "Copy it from the video platform: 20 digits.",
        "{value}不是国标编码:{why_zh}", "请从视频平台复制20位编码。",
    ),
    "rounded": _error(
        "{value} was a long number that the spreadsheet has rounded; its last digits are lost",
        "Format the column as text and copy the codes in again.",
        "{value}被表格软件按数字截断,末位已丢失", "请把该列设为文本格式后重新填写。",
    ),
    "code_type": _warning(
        "{value} is the code of a {what} (type {type}), not of a camera", "Give the code of the channel.",
        "{value}是{what_zh}的编码(类型{type}),不是摄像机", "请填写通道编码。",
    ),
    "unknown_word": _error(
        "{word} is not known as {field}", "{guess}`--value {field}:{word}=NAME` gives its name, e.g. {examples}.",
        "{word}不是已知的{field_zh}",
        "{guess_zh}导入时在“名称对应”中指定(命令行 --value {field}:{word}=名称),例如{examples}。",
    ),
    "not_a_number": _error(
        "{value} is not a number", "Write digits with a decimal point.",
        "{value}不是数字", "请填写数字。",
    ),
    "bad_heading": _error(
        "{value} is no direction", "Write degrees clockwise from north, 0 to 360, or a word like 东北.",
        "{value}不是方向", "请填写自北顺时针的度数(0-360)或方位,如 东北。",
    ),
    "bad_host": _error(
        "{value} is no address: {why}", "Write the IP address or host name alone, e.g. 10.20.3.17.",
        "{value}不是地址:{why_zh}", "请只填写IP地址或域名,如10.20.3.17。",
    ),
    "bad_port": _error(
        "{value} is no port", "Write a whole number from 1 to 65535.",
        "{value}不是端口", "请填写1至65535的整数。",
    ),
    "odd_port": _warning(
        "{value} is {what}, where ONVIF is hardly spoken", "`--map {column}=-` leaves the column out: ONVIF's is 80.",
        "{value}是{what_zh},一般不提供ONVIF", "请填写ONVIF端口,一般为80。",
    ),
    "bad_url": _error(
        "is no address of a picture or stream: {why}", "Write http://HOST/... or rtsp://HOST/...",
        "不是图片或码流地址:{why}", "请填写http://或rtsp://开头的地址。",
    ),
    "bad_datum": _error(
        "{value} is no datum", "Use WGS84 (also for CGCS2000), GCJ02 or BD09.",
        "{value}不是坐标系", "请填写WGS84(CGCS2000)、GCJ02或BD09。",
    ),
    "off_earth": _error(
        "{value} is no {field}{why}", "Write degrees, e.g. 120.2504321.",
        "{value}不是合法坐标{why_zh}", "请填写度,如120.2504321。",
    ),
    "swapped": _error(
        "longitude and latitude are swapped", "Put {lat} under latitude and {lon} under longitude.",
        "经纬度颠倒", "请把{lon}填入经度、{lat}填入纬度。",
    ),
    "outside": _error(
        "lies {metres} m outside the district{hint}", "{cure}",
        "位于区界外{metres}米{hint_zh}", "请核对坐标;确在区外的点位请注明。",
    ),
    "outside_allowed": _warning(
        "lies {metres} m outside the district", "Check it on a map; incidents there have no grid.",
        "位于区界外{metres}米", "请核对坐标。",
    ),
    "unknown_place": _warning(
        "{word} is not in configs/grid", "Correct the name or the grid file; the point decides all the same.",
        "网格中没有{word}", "请核对名称。",
    ),
    "other_place": _warning(
        "says {said}, but the point lies in {found}", "Check the point; polygons win.",
        "填写的是{said},但坐标位于{found}", "请核对坐标。",
    ),
    "bad_value": _error(
        "{what}", "{cure}",
        "不符合要求({what})", "请更正。",
    ),
    "no_way": _error(
        "gives no way to reach the camera", "Fill in an IP address, a snapshot address or a stream address.",
        "没有可访问的地址", "请填写IP地址、抓图地址或码流地址。",
    ),
    "half_login": _error(
        "gives a {has} without a {lacks}", "Fill in both or none; what all share: `--set user=NAME`.",
        "只有{has_zh},缺少{lacks_zh}", "请同时填写用户名和密码。",
    ),
    "two_logins": _error(
        "gives a login that differs from the one in {other}", "Keep one of them.",
        "与{other}中的账号不一致", "请只保留一个。",
    ),
    "twin_row": _error(
        "is line {other} once more", "Remove one of them.",
        "与第{other}行重复", "请删除其中一行。",
    ),
    "twin_id": _error(
        "{value} is used in line {other} as well, for another camera", "Give each its own.",
        "{value}与第{other}行重复,但内容不同", "请为每个点位填写各自的编码。",
    ),
    "twin_address": _error(
        "{value} is the address of line {other} as well", "Correct one of them, or give channels their own addresses.",
        "{value}与第{other}行的地址相同", "请更正,或为各通道填写各自的地址。",
    ),
    "channel_untold": _error(
        "line {other} has the same address {value} and differs in its channel only, which is not enough",
        "Give each channel's address, e.g. "
        "`--set 'rtsp_url=rtsp://{{host}}:554/Streaming/Channels/{{channel}}02'`.",
        "与第{other}行地址{value}相同,仅通道号不同", "请填写各通道的码流地址或抓图地址。",
    ),
    "near_twin": _warning(
        "has the name of line {other} and stands {metres} m from it", "Remove one if they are one camera.",
        "与第{other}行同名且相距{metres}米", "如为同一点位请删除一行。",
    ),
    "other_owner": _error(
        "{value} is a camera of {owner} ({where})", "Choose another id; if it changed hands, remove it there first.",
        "{value}已是{owner}的点位({where})", "请更换编号;如已移交请先在原单位删除。",
    ),
    "taken": _error(
        "{value} is the address of {id} already ({where})",
        "Keep the id it has, or remove that camera: `--remove-missing` where the ledger is complete.",
        "{value}已是{id}的地址({where})", "请沿用原编号,或删除原点位。",
    ),
}  # fmt: skip

WORDS: Mapping[str, Words] = _ABOUT_THE_FILE | _ABOUT_A_ROW
