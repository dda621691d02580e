"""Ledgers of cameras as districts keep them, good and nasty, and a configs folder to import them into."""

from __future__ import annotations

import csv
import io
import random
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from core.geo import Datum, LonLat

ROOT = Path(__file__).resolve().parents[1]
HEADERS = (
    "序号", "点位名称", "国标编码", "IP地址", "端口", "经度", "纬度", "所属单位", "街道", "社区",
    "安装高度(米)", "朝向", "类型", "用户名", "密码", "备注",
)  # fmt: skip
_OWNERS = ("公安", "城管", "物业", "教育", "市场", "工地")
_SCENES = ("道路", "广场", "工地", "市场")
PASSWORD = "Mima#2026"
Cells = dict[str, str]


def configs(folder: Path, grid: str = "district.geojson") -> Path:
    """Return the shipped configuration without a camera, with the secrets that it asks for.

    `grid`: which polygons; the outline alone is read in no time.
    """
    made = folder / "configs"
    for part in ("profiles", "matters", "calendar"):
        shutil.copytree(ROOT / "configs" / part, made / part)
    (made / "grid").mkdir()
    for path in (ROOT / "configs" / "grid").glob(grid):
        shutil.copyfile(path, made / "grid" / path.name)
    (folder / "models").symlink_to(ROOT / "models")
    (made / "cameras").mkdir()
    shutil.copyfile(ROOT / "configs" / "gridwatch.yaml", made / "gridwatch.yaml")
    secrets = made / "secrets.yaml"
    secrets.write_text(
        "values: {api-token: a-token-for-tests, callback: whsec_dGVzdC1rZXk=}\n", encoding="utf-8"
    )
    secrets.chmod(0o600)
    return made


def row(number: int, **changes: str) -> Cells:
    """Return one good row: a camera in the middle of the demo district, in GCJ-02."""
    rng = random.Random(number)
    east, north = rng.uniform(-0.015, 0.015), rng.uniform(-0.01, 0.01)
    point = LonLat(lon=120.25 + east, lat=30.45 + north).to(Datum.GCJ02)
    host = f"10.{20 + number // 60000}.{number // 240 % 250}.{number % 240 + 1}"
    values = (
        str(number + 1), f"星河路{number}号杆", f"99010100001320{number:06d}", host, "80", f"{point.lon:.7f}",
        f"{point.lat:.7f}", _OWNERS[number % 6], "", "", "6.5米", ("东", "西南", "由西向东", "270")[number % 4],
        _SCENES[number % 4], "admin", PASSWORD, "",
    )  # fmt: skip
    return dict(zip(HEADERS, values, strict=True)) | changes


def rows(count: int) -> list[Cells]:
    """Return good rows."""
    return [row(number) for number in range(count)]


def text(cells: Sequence[Mapping[str, str]], headers: Sequence[str] = HEADERS, separator: str = ",") -> str:
    """Return rows as a spreadsheet saves them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows([one.get(header, "") for header in headers] for one in cells)
    return out.getvalue()


# What keepers of ledgers do: kind of fault that it must be told as -> what is done to rows i and j.
NASTY: Mapping[str, Callable[[list[Cells], int, int], None]] = {
    "empty": lambda rows, i, _: rows[i].update({"点位名称": " \u3000"}),
    "bad_code": lambda rows, i, _: rows[i].update({"国标编码": rows[i]["国标编码"][:-1]}),
    "rounded": lambda rows, i, _: rows[i].update({"国标编码": "9.9010100001320E+19"}),
    "unknown_word": lambda rows, i, _: rows[i].update({"所属单位": "云溪市公安局星河分局"}),
    "not_a_number": lambda rows, i, _: rows[i].update({"经度": "东城"}),
    "bad_host": lambda rows, i, _: rows[i].update({"IP地址": "10.20.3.256"}),
    "bad_port": lambda rows, i, _: rows[i].update({"端口": "八十"}),
    "bad_heading": lambda rows, i, _: rows[i].update({"朝向": "对着超市"}),
    "off_earth": lambda rows, i, _: rows[i].update({"经度": rows[i]["经度"].replace(".", "")}),
    "swapped": lambda rows, i, _: rows[i].update({"经度": rows[i]["纬度"], "纬度": rows[i]["经度"]}),
    "outside": lambda rows, i, _: rows[i].update({"经度": "121.4737000"}),
    "half_login": lambda rows, i, _: rows[i].update({"用户名": ""}),
    "twin_row": lambda rows, i, j: rows[j].update(rows[i]),
    "twin_id": lambda rows, i, j: rows[j].update({"国标编码": rows[i]["国标编码"]}),
    "twin_address": lambda rows, i, j: rows[j].update({"IP地址": rows[i]["IP地址"]}),
    "no_way": lambda rows, i, _: rows[i].update({"IP地址": ""}),
}


def nasty(count: int, share: float, seed: int = 1) -> tuple[list[Cells], dict[str, list[int]]]:
    """Return rows of which `share` have a fault, and by kind the (0-based) rows that took part in it."""
    rng = random.Random(seed)
    made = rows(count)
    spoilt: dict[str, list[int]] = {kind: [] for kind in NASTY}
    places = rng.sample(range(count), 2 * max(len(NASTY), round(count * share)))
    for number, (i, j) in enumerate(zip(places[::2], places[1::2], strict=True)):
        kind = list(NASTY)[number % len(NASTY)]
        NASTY[kind](made, min(i, j), max(i, j))
        spoilt[kind] += [i, j]
    return made, spoilt
