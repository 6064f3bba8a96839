"""Valid made-up cards, and files of them. People, places and numbers are fictitious (虚构)."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from xinglin.codes.id_numbers import check_character

HOSPITAL = "990001"
OTHER_HOSPITAL = "990002"

_CARD = {
    "卡片编号": "T0001",
    "报卡类别": "初次报告",
    "患者姓名": "张三",
    "有效证件类型": "居民身份证",
    "有效证件号": "",
    "性别": "女",
    "出生日期": "",
    "实足年龄": "33",
    "联系电话": "13800000000",
    "病人属于": "本县区",
    "现住址国标码": "998801001",
    "人群分类": "农民",
    "病例分类": "临床诊断病例",
    "发病日期": "2013-05-30",
    "诊断时间": "2013-06-01 08:30",
    "转归": "",
    "疾病名称": "麻疹",
    "填卡医生": "李医生",
    "填卡日期": "2013-06-01",
    "备注": "",
    "说明理由": "",
}


def id_number(serial: int, *, born: str = "19800101", division: str = "998801") -> str:
    """A number of the fictitious division with a right check character (GB 11643); a woman's."""
    first = f"{division}{born}{serial * 2 % 1000:03d}"
    return first + check_character(first)


def card(**changes: Any) -> dict[str, Any]:
    """A card that is right in every item, with these changes."""
    made = {**_CARD, **changes}
    if made["有效证件号"] == "":
        made["有效证件号"] = id_number(sum(map(ord, made["卡片编号"])) % 400)
    return made


def write_csv(path: Path, rows: list[dict[str, Any]], encoding: str = "utf-8") -> Path:
    """A CSV of the rows; its header is their keys."""
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path
