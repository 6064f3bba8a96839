"""Files as they really come: encodings, spreadsheets, headers; and files that cannot come in."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from cards import card, id_number, write_csv

PREFIX = iter(range(1000))


def take(path: Path, **how):
    from xinglin.intake.run import intake_file

    return intake_file(path, **{"register": "notifiable_case", "by": "clerk", **how})


def refusal(path: Path, **how) -> str:
    from xinglin.intake.run import IntakeFileError

    with pytest.raises(IntakeFileError) as caught:
        take(path, **how)
    return str(caught.value)


def sheet_of(path: Path, rows: list[list[object]], name: str = "Sheet1") -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(name)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if isinstance(cell, date | datetime):
                    sheet.write_datetime(r, c, cell, day)  # type: ignore[arg-type]
                elif cell is not None:
                    sheet.write(r, c, cell)
    return path


def cells(**changes: object) -> tuple[list[str], list[object]]:
    made = card(**changes)
    return list(made), list(made.values())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_read_alike(town, tmp_path, encoding, cards_in) -> None:
    number = f"enc-{encoding}"
    # 𠮷 is outside the basic plane and in GB18030.
    path = write_csv(tmp_path / "a.csv", [card(卡片编号=number, 患者姓名="𠮷永红")], encoding)
    assert take(path).accepted == 1
    assert cards_in(number)[0]["patient_name"] == "𠮷永红"


def test_a_damaged_utf8_file_is_not_read_as_something_else(town, tmp_path) -> None:
    path = write_csv(tmp_path / "a.csv", [card(卡片编号="dam1"), card(卡片编号="dam2")])
    data = path.read_bytes()
    at = data.rindex("张三".encode())
    path.write_bytes(data[:at] + b"\xe5" + data[at + 3 :])
    assert "第 3 行有损坏的字符" in refusal(path)


def test_bytes_that_fit_two_encodings_are_decided_by_the_header(town, tmp_path) -> None:
    from xinglin.intake.encoding import decode
    from xinglin.intake.problems import IntakeFileError

    # 这 and the like: pairs of GB bytes that happen to be valid two-byte UTF-8.
    twice = next(
        chr(c)
        for c in range(0x4E00, 0x9FA5)
        if len(chr(c).encode("gb18030")) == 2 and _is_utf8(chr(c).encode("gb18030"))
    )
    data = f"{twice}\nx\n".encode("gb18030")
    assert decode(data, "f.csv", [twice]) == f"{twice}\nx\n"
    with pytest.raises(IntakeFileError, match="认不准"):
        decode(data, "f.csv", ["编号"])


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def test_a_spreadsheet_with_dates_and_numbers(town, tmp_path, cards_in) -> None:
    header, row = cells(
        卡片编号="xls1",
        发病日期=date(2013, 5, 30),
        实足年龄=33,
        诊断时间=datetime.fromisoformat("2013-06-01T08:30"),
    )
    assert take(sheet_of(tmp_path / "a.xlsx", [header, row])).accepted == 1
    (found,) = cards_in("xls1")
    assert (found["onset_date"], found["age_years"]) == (date(2013, 5, 30), 33)
    assert found["diagnosed_at"].hour in (0, 8)  # 08:30 in Shanghai, whichever zone shows it


def test_an_identity_number_kept_as_a_number_has_lost_digits(town, tmp_path) -> None:
    header, row = cells(卡片编号="xls2", 有效证件号=9.98801198001010e17)
    result = take(sheet_of(tmp_path / "a.xlsx", [header, row]))
    (error,) = result.errors
    assert error.field == "id_number"
    assert "超过 15 位" in error.message


def test_a_title_above_the_header_and_a_marked_header_are_understood(town, tmp_path) -> None:
    header, row = cells(卡片编号="xls3")
    marked = [f"{h}*" if h in ("患者姓名", "性别") else h for h in header]
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, len(header) - 1, "银杏区 2013 年传染病报告卡")
        sheet.write_row(2, 0, marked)
        sheet.write_row(3, 0, row)
    assert take(path).accepted == 1


def test_formula_cells_give_their_value(town, tmp_path, cards_in) -> None:
    header, row = cells(卡片编号="xls4")
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, header)
        sheet.write_row(1, 0, row)
        sheet.write_formula(1, header.index("实足年龄"), "=30+3", None, 33)
    assert take(path).accepted == 1
    assert cards_in("xls4")[0]["age_years"] == 33


def test_a_template_filled_in_comes_in(town, tmp_path, cards_in) -> None:
    import openpyxl

    from xinglin.intake.template import template
    from xinglin.language import catalogue

    register = catalogue.load().register("notifiable_case")
    book = openpyxl.load_workbook(io.BytesIO(template(register, on=date(2013, 6, 1))))
    assert book.sheetnames == ["填报", "填写说明", "代码", "_下拉"]
    sheet = book["填报"]
    header = [c.value for c in sheet[1]]
    assert "患者姓名*" in header
    assert "疾病名称*" in header
    assert "卡片编号" in header  # the system numbers new cards
    for label, value in card(卡片编号="tpl1").items():
        column = next(i for i, h in enumerate(header, 1) if h.rstrip("*") == label)
        sheet.cell(2, column).value = value
    book.save(tmp_path / "filled.xlsx")
    result = take(tmp_path / "filled.xlsx")
    assert result.accepted == 1, result.errors
    assert cards_in("tpl1")[0]["disease"] == "measles"


def test_template_offers_the_codes_of_its_day(town) -> None:
    import openpyxl

    from xinglin.intake.template import template
    from xinglin.language import catalogue

    def offered(day: date) -> set[str]:
        register = catalogue.load().register("notifiable_case")
        book = openpyxl.load_workbook(io.BytesIO(template(register, on=day)))
        rows = book["代码"].iter_rows(min_row=2, values_only=True)
        return {label for listed, _, label in rows if listed == "法定传染病病种"}

    # 国家卫生健康委公告2020年第1号: COVID-19 entered the list on 2020-01-20.
    assert "新型冠状病毒肺炎" not in offered(date(2013, 6, 1))
    assert "新型冠状病毒肺炎" in offered(date(2020, 2, 1))


def broken(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_files_that_cannot_be_read_say_so_in_one_sentence(town, tmp_path) -> None:
    header, row = cells(卡片编号="bad1")
    good = sheet_of(tmp_path / "good.xlsx", [header, row]).read_bytes()
    cases = {
        "是空的": broken(tmp_path / "empty.csv", b""),
        "已损坏": broken(tmp_path / "cut.xlsx", good[: len(good) // 2]),
        "加密": broken(tmp_path / "locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 999),
        "没有这个文件": tmp_path / "none.csv",
        "不是 .xlsx 或 .csv": broken(tmp_path / "a.pdf", b"%PDF-1.7"),
        "不是文本文件": broken(tmp_path / "b.csv", b"a,b\n\0\1\2"),
        "引号": broken(tmp_path / "q.csv", '卡片编号,患者姓名\n1,"张三\n'.encode()),
        "它是一个文件夹": tmp_path,
    }
    for sentence, path in cases.items():
        said = refusal(path)
        assert sentence in said, said
        assert "\n" not in said
        assert "Error" not in said


def test_a_file_without_rows_brings_nothing(town, tmp_path) -> None:
    header, _ = cells()
    path = tmp_path / "none.csv"
    path.write_text(",".join(header) + "\n", "utf-8")
    result = take(path)
    assert (result.rows, result.accepted, result.rejected) == (0, 0, 0)


def test_headers_are_judged_all_at_once(town, tmp_path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("患者姓名,患者姓名,体温,性别\n张三,张三,37,女\n", "utf-8")
    said = refusal(path)
    assert "第 3 列“体温”不是传染病报告卡的项目" in said
    assert "第 1 列和第 2 列都是“患者姓名”" in said


def test_missing_required_columns_are_named(town, tmp_path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("患者姓名,性别\n张三,女\n", "utf-8")
    said = refusal(path)
    assert "缺少必填的列“疾病名称”" in said
    assert "缺少必填的列“诊断时间”" in said
    assert "“卡片编号”" not in said  # the system numbers new cards


def test_a_million_cells_of_junk_are_refused(town, tmp_path) -> None:
    path = tmp_path / "junk.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        for _ in range(10_000):
            writer.writerow(["x"] * 100)
    assert "一列也认不出" in refusal(path)


def test_a_row_pushed_aside_by_a_comma_is_sent_back(town, tmp_path) -> None:
    rows = [card(卡片编号="wide1"), card(卡片编号="wide2", 有效证件号=id_number(77))]
    path = write_csv(tmp_path / "a.csv", rows)
    text = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([text[0], text[1] + ",多出来的", text[2]]) + "\n", "utf-8")
    result = take(path)
    assert (result.accepted, result.rejected) == (1, 1)
    assert result.errors[0].code == "WIDE"


def test_a_file_broken_at_its_end_is_refused_whole(town, tmp_path, monkeypatch, cards_in) -> None:
    from xinglin.actions import bulk_preparing

    monkeypatch.setattr(bulk_preparing, "CHUNK", 1)
    path = write_csv(tmp_path / "a.csv", [card(卡片编号=f"end{i}") for i in range(3)])
    with path.open("a", encoding="utf-8") as stream:
        stream.write('"没有完')
    assert "引号" in refusal(path)
    assert cards_in("end") == []


def test_a_control_character_is_named_and_not_stored(town, tmp_path) -> None:
    path = write_csv(tmp_path / "a.csv", [card(卡片编号="ctl1", 备注="甲\x1f乙")])
    (error,) = take(path).errors
    assert (error.code, error.field) == ("V-control", "remark")


def test_an_unknown_register_or_user_is_named(town, tmp_path) -> None:
    from xinglin.actions.problems import ForbiddenError

    path = write_csv(tmp_path / "a.csv", [card()])
    assert "没有名为“flu”的登记表" in refusal(path, register="flu")
    assert "没有说明导入到哪个登记表" in refusal(path, register=None)
    with pytest.raises(ForbiddenError, match="没有在用的用户“nobody”"):
        take(path, by="nobody")
