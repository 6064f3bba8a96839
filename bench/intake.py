"""100,000 cards in one go: our intake beside a program written by hand for this one file.

    python bench/intake.py [ROWS=100000]

Both read the same CSV with the same reader and end in tables with the same columns and indexes.
The hand-written one checks types, codes, dates, identity numbers and duplicates and copies; it
knows no scope, no history, no audit, no persons, no deadlines, no correction, no second run.
Ours does all of that. Ratios count, not seconds. The made-up people are fictitious (虚构).
"""

from __future__ import annotations

import csv
import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from xinglin.codes.dates import SHANGHAI
from xinglin.codes.id_numbers import check_character
from xinglin.store.server import Installation, Urls, ensure_running, installation, stop

ROWS = 100_000
HEADER = (
    *("卡片编号", "报卡类别", "患者姓名", "有效证件类型", "有效证件号", "性别", "出生日期"),
    *("实足年龄", "联系电话", "病人属于", "现住址国标码", "现住详细地址", "人群分类", "病例分类"),
    *("发病日期", "诊断时间", "转归", "疾病名称", "填卡医生", "填卡日期", "报告时间"),
)
DISEASES = ("麻疹", "手足口病", "风疹", "淋病", "猩红热", "流行性腮腺炎", "其他感染性腹泻病")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉建国红梅文斌琳云飞"


def cards(count: int) -> Iterator[list[str]]:
    """Made-up cards, the same for the same count."""
    rng = random.Random(20260101)  # noqa: S311
    for i in range(count):
        born = date(1950, 1, 1) + timedelta(days=rng.randrange(16_000))
        onset = date(2012, 1, 1) + timedelta(days=rng.randrange(540))
        seen = datetime.combine(onset, datetime.min.time()) + timedelta(
            days=rng.randrange(5), minutes=rng.randrange(480, 1300)
        )
        age = onset.year - born.year - ((onset.month, onset.day) < (born.month, born.day))
        woman = rng.random() < 0.5
        serial = rng.randrange(500) * 2 + (0 if woman else 1)
        first = f"998801{born:%Y%m%d}{serial % 1000:03d}"
        disease = rng.choice(DISEASES[3:] if age > 15 else DISEASES)
        yield [
            f"BENCH{i:07d}",
            "初次报告",
            rng.choice(SURNAMES) + rng.choice(GIVEN) + rng.choice(GIVEN),
            "居民身份证",
            first + check_character(first),
            "女" if woman else "男",
            f"{born}",
            str(age),
            f"139{rng.randrange(10**8):08d}",
            "本县区",
            rng.choice(("998801001", "998822100", "998823100", "998824100")),
            f"第{rng.randrange(1, 40)}村{rng.randrange(1, 300)}号",
            "农民",
            rng.choice(("临床诊断病例", "确诊病例")),
            f"{onset}",
            f"{seen:%Y-%m-%d %H:%M}",
            "治愈",
            disease,
            "李医生",
            f"{seen:%Y-%m-%d}",
            f"{seen + timedelta(hours=rng.randrange(20)):%Y-%m-%d %H:%M}",
        ]


def write_file(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        writer.writerows(cards(count))


# --- by hand ----------------------------------------------------------------------------------

_PHONE = re.compile(r"1[3-9]\d{9}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_COLUMNS = (
    *("card_no", "report_kind", "patient_name", "id_type", "id_number", "sex", "birth_date"),
    *("age_years", "phone", "patient_origin", "residence", "address", "occupation"),
    *("classification", "onset_date", "diagnosed_at", "outcome", "disease", "doctor"),
    *("filled_date", "reported_at", "state", "channel", "reporter", "reporter_place", "place"),
)


def by_hand(path: Path, connection: psycopg.Connection, places: set[str]) -> int:
    """Check and copy the file into `bench_cards`; returns how many rows were good."""
    from xinglin.intake.reading import read_file

    codes = _code_tables()
    seen: set[str] = set()
    good = 0
    rows = iter(read_file(path, known_headers=HEADER).rows)
    _, header = next(rows)
    at = {name: header.index(name) for name in HEADER}
    with connection.cursor() as cursor:
        statement = f"COPY bench_cards ({', '.join(_COLUMNS)}) FROM STDIN"
        with cursor.copy(statement) as copy:
            for _, cells in rows:
                try:
                    row = _checked(cells, at, codes, places)
                except (KeyError, ValueError):
                    continue
                if row[0] in seen:
                    continue
                seen.add(row[0])
                copy.write_row(row)
                good += 1
    connection.commit()
    return good


def _code_tables() -> dict[str, dict[str, str]]:
    """Label → code for each coded column, as somebody would write it down beforehand."""
    from xinglin.language import catalogue
    from xinglin.language.fields import Code

    register = catalogue.load().register("notifiable_case")
    tables = {}
    for field in register.fields.values():
        if isinstance(field, Code) and field.codes is not None:
            words = {row.label: row.code for row in field.codes.rows}
            tables[field.label] = {**words, **dict(field.codes.aliases)}
    return tables


def _checked(
    cells: Sequence[Any], at: dict[str, int], codes: dict[str, dict[str, str]], places: set[str]
) -> tuple[Any, ...]:
    def text(name: str) -> str:
        value = str(cells[at[name]]).strip()
        if not value:
            raise ValueError(name)
        return value

    def code(name: str) -> str:
        return codes[name][text(name)]

    def moment(name: str) -> datetime:
        return datetime.fromisoformat(text(name)).replace(tzinfo=SHANGHAI)

    number, phone, place = text("有效证件号"), text("联系电话"), text("现住址国标码")
    age = int(text("实足年龄"))
    born, onset = date.fromisoformat(text("出生日期")), date.fromisoformat(text("发病日期"))
    seen, sent = moment("诊断时间"), moment("报告时间")
    filled = date.fromisoformat(text("填卡日期"))
    total = sum(int(d) * w for d, w in zip(number, _WEIGHTS, strict=False))
    if len(number) != 18 or "10X98765432"[total % 11] != number[17]:
        raise ValueError("有效证件号")
    if not _PHONE.fullmatch(phone) or place not in places or not 0 <= age <= 120:
        raise ValueError("联系电话、现住址或年龄")
    if onset > seen.date() or seen.date() > filled or born > onset or sent < seen:
        raise ValueError("日期先后")
    return (
        *(text("卡片编号"), code("报卡类别"), text("患者姓名"), code("有效证件类型"), number),
        *(code("性别"), born, age, phone, code("病人属于"), place, text("现住详细地址")),
        *(code("人群分类"), code("病例分类"), onset, seen, code("转归"), code("疾病名称")),
        *(text("填卡医生"), filled, sent, "submitted", "batch", "990001", "998801001", place),
    )


# --- both -------------------------------------------------------------------------------------


def prepare(urls: Urls) -> None:
    """Tables, divisions and a user."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "xinglin.site.settings",
        "XINGLIN_APP_URL": urls.app,
        "XINGLIN_OWNER_URL": urls.owner,
        "XINGLIN_READER_URL": urls.reader,
    }
    import django

    django.setup()
    from django.core.management import call_command

    from xinglin.store.divisions import load_table

    call_command("migrate", database="owner", verbosity=0)
    load_table("china")
    load_table("sample")
    with psycopg.connect(urls.owner) as owner:
        owner.execute(
            "INSERT INTO store_user (username, name, password, role, unit, scope_lines,"
            " is_everything) VALUES ('bench', '', '!', 'administrator', '990001', '{*}', true)"
        )
        owner.execute("CREATE TABLE bench_cards (LIKE infectious_notifiable_case INCLUDING ALL)")
        owner.execute("GRANT ALL ON bench_cards TO xinglin_app")


def measure(path: Path, urls: Urls, count: int) -> None:
    from xinglin.intake.run import intake_file

    with psycopg.connect(urls.app) as connection:
        places = {code for (code,) in connection.execute("SELECT code FROM store_division")}
        hand = []
        for _ in range(2):
            begun = time.monotonic()
            good = by_hand(path, connection, places)
            hand.append(time.monotonic() - begun)
            _must(good == count)
            with psycopg.connect(urls.owner) as owner:
                owner.execute("TRUNCATE bench_cards")
    begun = time.monotonic()
    result = intake_file(path, register="notifiable_case", by="bench")
    ours = time.monotonic() - begun
    _must((result.rows, result.accepted) == (count, count))
    begun = time.monotonic()
    again = intake_file(path, register="notifiable_case", by="bench")
    rerun = time.monotonic() - begun
    _must(again.unchanged == count)
    _say(f"导入 {count} 张卡：手写 {min(hand):.1f} 秒，本系统 {ours:.1f} 秒，")
    _say(f"  比值 {ours / min(hand):.2f}（目标不超过 4）；同一文件再导入 {rerun:.1f} 秒")


def _must(is_right: bool) -> None:
    if not is_right:
        raise SystemExit("两个程序收下的行数不同，不能比较。")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main(count: int) -> None:
    base = Path(tempfile.mkdtemp(prefix="xinglin-bench-"))
    os.environ |= {"XINGLIN_VAR": str(base), "XINGLIN_DATABASE": "bench"}
    inst = installation("bench", base=base)
    try:
        urls = ensure_running(inst)
        prepare(urls)
        path = base / "cards.csv"
        write_file(path, count)
        measure(path, urls, count)
    finally:
        _remove(inst)
        shutil.rmtree(base, ignore_errors=True)


def _remove(inst: Installation) -> None:
    from django.db import connections

    from xinglin.store.server.account import home_of

    connections.close_all()
    stop(inst)
    shutil.rmtree(home_of(inst), ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
